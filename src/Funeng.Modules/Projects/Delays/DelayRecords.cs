using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Delays;
using Funeng.Modules.Projects.Plan;

namespace Funeng.Modules.Projects.Delays;

/// <summary>Who held a node of a plan up, and from when to when: a problem at its office, a consultation or a measure of the clinic at the office asked.</summary>
public sealed record NodeHold(string Node, string By, DateOnly From, DateOnly? Until);

/// <summary>
/// The plan of a project as the engine follows it. The baseline is anchored at the day first promised: the first day is the latest on which everything could begin
/// and keep it.
/// </summary>
internal static class DelayRecords
{
    /// <returns>Null when the plan cannot be dated.</returns>
    public static ProjectRecord? Of(Project project, IReadOnlyList<ProjectNode> nodes, IReadOnlyList<NodeHold> holds, DateOnly today, WorkCalendar calendar)
    {
        if ((nodes.Max(node => node.BaselineOn) ?? KeepPlan.Promised(project)) is not { } promised || FirstDay(nodes, promised, calendar) is not { } first) return null;
        var byName = holds.ToLookup(hold => hold.Node);
        var byPosition = nodes.ToDictionary(node => node.Position);
        var steps = nodes.Select(node => StepOf(node, byPosition, byName[node.Name], first, today, calendar)).ToList();
        return new ProjectRecord(project.Code, first.DayNumber, steps, [.. NodeNetwork.Links(nodes)], calendar.Days);
    }

    private static StepRecord StepOf(ProjectNode node, IReadOnlyDictionary<int, ProjectNode> nodes, IEnumerable<NodeHold> holds, DateOnly first, DateOnly today, WorkCalendar calendar)
    {
        var began = NodeNetwork.BeginOf(node, nodes, first, calendar);
        if (node.DoneOn is { } done) began = began is { } day && day <= done ? day : done;
        else if (began > today) began = null;
        return new StepRecord(NodeNetwork.Id(node.Position), node.WorkDays, node.Office)
        {
            FirstDay = began?.DayNumber, LastDay = node.DoneOn?.DayNumber, Holds = [.. holds.Select(hold => new Hold(hold.From.DayNumber, hold.Until?.DayNumber, hold.By))],
        };
    }

    /// <summary>The latest day on which the whole plan could begin and be done by the promised day.</summary>
    private static DateOnly? FirstDay(IReadOnlyList<ProjectNode> nodes, DateOnly promised, WorkCalendar calendar)
    {
        try
        {
            return CriticalPath.Find(NodeNetwork.Of(nodes, promised, promised, calendar), out _) is { } schedule ? DateOnly.FromDayNumber((int)schedule.Activities.Min(activity => activity.LateStart)) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
