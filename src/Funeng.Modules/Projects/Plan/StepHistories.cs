using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Chances;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>
/// How long nodes of a name took, over all projects: from the first day they could go on to the day they were done. A node of which that day is not known
/// tells nothing. Names and durations only; nobody reads another's project in it.
/// </summary>
internal static class StepHistories
{
    public static async Task<IReadOnlyDictionary<string, StepHistory>> ReadAsync(
        FunengDb db, IReadOnlyCollection<string> names, long except, DateOnly today, WorkCalendar calendar, CancellationToken cancellation)
    {
        var projects = db.Set<ProjectNode>().Where(node => names.Contains(node.Name) && node.Project != except).Select(node => node.Project).Distinct();
        var nodes = await db.Set<ProjectNode>().AsNoTracking().Where(node => projects.Contains(node.Project)).ToListAsync(cancellation);
        var seen = nodes.GroupBy(node => node.Project).SelectMany(group => Observed([.. group], today, calendar)).ToLookup(step => step.Node.Name);
        return names.ToDictionary(name => name, name => new StepHistory(
            name, [.. seen[name].Where(step => step.IsDone).Select(step => step.Days)], [.. seen[name].Where(step => !step.IsDone && step.Days > 0).Select(step => step.Days)]));
    }

    /// <summary>What is known of the steps of one project: those done after a day that is known, and those that could have begun and run still.</summary>
    public static IEnumerable<(ProjectNode Node, long Days, bool IsDone)> Observed(IReadOnlyList<ProjectNode> nodes, DateOnly today, WorkCalendar calendar)
    {
        var byPosition = nodes.ToDictionary(node => node.Position);
        foreach (var node in nodes.Where(node => node.WorkDays > 0))
        {
            if (NodeNetwork.BeginOf(node, byPosition, null, calendar) is not { } began) continue;
            var until = node.DoneOn ?? today;
            // Nodes entered together on one day (begun before the plan was made) say nothing about time.
            if (until >= began) yield return (node, calendar.Count(began.AddDays(-1), until), node.DoneOn is not null);
        }
    }
}
