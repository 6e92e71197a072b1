namespace Funeng.Engines.Planning;

/// <summary>One node of the graph: an activity, or one end of a summary.</summary>
internal readonly record struct Node(long Duration, WorkTime Time, long NotStartBefore, long NotStartAfter, long NotFinishBefore, long NotFinishAfter);

/// <summary>One link of the graph, between nodes; one that ties a summary to what is in it is nobody's to take away.</summary>
internal readonly record struct Edge(int From, int To, LinkType Type, long Lag, bool IsElapsed, bool IsOfSummary = false)
{
    public bool LeavesFinish => Type is LinkType.FinishToStart or LinkType.FinishToFinish;

    public bool EntersStart => Type is LinkType.FinishToStart or LinkType.StartToStart;
}

/// <summary>A network as numbered nodes. Activity i is node i; the finish of a summary is a node of its own behind them.</summary>
internal sealed class NetworkGraph
{
    private readonly Dictionary<string, int> numberOf = [];
    private readonly Dictionary<int, int> finishOf = [];
    private readonly List<Node> nodes = [];
    private readonly List<Edge> edges = [];
    private readonly List<NetworkProblem> problems = [];
    private readonly Network network;

    private NetworkGraph(Network network) => this.network = network;

    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>Links by the node they enter.</summary>
    public EdgesByNode Incoming { get; private set; } = null!;

    /// <summary>Links by the node they leave.</summary>
    public EdgesByNode Outgoing { get; private set; } = null!;

    /// <summary>Nodes so that each comes after all it waits for.</summary>
    public int[] Order { get; private set; } = [];

    public static NetworkGraph? Build(Network network, out IReadOnlyList<NetworkProblem> problems)
    {
        var graph = new NetworkGraph(network);
        problems = graph.problems;
        graph.Number();
        if (graph.problems.Count > 0) return null;
        graph.Connect();
        if (graph.problems.Count > 0) return null;
        graph.Incoming = new EdgesByNode(graph.edges, edge => edge.To, graph.nodes.Count);
        graph.Outgoing = new EdgesByNode(graph.edges, edge => edge.From, graph.nodes.Count);
        graph.Sort();
        return graph.problems.Count > 0 ? null : graph;
    }

    /// <summary>The node whose finish is the finish of an activity.</summary>
    public int FinishNode(int activity) => finishOf.GetValueOrDefault(activity, activity);

    /// <summary>Number of an activity; null where there is none of that id.</summary>
    public int? NumberOf(string id) => numberOf.TryGetValue(id, out var number) ? number : null;

    /// <summary>True for an activity that spans others.</summary>
    public bool IsSummary(int activity) => finishOf.ContainsKey(activity);

    /// <summary>The id of the activity a node is, or ends.</summary>
    public string IdOf(int node) =>
        network.Activities[node < network.Activities.Count ? node : finishOf.First(pair => pair.Value == node).Key].Id;

    /// <summary>Puts a changed activity in place of the one with its number.</summary>
    public void Replace(int number, Activity activity)
    {
        nodes[number] = NodeOf(activity, IsSummary(number));
        if (IsSummary(number)) nodes[finishOf[number]] = FinishOfSummary(activity);
    }

    /// <summary>Adds a link; false, and nothing is changed, where activities would then wait for each other in a circle.</summary>
    public bool TryAdd(Link link, out Edge edge, out IReadOnlyList<string> circle)
    {
        edge = EdgeOf(link);
        edges.Add(edge);
        Incoming.Add(edge.To, edge);
        Outgoing.Add(edge.From, edge);
        circle = [];
        if (rankOf![edge.From] < rankOf[edge.To]) return true;
        problems.Clear();
        var before = Order;
        Sort();
        if (problems.Count == 0) return true;
        circle = problems[0].Ids;
        problems.Clear();
        Order = before;
        TryRemove(link, out _);
        return false;
    }

    /// <summary>Takes a link away; false where there is none like it.</summary>
    public bool TryRemove(Link link, out Edge edge)
    {
        edge = EdgeOf(link);
        if (!Incoming.Remove(edge.To, edge)) return false;
        Outgoing.Remove(edge.From, edge);
        edges.Remove(edge);
        return true;
    }

    /// <summary>Where a node stands in the order.</summary>
    public int RankOf(int node) => rankOf![node];

    private int[]? rankOf;

    private void Number()
    {
        foreach (var activity in network.Activities)
        {
            if (!numberOf.TryAdd(activity.Id, numberOf.Count)) problems.Add(new(NetworkProblemKind.DuplicateId, [activity.Id]));
            if (activity.Duration < 0) problems.Add(new(NetworkProblemKind.NegativeDuration, [activity.Id]));
        }

        foreach (var activity in network.Activities) Find(activity.Id, activity.Summary ?? activity.Id);
        foreach (var link in network.Links)
        {
            Find(link.To, link.From);
            Find(link.From, link.To);
        }
    }

