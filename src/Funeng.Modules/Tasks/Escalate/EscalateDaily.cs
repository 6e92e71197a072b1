using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Tasks.Escalate;

/// <summary>Climbs the ladders every few minutes while the site runs: rungs are days, so a restart or a second process changes nothing.</summary>
internal sealed class EscalateDaily(IServiceScopeFactory scopes, TimeProvider time, ILogger<EscalateDaily> log)
    : ClockWork(TimeSpan.FromMinutes(5), atStart: false, time, log)
{
    public const string Actor = "自动催办";

    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, Actor, Role.Administrator, Scope.All);
        await unit.ServiceProvider.GetRequiredService<ClimbLadders>().RunAsync(cancellation);
        await unit.ServiceProvider.GetRequiredService<IssueOrders>().RaiseSilentAsync(cancellation);
    }
}
