namespace Funeng.Engines.Planning.MsProject;

/// <summary>A link between tasks that carry work: one to a summary goes to all that is in it, one from a summary leaves its first start or last finish.</summary>
/// <param name="Link">The link as written.</param>
/// <param name="From">Positions of the tasks it leaves.</param>
/// <param name="To">Position of the task it enters.</param>
/// <param name="Lag">Its lag in seconds.</param>
internal sealed record MsEdge(MsLink Link, int[] From, int To, long Lag)
{
    public bool LeavesFinish => Link.Type is LinkType.FinishToStart or LinkType.FinishToFinish;
}

/// <summary>The tasks of a plan that carry work, with their links, each after all it waits for.</summary>
internal sealed class MsNetwork
{
    private const long MostPairs = 5_000_000;
    private readonly MsProjectPlan plan;
    private readonly Dictionary<int, int> position = [];
    private readonly ILookup<int, MsTask> children;
    private long pairs;

    public MsNetwork(MsProjectPlan plan)
    {
        this.plan = plan;
        children = plan.Tasks.Where(task => task.ParentUid is not null).ToLookup(task => task.ParentUid!.Value);
        Tasks = [.. plan.Tasks.Where(task => !task.IsSummary && !task.IsLeftOut)];
        for (var index = 0; index < Tasks.Count; index++) position[Tasks[index].Uid] = index;
        Summaries = [.. plan.Tasks.Where(task => task.IsSummary && !task.IsLeftOut)];
        var edges = Connect();
        Incoming = edges.ToLookup(edge => edge.To);
        Outgoing = edges.SelectMany(edge => edge.From, (edge, from) => (edge, from)).ToLookup(pair => pair.from, pair => pair.edge);
        Order = Sort();
    }

    /// <summary>Tasks that carry work, in the order of the file.</summary>
    public IReadOnlyList<MsTask> Tasks { get; }

    /// <summary>Summaries, in the order of the file: outer before inner.</summary>
    public IReadOnlyList<MsTask> Summaries { get; }

    public ILookup<int, MsEdge> Incoming { get; }

    public ILookup<int, MsEdge> Outgoing { get; }

    /// <summary>Positions so that each comes after all it waits for.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>What belongs to a summary directly.</summary>
    public IEnumerable<MsTask> ChildrenOf(int uid) => children[uid].Where(child => !child.IsLeftOut);

    /// <summary>The summaries around a task, inner first.</summary>
    public IEnumerable<MsTask> Around(MsTask task)
    {
        var byUid = summaryByUid ??= Summaries.ToDictionary(summary => summary.Uid);
        for (var uid = task.ParentUid; uid is { } parent && byUid.TryGetValue(parent, out var summary); uid = summary.ParentUid) yield return summary;
    }

    private Dictionary<int, MsTask>? summaryByUid;

    private List<MsEdge> Connect()
    {
        var byUid = plan.Tasks.ToDictionary(task => task.Uid);
        var edges = new List<MsEdge>();
        foreach (var task in plan.Tasks.Where(task => task.Links.Count > 0))
        {
            foreach (var link in task.Links)
            {
                var from = Leaves(byUid[link.PredecessorUid]).ToArray();
                if (from.Length == 0) continue;
                var lag = link.IsPercent ? byUid[link.PredecessorUid].Duration * link.Lag / 100 : link.Lag;
                foreach (var to in Leaves(task))
                {
                    if ((pairs += from.Length) > MostPairs) throw new MsProjectException("摘要任务之间的链接太多，无法排程");
                    edges.Add(new MsEdge(link, from, to, lag));
                }
            }
        }

        return edges;
    }

    private IEnumerable<int> Leaves(MsTask task)
    {
        var open = new Stack<MsTask>([task]);
        while (open.TryPop(out var next))
        {
            if (position.TryGetValue(next.Uid, out var leaf)) yield return leaf;
            foreach (var child in children[next.Uid]) open.Push(child);
        }
    }

    private List<int> Sort()
    {
        var waiting = new int[Tasks.Count];
        foreach (var edge in Incoming.SelectMany(group => group)) waiting[edge.To] += edge.From.Length;
        var order = Enumerable.Range(0, Tasks.Count).Where(task => waiting[task] == 0).ToList();
        for (var index = 0; index < order.Count; index++)
        {
            foreach (var edge in Outgoing[order[index]])
            {
                if (--waiting[edge.To] == 0) order.Add(edge.To);
            }
        }

        if (order.Count == Tasks.Count) return order;
        var circle = Enumerable.Range(0, Tasks.Count).Except(order).Take(8).Select(task => $"“{Tasks[task].Name}”（UID {Tasks[task].Uid}）");
        throw new MsProjectException($"任务互相等待成环：{string.Join("、", circle)}");
    }
}
