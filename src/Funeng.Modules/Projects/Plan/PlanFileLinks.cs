using Funeng.Engines.Planning.MsProject;

namespace Funeng.Modules.Projects.Plan;

/// <summary>The links of a file between tasks without parts: a summary waits and is waited for by all that belongs to it.</summary>
internal sealed class PlanFileLinks(MsProjectPlan plan)
{
    // Summaries of hundreds of tasks linked with each other make more than any plan a person reads.
    private const int Most = 20_000;

    private readonly Dictionary<int, MsTask> tasks = plan.Tasks.ToDictionary(task => task.Uid);
    private readonly ILookup<int, int> parts = plan.Tasks.Where(task => task.ParentUid is not null).ToLookup(task => task.ParentUid!.Value, task => task.Uid);
    private readonly Dictionary<int, List<int>> leaves = [];
    private int made;

    public long DurationOf(int uid) => tasks.GetValueOrDefault(uid)?.Duration ?? 0;

    /// <summary>What a task waits for, and by which link.</summary>
    /// <exception cref="MsProjectException">There are too many.</exception>
    public List<(int Before, MsLink Link)> Of(MsTask task)
    {
        var own = new List<MsLink>();
        for (var at = task; at is not null; at = at.ParentUid is { } up ? tasks.GetValueOrDefault(up) : null) own.AddRange(at.Links);
        var found = new List<(int, MsLink)>();
        foreach (var link in own)
        {
            var before = Leaves(link.PredecessorUid);
            if ((made += before.Count) > Most) throw new MsProjectException("摘要任务之间的链接太多，拆开后超过 " + Most + " 条");
            found.AddRange(before.Select(uid => (uid, link)));
        }

        return found;
    }

    private List<int> Leaves(int uid)
    {
        if (leaves.TryGetValue(uid, out var known)) return known;
        var found = new List<int>();
        var open = new Stack<int>([uid]);
        while (open.TryPop(out var next))
        {
            if (!parts.Contains(next)) found.Add(next);
            foreach (var part in parts[next].Reverse()) open.Push(part);
        }

        return leaves[uid] = found;
    }
}
