using System.Globalization;
using Funeng.Engines.Planning;

namespace Funeng.Modules.Projects.Plan;

/// <summary>The nodes of a plan as the engine takes them; made here only, so that no page dates a plan differently from another.</summary>
internal static class NodeNetwork
{
    public static string Id(int position) => position.ToString(CultureInfo.InvariantCulture);

    /// <summary>The nodes given and the links among them; what they wait for outside holds nothing up.</summary>
    public static Network Of(IReadOnlyList<ProjectNode> nodes, DateOnly start, DateOnly promised, WorkCalendar calendar) => new(
        [.. nodes.Select(node => new Activity(Id(node.Position), node.WorkDays) { StartNoEarlierThan = node.NotBefore?.DayNumber })], [.. Links(nodes)])
    {
        Start = start.DayNumber, Promised = promised.DayNumber + 1, WorkTime = calendar.Days,
    };

    public static IEnumerable<Link> Links(IReadOnlyList<ProjectNode> nodes)
    {
        var known = nodes.Select(node => node.Position).ToHashSet();
        return nodes.SelectMany(node => node.Links.Where(link => known.Contains(link.Before)).Select(link => new Link(Id(link.Before), Id(node.Position), link.Type, link.LagDays)));
    }

    /// <summary>
    /// The first day a node could go on: nobody writes down when a node begins. It is the working day after the last that had to be done before, with its lag; where
    /// it waits for another's beginning, that beginning. Links to its end say nothing of its beginning.
    /// </summary>
    /// <param name="first">That of a node that waits for nothing; null where that is not known.</param>
    /// <returns>Null while something it waits for has not happened, or when is not known.</returns>
    public static DateOnly? BeginOf(ProjectNode node, IReadOnlyDictionary<int, ProjectNode> nodes, DateOnly? first, WorkCalendar calendar) => BeginOf(node, nodes, first, calendar, []);

    private static DateOnly? BeginOf(ProjectNode node, IReadOnlyDictionary<int, ProjectNode> nodes, DateOnly? first, WorkCalendar calendar, HashSet<int> asked)
    {
        // Nodes that wait for each other's beginning in a circle never begin.
        if (!asked.Add(node.Position)) return null;
        DateOnly? latest = null;
        foreach (var link in node.Links.Where(link => link.Type is LinkType.FinishToStart or LinkType.StartToStart && nodes.ContainsKey(link.Before)))
        {
            var before = nodes[link.Before];
            var day = link.Type == LinkType.StartToStart ? BeginOf(before, nodes, first, calendar, asked) is { } began ? calendar.Add(began, link.LagDays) : null
                : before.DoneOn is { } done ? calendar.Add(done, 1 + link.LagDays) : (DateOnly?)null;
            if (day is null) return null;
            latest = latest is { } so && so > day ? so : day;
        }

        asked.Remove(node.Position);
        return latest ?? first;
    }
}
