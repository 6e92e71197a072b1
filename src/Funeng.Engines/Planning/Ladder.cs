namespace Funeng.Engines.Planning;

/// <summary>What a rung counts from.</summary>
public enum RungAnchor
{
    /// <summary>The due day.</summary>
    Due,

    /// <summary>The last time anybody reported anything.</summary>
    Silence,

    /// <summary>The day it was handed in; from then on it is whoever confirms who is waited for.</summary>
    HandedIn,
}

/// <summary>What happens on a rung.</summary>
public enum RungAct
{
    /// <summary>Whoever does the work is reminded.</summary>
    Remind,

    /// <summary>A yellow card is shown.</summary>
    Yellow,

    /// <summary>A red card is shown.</summary>
    Red,

    /// <summary>The supervision office issues an order (督办).</summary>
    Supervise,

    /// <summary>The leader takes it up (顶格).</summary>
    Escalate,
}

/// <summary>One rung of the ladder of reminders and escalations.</summary>
/// <param name="Id">Name of the rung, unique in its ladder.</param>
/// <param name="Anchor">What it counts from.</param>
/// <param name="Workdays">Working days after the anchor; negative before it.</param>
/// <param name="Act">What happens.</param>
public sealed record LadderRung(string Id, RungAnchor Anchor, int Workdays, RungAct Act);

/// <summary>Which rungs of a ladder an item has reached. A rung is reached on the morning of its day.</summary>
public static class Ladder
{
    /// <summary>The rungs reached on a day that have not been taken yet, in the order of their days.</summary>
    /// <param name="rungs">The ladder.</param>
    /// <param name="dueOn">The due day; null when there is none, and then only silence counts.</param>
    /// <param name="reportedOn">The day of the last report, or of the opening.</param>
    /// <param name="today">The day asked about.</param>
    /// <param name="taken">Ids of the rungs taken since the due day was last set and since the last report.</param>
    /// <param name="calendar">The official calendar.</param>
    /// <returns>Of several reminders missed only the last one; everything else in full.</returns>
    public static IReadOnlyList<LadderRung> Reached(
        IReadOnlyList<LadderRung> rungs, DateOnly? dueOn, DateOnly reportedOn, DateOnly today, IReadOnlySet<string> taken, WorkCalendar calendar)
    {
        var reached = new List<(DateOnly Day, LadderRung Rung)>();
        foreach (var rung in rungs)
        {
            if (taken.Contains(rung.Id) || DayOf(rung, dueOn, reportedOn, calendar) is not { } day || day > today) continue;
            reached.Add((day, rung));
        }

        // A reminder taken stands for those before it, also for those missed.
        var reminded = rungs.Where(rung => rung.Act == RungAct.Remind && taken.Contains(rung.Id)).Max(rung => DayOf(rung, dueOn, reportedOn, calendar));
        reached.RemoveAll(entry => entry.Rung.Act == RungAct.Remind && entry.Day <= reminded);
        reached.Sort((one, other) => (one.Day, one.Rung.Act, one.Rung.Id).CompareTo((other.Day, other.Rung.Act, other.Rung.Id)));
        var lastReminder = reached.FindLastIndex(entry => entry.Rung.Act == RungAct.Remind);
        return [.. reached.Where((entry, index) => entry.Rung.Act != RungAct.Remind || index == lastReminder).Select(entry => entry.Rung)];
    }

    /// <summary>The day a rung is reached on.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="dueOn">The due day, if any.</param>
    /// <param name="reportedOn">The day of the last report.</param>
    /// <param name="calendar">The official calendar.</param>
    /// <returns>The day; null when the rung counts from a due day and there is none.</returns>
    public static DateOnly? DayOf(LadderRung rung, DateOnly? dueOn, DateOnly reportedOn, WorkCalendar calendar) =>
        (rung.Anchor == RungAnchor.Due ? dueOn : reportedOn) is { } anchor ? calendar.Add(anchor, rung.Workdays) : null;

    /// <summary>Whether so many yellow cards make a red one.</summary>
    /// <param name="yellows">Days on which yellow cards were shown.</param>
    /// <param name="today">The day asked about.</param>
    /// <param name="needed">How many make a red one.</param>
    /// <param name="withinDays">Within how many days up to today.</param>
    /// <returns>True when there are enough.</returns>
    public static bool YellowsMakeRed(IEnumerable<DateOnly> yellows, DateOnly today, int needed, int withinDays) =>
        yellows.Count(day => day <= today && day > today.AddDays(-withinDays)) >= needed;
}
