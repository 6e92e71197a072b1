using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Tasks.WorkDays;

/// <summary>Puts what the administrator entered into force: at the start, and within a minute where it was entered at another node.</summary>
internal sealed class FollowCalendar(IDbContextFactory<FunengDb> databases, OfficialCalendar calendar) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await ApplyAsync(db, calendar, cancellation);
    }

    internal static async Task ApplyAsync(FunengDb db, OfficialCalendar calendar, CancellationToken cancellation) => calendar.Use(
        await db.Set<CalendarDayEntry>().AsNoTracking().OrderBy(row => row.Day).ToListAsync(cancellation), await db.Set<CalendarYearEntry>().AsNoTracking().OrderBy(row => row.Year).ToListAsync(cancellation));
}

/// <inheritdoc cref="FollowCalendar"/>
internal sealed class FollowCalendarMinutely(FollowCalendar follow, TimeProvider clock, ILogger<FollowCalendarMinutely> log)
    : ClockWork(TimeSpan.FromMinutes(1), atStart: false, clock, log)
{
    protected override Task RoundAsync(CancellationToken cancellation) => follow.RunAsync(cancellation);
}