    private void Find(string named, string id)
    {
        if (!numberOf.ContainsKey(id)) problems.Add(new(NetworkProblemKind.UnknownActivity, [named, id]));
    }

    private void Connect()
    {
        var summaries = network.Activities.Where(activity => activity.Summary is not null).Select(activity => numberOf[activity.Summary!]).ToHashSet();
        foreach (var activity in network.Activities) nodes.Add(NodeOf(activity, isSummary: summaries.Contains(nodes.Count)));
        foreach (var summary in summaries.Order())
        {
            finishOf[summary] = nodes.Count;
            nodes.Add(FinishOfSummary(network.Activities[summary]));
            edges.Add(new(summary, finishOf[summary], LinkType.FinishToStart, 0, false, true));
        }

        for (var child = 0; child < network.Activities.Count; child++)
        {
            if (network.Activities[child].Summary is not { } id) continue;
            edges.Add(new(numberOf[id], child, LinkType.StartToStart, 0, false, true));
            edges.Add(new(FinishNode(child), finishOf[numberOf[id]], LinkType.FinishToFinish, 0, false, true));
        }

        foreach (var link in network.Links) edges.Add(EdgeOf(link));
    }

    private Node NodeOf(Activity activity, bool isSummary) => new(
        isSummary ? 0 : activity.Duration,
        activity.WorkTime ?? network.WorkTime,
        Math.Max(activity.StartNoEarlierThan ?? long.MinValue, network.Start),
        activity.StartNoLaterThan ?? long.MaxValue,
        isSummary ? long.MinValue : activity.FinishNoEarlierThan ?? long.MinValue,
        isSummary ? long.MaxValue : activity.FinishNoLaterThan ?? long.MaxValue);

    private Node FinishOfSummary(Activity summary) => new(
        0, summary.WorkTime ?? network.WorkTime, network.Start, long.MaxValue,
        summary.FinishNoEarlierThan ?? long.MinValue, summary.FinishNoLaterThan ?? long.MaxValue);

    private Edge EdgeOf(Link link)
    {
        var edge = new Edge(numberOf[link.From], numberOf[link.To], link.Type, link.Lag, link.IsElapsed);
        return edge with
        {
            From = edge.LeavesFinish ? FinishNode(edge.From) : edge.From,
            To = edge.EntersStart ? edge.To : FinishNode(edge.To),
        };
    }

    private void Sort()
    {
        var waiting = new int[nodes.Count];
        foreach (var edge in edges) waiting[edge.To]++;
        var ready = new Queue<int>(Enumerable.Range(0, nodes.Count).Where(node => waiting[node] == 0));
        var order = new List<int>(nodes.Count);
        while (ready.TryDequeue(out var node))
        {
            order.Add(node);
            foreach (var edge in Outgoing[node])
            {
                if (--waiting[edge.To] == 0) ready.Enqueue(edge.To);
            }
        }

        Order = [.. order];
        rankOf ??= new int[nodes.Count];
        if (Order.Length == nodes.Count)
        {
            for (var rank = 0; rank < Order.Length; rank++) rankOf[Order[rank]] = rank;
        }

        if (Order.Length < nodes.Count) problems.Add(new(NetworkProblemKind.Cycle, Circle(waiting)));
    }

    /// <summary>Every node left over waits for another one left over: walking backwards from any of them comes round in the end.</summary>
    private string[] Circle(int[] waiting)
    {
        var node = Array.FindIndex(waiting, count => count > 0);
        List<int> walk = [];
        while (!walk.Contains(node))
        {
            walk.Add(node);
            foreach (var edge in Incoming[node])
            {
                if (waiting[edge.From] > 0)
                {
                    node = edge.From;
                    break;
                }
            }
        }

        walk.RemoveRange(0, walk.IndexOf(node));
        walk.Reverse();
        var ids = walk.Select(IdOf).ToList();
        return [.. ids.Where((id, index) => index == 0 || id != ids[index - 1])];
    }
}

/// <summary>The edges at each node.</summary>
internal sealed class EdgesByNode
{
    private readonly Edge[][] edges;

    public EdgesByNode(List<Edge> all, Func<Edge, int> node, int nodes)
    {
        var counts = new int[nodes];
        foreach (var edge in all) counts[node(edge)]++;
        edges = new Edge[nodes][];
        for (var index = 0; index < nodes; index++) edges[index] = counts[index] == 0 ? [] : new Edge[counts[index]];
        foreach (var edge in all) edges[node(edge)][^(counts[node(edge)]--)] = edge;
    }

    public ReadOnlySpan<Edge> this[int node] => edges[node];

    public void Add(int node, Edge edge) => edges[node] = [.. edges[node], edge];

    public bool Remove(int node, Edge edge)
    {
        var index = Array.IndexOf(edges[node], edge);
        if (index < 0) return false;
        edges[node] = [.. edges[node][..index], .. edges[node][(index + 1)..]];
        return true;
    }
}
