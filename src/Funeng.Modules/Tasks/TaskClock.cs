using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Tasks;

/// <summary>Works out when an item is due: from its promised day, or from the stages of its kind and the times its clock stood still.</summary>
public sealed class TaskClock(OfficialCalendar official, ClockBook clocks, CityProfile city)
{
    public WorkCalendar Calendar => official.Calendar;

    /// <summary>Sets due and end of an item as they are at a moment.</summary>
    internal void Set(TaskItem item, IReadOnlyList<TaskPause> pauses, DateTimeOffset now)
    {
        var stages = clocks.Get(item.Kind).Stages;
        ClockReading? end = item.FixedDue is { } promised ? Promised(item, promised) : stages.Count == 0 ? null : Limit(item, stages[^1].Within, pauses, now);
        var isLast = item.Stage >= stages.Count - 1;
        var due = isLast ? end : Limit(item, stages[item.Stage].Within, pauses, now);
        // A stage never ends after the whole.
        if (due is { } stage && end is { } whole && whole.DueAt < stage.DueAt) due = whole;
        item.EndsOn = end?.DueOn;
        item.DueOn = due?.DueOn;
        item.DueAt = due is { } reading ? Instant(reading.DueAt) : null;
        item.IsProvisional = (due?.IsProvisional ?? false) || (end?.IsProvisional ?? false);
    }

    private static ClockReading Promised(TaskItem item, DateOnly day) =>
        new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), day, item.State == TaskState.Paused, IsProvisional: false, IsLate: false);

    private ClockReading Limit(TaskItem item, WorkSpan within, IReadOnlyList<TaskPause> pauses, DateTimeOffset now) => new Clock(
        Local(item.OpenedAt), within, [.. pauses.OrderBy(pause => pause.FromAt).Select(pause => new ClockPause(Local(pause.FromAt), pause.ToAt is { } to ? Local(to) : null))])
        .Read(official.Calendar, Local(now));

    private DateTime Local(DateTimeOffset instant) => city.Local(instant).DateTime;

    private DateTimeOffset Instant(DateTime local) => new(local, TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone).GetUtcOffset(local));
}
