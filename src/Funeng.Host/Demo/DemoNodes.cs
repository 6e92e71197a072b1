using Funeng.Engines.Planning;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Plan;

namespace Funeng.Host.Demo;

/// <summary>When the nodes of the made-up plans were done: backwards from the start of works, forwards from there, some quicker and some slower than planned.</summary>
internal static class DemoNodes
{
    // Percent of the planned days a step took.
    private static readonly int[] Paces = [90, 100, 125, 105, 100, 160, 95, 115, 100, 85, 135, 110, 210];

    public static void Fill(IReadOnlyList<ProjectNode> nodes, Project project, int index, DateOnly today, WorkCalendar calendar)
    {
        if (nodes.Count != 12) return;
        if (project.StartedOn is { } started) Backwards(nodes, started, index, calendar);
        else if (project.Stage is "落地" && project.StageOn is { } landed) Open(nodes, landed, today, index, calendar);
        else return;
        for (var position = 8; position <= 12 && project.StartedOn is not null; position++) Forwards(nodes, position, project, today, index, calendar);
    }

    private static int Days(ProjectNode node, int index) => Math.Max(1, node.WorkDays * Paces[(index * 5 + node.Position * 3) % Paces.Length] / 100);

    private static void Backwards(IReadOnlyList<ProjectNode> nodes, DateOnly started, int index, WorkCalendar calendar)
    {
        Done(nodes[6], started);
        Done(nodes[5], calendar.Add(started, -1));
        Done(nodes[4], calendar.Add(started, -1 - index % 6));
        Done(nodes[2], calendar.Add(nodes[5].DoneOn!.Value, -Days(nodes[5], index)));
        Done(nodes[3], calendar.Add(nodes[5].DoneOn!.Value, -Days(nodes[5], index) - index % 4));
        Done(nodes[1], calendar.Add(nodes[2].DoneOn!.Value, -Days(nodes[2], index)));
        var first = new[] { calendar.Add(nodes[1].DoneOn!.Value, -Days(nodes[1], index)), calendar.Add(nodes[3].DoneOn!.Value, -Days(nodes[3], index)), calendar.Add(nodes[4].DoneOn!.Value, -Days(nodes[4], index)) }.Min();
        Done(nodes[0], first);
    }

    private static void Open(IReadOnlyList<ProjectNode> nodes, DateOnly landed, DateOnly today, int index, WorkCalendar calendar)
    {
        Done(nodes[0], landed < today ? landed : today);
        var planned = calendar.Add(nodes[0].DoneOn!.Value, Days(nodes[1], index));
        if (planned <= today) Done(nodes[1], planned);
    }

    private static void Forwards(IReadOnlyList<ProjectNode> nodes, int position, Project project, DateOnly today, int index, WorkCalendar calendar)
    {
        var node = nodes[position - 1];
        var before = nodes.Where(other => node.WaitsFor.Contains(other.Position)).ToList();
        if (before.Exists(other => other.DoneOn is null)) return;
        var known = position switch { 11 => project.CompletedOn, 12 => project.ProductionOn, _ => null };
        var done = known ?? calendar.Add(before.Max(other => other.DoneOn!.Value), Days(node, index));
        // What the ledger says is finished has its steps finished too.
        var limit = position < 12 ? project.CompletedOn ?? today : today;
        if (project.CompletedOn is not null && done > limit && position < 12) done = limit;
        if (done <= today) Done(node, done);
    }

    private static void Done(ProjectNode node, DateOnly on) => (node.DoneOn, node.Evidence) = (on, "演示台账");
}
