namespace Funeng.Engines.Planning;

/// <summary>A time in which a clock stood still.</summary>
/// <param name="From">When it was stopped.</param>
/// <param name="To">When it went on; null while it stands.</param>
public readonly record struct ClockPause(DateTime From, DateTime? To);

/// <summary>
/// A running time limit. Whole days are counted from the day after the start, and the last day belongs to the limit in full; of a pause the days
/// after the one it began on, through the one it ended on, do not count. Limits in ordinary days that would end on a day off end on the next
/// working day. Hours are counted to the minute. All moments are on the city's clock.
/// </summary>
/// <param name="StartedAt">When the limit began to run.</param>
/// <param name="Span">The limit.</param>
/// <param name="Pauses">Pauses in order of time; they do not overlap.</param>
public sealed record Clock(DateTime StartedAt, WorkSpan Span, IReadOnlyList<ClockPause> Pauses)
{
    /// <summary>How the clock stands at a moment.</summary>
    /// <param name="calendar">The official calendar.</param>
    /// <param name="now">The moment; a pause that has not ended counts until then.</param>
    /// <returns>When the limit ends, as far as is known at that moment.</returns>
    public ClockReading Read(WorkCalendar calendar, DateTime now)
    {
        var isPaused = Pauses.Count > 0 && Pauses[^1].To is null;
        var end = Span.IsInDays ? EndOfDays(calendar, now) : EndOfHours(calendar, now);
        var startDay = DateOnly.FromDateTime(StartedAt);
        // Exactly at the end of a day is that day, not the next.
        var endDay = DateOnly.FromDateTime(end.AddTicks(-1));
        return new ClockReading(end, endDay, isPaused, calendar.IsProvisional(startDay, endDay), now > end || (Span.IsInDays && now >= end));
    }

    private DateTime EndOfDays(WorkCalendar calendar, DateTime now)
    {
        var start = DateOnly.FromDateTime(StartedAt);
        var isWorked = Span.Unit == SpanUnit.WorkDays;
        var due = isWorked ? calendar.Add(start, Span.Amount) : start.AddDays(Span.Amount);
        foreach (var pause in Pauses)
        {
            var (from, to) = (Later(DateOnly.FromDateTime(pause.From), start), DateOnly.FromDateTime(pause.To ?? now));
            // A clock that had run out before it was stopped has run out.
            if (from >= due || to <= from) continue;
            due = isWorked ? calendar.Add(due, calendar.Count(from, to)) : due.AddDays(to.DayNumber - from.DayNumber);
        }

        return (isWorked ? due : calendar.NextWorkday(due)).AddDays(1).ToDateTime(TimeOnly.MinValue);
    }

    private DateTime EndOfHours(WorkCalendar calendar, DateTime now)
    {
        var isWorked = Span.Unit == SpanUnit.WorkHours;
        var end = isWorked ? calendar.AddMinutes(StartedAt, Span.Amount * 60L) : StartedAt.AddHours(Span.Amount);
        foreach (var pause in Pauses)
        {
            var (from, to) = (pause.From < StartedAt ? StartedAt : pause.From, pause.To ?? now);
            if (from >= end || to <= from) continue;
            end = isWorked ? calendar.AddMinutes(end, calendar.MinutesBetween(from, to)) : end + (to - from);
        }

        return end;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>How a clock stands.</summary>
/// <param name="DueAt">The moment after which it is late; for whole days the midnight that ends the last one.</param>
/// <param name="DueOn">The last day.</param>
/// <param name="IsPaused">It stands still now, so that the end moves with every working day.</param>
/// <param name="IsProvisional">The count leans on a year whose holidays are not published (暂定).</param>
/// <param name="IsLate">The limit has passed.</param>
public readonly record struct ClockReading(DateTime DueAt, DateOnly DueOn, bool IsPaused, bool IsProvisional, bool IsLate);
