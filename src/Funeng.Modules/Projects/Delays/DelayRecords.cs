using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Delays;
using Funeng.Modules.Projects.Plan;

namespace Funeng.Modules.Projects.Delays;

/// <summary>Who held a node of a plan up, and from when to when: a problem at its office, a consultation or a measure of the clinic at the office asked.</summary>
public sealed record NodeHold(string Node, string By, DateOnly From, DateOnly? Until);

/// <summary>
/// The plan of a project as the engine follows it. The baseline is anchored at the day first promised: the first day is the latest on which everything could begin
/// and keep it. Nodes have no recorded beginning: one begins on the working day after what it waits for was done.
/// </summary>
internal static class DelayRecords
{
    /// <returns>Null when the plan cannot be dated.</returns>
    public static ProjectRecord? Of(Project project, IReadOnlyList<ProjectNode> nodes, IReadOnlyList<NodeHold> holds, DateOnly today, WorkCalendar calendar)
    {
        if ((nodes.Max(node => node.BaselineOn) ?? KeepPlan.Promised(project)) is not { } promised || FirstDay(nodes, promised, calendar) is not { } first) return null;
        var known = nodes.Select(node => node.Position).ToHashSet();
        var byName = holds.ToLookup(hold => hold.Node);
        var steps = nodes.Select(node => StepOf(node, nodes, byName[node.Name], first, today, calendar)).ToList();
        var links = nodes.SelectMany(node => node.Links.Where(link => known.Contains(link.Before)).Select(link => new Link(Id(link.Before), Id(node.Position), link.Type, link.LagDays)));
        return new ProjectRecord(project.Code, first.DayNumber, steps, [.. links], calendar.Days);
    }

    public static string Id(int position) => position.ToString(CultureInfo.InvariantCulture);

    private static StepRecord StepOf(ProjectNode node, IReadOnlyList<ProjectNode> nodes, IEnumerable<NodeHold> holds, DateOnly first, DateOnly today, WorkCalendar calendar)
    {
        var before = nodes.Where(other => node.WaitsFor.Contains(other.Position)).ToList();
        DateOnly? began = before.Exists(other => other.DoneOn is null) ? null : before.Count == 0 ? first : calendar.Add(before.Max(other => other.DoneOn!.Value), 1);
        if (node.DoneOn is { } done) began = began is { } day && day <= done ? day : done;
        else if (began > today) began = null;
        return new StepRecord(Id(node.Position), node.WorkDays, node.Office)
        {
            FirstDay = began?.DayNumber, LastDay = node.DoneOn?.DayNumber, Holds = [.. holds.Select(hold => new Hold(hold.From.DayNumber, hold.Until?.DayNumber, hold.By))],
        };
    }

    /// <summary>The latest day on which the whole plan could begin and be done by the promised day.</summary>
    private static DateOnly? FirstDay(IReadOnlyList<ProjectNode> nodes, DateOnly promised, WorkCalendar calendar)
    {
        var known = nodes.Select(node => node.Position).ToHashSet();
        var network = new Network(
            [.. nodes.Select(node => new Activity(Id(node.Position), node.WorkDays))],
            [.. nodes.SelectMany(node => node.Links.Where(link => known.Contains(link.Before)).Select(link => new Link(Id(link.Before), Id(node.Position), link.Type, link.LagDays)))])
        {
            Start = promised.DayNumber, Promised = promised.DayNumber + 1, WorkTime = calendar.Days,
        };
        try
        {
            return CriticalPath.Find(network, out _) is { } schedule ? DateOnly.FromDayNumber((int)schedule.Activities.Min(activity => activity.LateStart)) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
