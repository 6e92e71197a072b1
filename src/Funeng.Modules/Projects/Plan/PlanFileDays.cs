using Funeng.Engines.Planning;
using Funeng.Engines.Planning.MsProject;

namespace Funeng.Modules.Projects.Plan;

/// <summary>
/// How many working days a task of a file takes, from its beginning to its end as Microsoft Project dates it: what is interrupted takes longer than is worked on
/// it, and what is worked on around the clock less than its hours come to.
/// </summary>
internal sealed class PlanFileDays(MsProjectPlan plan, WorkCalendar calendar)
{
    private const int ElapsedDay = 86_400;

    private readonly IReadOnlyDictionary<int, long> spans = Spans(plan);

    /// <summary>
    /// Whole working days, begun ones counted, as long as the file says a day is. What runs around the clock is counted on the calendar where the file says when it
    /// runs; else five days of seven.
    /// </summary>
    public int Of(MsTask task) => !task.IsElapsed ? Whole(Math.Ceiling(SpanOf(task) / (decimal)plan.SecondsPerDay))
        : task.Duration > 0 && task.Written is { } dates ? calendar.Count(DateOnly.FromDateTime(dates.Start).AddDays(-1), DateOnly.FromDateTime(dates.Finish.AddSeconds(-1)))
        : Whole(Math.Ceiling(task.Duration * 5m / 7 / ElapsedDay));

    /// <summary>Whole working days of its work alone, without interruptions.</summary>
    public int OfWork(MsTask task) => Whole(Math.Ceiling(task.Duration / (decimal)plan.SecondsPerDay));

    /// <summary>The seconds of its duration for which it takes so many days.</summary>
    /// <param name="task">The task.</param>
    /// <param name="days">Working days.</param>
    /// <param name="isWhole">False where so few days leave no room for its interruptions.</param>
    public long DurationFor(MsTask task, int days, out bool isWhole)
    {
        isWhole = true;
        var plain = days * (long)plan.SecondsPerDay;
        if (task.IsElapsed) return days * 7L * ElapsedDay / 5;
        if (SpanOf(task) == task.Duration) return plain;
        if (task.Interruptions.Count == 0) return (long)(task.Duration * (decimal)days / Math.Max(1, Of(task)));
        var rest = task.Duration + ((days - Of(task)) * (long)plan.SecondsPerDay);
        isWhole = rest > 0;
        return isWhole ? rest : plain;
    }

    public static int Whole(decimal days) => (int)Math.Clamp(days, -100_000, 100_000);

    // Dates typed by hand stand whatever the duration. Something is done on a day off too: no work within the project's own hours is not nothing.
    private long SpanOf(MsTask task) => task.Duration == 0 || task.IsFixed ? task.Duration : spans.TryGetValue(task.Uid, out var span) ? Math.Max(1, span) : task.Duration;

    /// <summary>None where the file cannot be dated: then durations are all that is known.</summary>
    private static IReadOnlyDictionary<int, long> Spans(MsProjectPlan plan) => PlanFile.DatesOf(plan) is { Count: > 0 } dates ? plan.Spans(dates) : new Dictionary<int, long>();
}
