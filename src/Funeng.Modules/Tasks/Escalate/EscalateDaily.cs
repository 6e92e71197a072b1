using Funeng.Modules.Foundation.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Tasks.Escalate;

/// <summary>Climbs the ladders every few minutes while the site runs: rungs are days, so a restart or a second process changes nothing.</summary>
internal sealed partial class EscalateDaily(IServiceScopeFactory scopes, TimeProvider time, ILogger<EscalateDaily> log) : BackgroundService
{
    public const string Actor = "自动催办";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RunOnceAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await using var unit = scopes.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, Actor, Role.Administrator, Scope.All);
            await unit.ServiceProvider.GetRequiredService<ClimbLadders>().RunAsync(cancellation);
            await unit.ServiceProvider.GetRequiredService<IssueOrders>().RaiseSilentAsync(cancellation);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            Postponed(log, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Open tasks could not be escalated now; the next round tries again")]
    private static partial void Postponed(ILogger log, Exception problem);
}
