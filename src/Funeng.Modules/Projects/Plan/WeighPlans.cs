using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Projects.Delays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Projects.Plan;

/// <summary>Works out every few minutes what pages say of all plans (chances, delays of the quarter), so that nobody waits for it; where nothing changed that is two short queries.</summary>
internal sealed class WeighPlans(IServiceScopeFactory scopes, CityProfile city, TimeProvider clock, ILogger<WeighPlans> log)
    : ClockWork(TimeSpan.FromMinutes(3), atStart: true, clock, log)
{
    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        await unit.ServiceProvider.GetRequiredService<PlanForecasts>().ReadAsync(cancellation);
        await unit.ServiceProvider.GetRequiredService<AttributeDelays>().RunAsync(TargetPeriod.Of(city.Today(Time), TargetLevel.Quarter), cancellation);
    }
}
