using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>Every few minutes: limits follow the calendar, late desks, late payments and texts without a policy become tasks with their ladder, and enterprises are reminded of their accounts. On days off nothing moves.</summary>
internal sealed class RedemptionRound(IServiceScopeFactory scopes, OfficialCalendar official, TimeProvider time, ILogger<RedemptionRound> log)
    : ClockWork(TimeSpan.FromMinutes(5), atStart: false, time, log)
{
    public const string Actor = "自动催办";

    private WorkCalendar? counted;

    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        // Another object after every change of the calendar.
        if (official.Calendar is var calendar && !ReferenceEquals(calendar, counted))
        {
            await StepAsync<RedateDesks>(work => work.RunAsync(cancellation));
            counted = calendar;
        }

        await StepAsync<WatchDesks>(work => work.RunAsync(cancellation));
        await StepAsync<WatchPayouts>(work => work.RunAsync(cancellation));
        await StepAsync<WatchTexts>(work => work.RunAsync(cancellation));
        await StepAsync<Aftercare.WatchDifferences>(work => work.RunAsync(cancellation));
        await StepAsync<RemindPayees>(work => work.RunAsync(cancellation));
    }

    // Each in a unit of work of its own: one that fails takes nothing of the others with it.
    private async Task StepAsync<T>(Func<T, Task<int>> step)
        where T : notnull
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, Actor, Role.Administrator, Scope.All);
        await step(unit.ServiceProvider.GetRequiredService<T>());
    }
}
