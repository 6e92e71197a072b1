using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;

namespace Funeng.Modules.Projects.Plan;

/// <summary>One step that began on a day that is known.</summary>
/// <param name="Days">Working days it took; of one that runs still null.</param>
/// <param name="Begun">Working days of the calendar before the day it began.</param>
internal sealed record SeenStep(long Project, ProjectNode Node, DateOnly Began, long? Days, long Begun)
{
    /// <summary>Whether it was under way at the end of a day.</summary>
    public bool RunsOn(DateOnly day) => Began <= day && !(Node.DoneOn <= day);
}

/// <summary>
/// How long steps of a name took, over all plans: from the first day they could go on to the day they were done. A node of which that day is not known tells
/// nothing. Names and durations only; nobody reads another's project in it.
/// </summary>
internal sealed class StepBook
{
    private readonly WorkCalendar calendar;
    private readonly ILookup<string, SeenStep> byName;
    private readonly Dictionary<string, (DayMarks Done, DayMarks Begun)> marks;

    public StepBook(PlanSet plans, WorkCalendar calendar)
    {
        this.calendar = calendar;
        byName = plans.Plans.Values.SelectMany(plan => Seen(plan.Nodes, calendar)).OrderBy(step => step.Node.DoneOn ?? DateOnly.MaxValue).ThenBy(step => step.Node.Id).ToLookup(step => step.Node.Name);
        marks = byName.ToDictionary(own => own.Key, own => (
            new DayMarks(own.Where(step => step.Days is not null).Select(step => (step.Node.DoneOn!.Value, HashCode.Combine(step.Project, step.Days)))),
            new DayMarks(own.Select(step => (step.Began, HashCode.Combine(step.Project, step.Began))))));
    }

    /// <summary>Another where what is known of a kind at the end of a day is another.</summary>
    public long MarkOf(string name, DateOnly day) => marks.TryGetValue(name, out var of) ? (of.Done.Until(day) * 31) + of.Begun.Until(day) : 0;

    /// <summary>The steps that are done, by name, in the order in which they were.</summary>
    public IEnumerable<IGrouping<string, SeenStep>> Done => byName.SelectMany(own => own.Where(step => step.Days is not null)).GroupBy(step => step.Node.Name);

    /// <summary>What was known of a kind at the end of a day, without the steps of one project.</summary>
    public StepHistory Known(string name, DateOnly day, long except)
    {
        var (done, running) = (new List<long>(), new List<long>());
        var passed = calendar.Days.WorkBefore(day.DayNumber + 1L);
        foreach (var step in byName[name])
        {
            if (step.Project == except) continue;
            if (step.Node.DoneOn <= day) done.Add(step.Days!.Value);
            else if (step.RunsOn(day) && passed > step.Begun) running.Add(passed - step.Begun);
        }

        return new StepHistory(name, done, running);
    }

    private static IEnumerable<SeenStep> Seen(IReadOnlyList<ProjectNode> nodes, WorkCalendar calendar)
    {
        var byPosition = nodes.ToDictionary(node => node.Position);
        foreach (var node in nodes.Where(node => node.WorkDays > 0))
        {
            if (NodeNetwork.BeginOf(node, byPosition, null, calendar) is not { } began) continue;
            // Nodes entered together on one day (begun before the plan was made) say nothing about time.
            if (node.DoneOn is { } done && done < began) continue;
            yield return new SeenStep(node.Project, node, began, node.DoneOn is { } until ? calendar.Count(began.AddDays(-1), until) : null, calendar.Days.WorkBefore(began.DayNumber));
        }
    }
}

/// <summary>Sums of marks by day.</summary>
internal sealed class DayMarks
{
    private readonly DateOnly[] days;
    private readonly long[] sums;

    public DayMarks(IEnumerable<(DateOnly Day, int Mark)> marks)
    {
        var sorted = marks.OrderBy(mark => mark.Day).ToArray();
        days = [.. sorted.Select(mark => mark.Day)];
        sums = new long[sorted.Length + 1];
        // One is added to each, so that no mark says nothing.
        for (var index = 0; index < sorted.Length; index++) sums[index + 1] = unchecked(sums[index] + (uint)sorted[index].Mark + 1L);
    }

    /// <summary>The sum of the marks up to the end of a day.</summary>
    public long Until(DateOnly day)
    {
        var (low, high) = (0, days.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days[middle] <= day) low = middle + 1;
            else high = middle;
        }

        return sums[low];
    }
}
