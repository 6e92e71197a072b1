namespace Funeng.Engines.Planning;

/// <summary>The passes forwards and backwards over the nodes of a network, whole or from what has changed.</summary>
internal sealed class NetworkPasses(Network network, NetworkGraph graph)
{
    private readonly long[] earlyStart = new long[graph.Nodes.Count];
    private readonly long[] earlyFinish = new long[graph.Nodes.Count];
    private readonly long[] lateStart = new long[graph.Nodes.Count];
    private readonly long[] lateFinish = new long[graph.Nodes.Count];
    private long finish;
    private int current;

    /// <summary>The finish late dates are counted back from; null for the earliest one.</summary>
    public long? Promised { get; set; } = network.Promised;

    /// <summary>Earliest finish of the whole.</summary>
    public long Finish => finish;

    public Schedule ToSchedule() => new([.. network.Activities.Select(DatesOf)], finish);

    /// <summary>Dates every node, or names the activity that reaches beyond its calendar.</summary>
    public IReadOnlyList<NetworkProblem> TryRunAll()
    {
        try
        {
            RunAll();
            return [];
        }
        catch (ArgumentOutOfRangeException)
        {
            return [new NetworkProblem(NetworkProblemKind.BeyondCalendar, [graph.IdOf(current)])];
        }
    }

    public void RunAll()
    {
        foreach (var node in graph.Order) Early(node);
        finish = earlyFinish.DefaultIfEmpty(network.Start).Max();
        for (var index = graph.Order.Length - 1; index >= 0; index--) Late(graph.Order[index]);
    }

    /// <summary>The forward pass alone.</summary>
    public long EarliestFinish()
    {
        foreach (var node in graph.Order) Early(node);
        return earlyFinish.DefaultIfEmpty(network.Start).Max();
    }

    /// <summary>Dates again what some changed nodes move, and nothing else.</summary>
    /// <param name="changed">Nodes whose duration, limits or links are new.</param>
    /// <param name="isPromiseNew">True when the promise is.</param>
    /// <returns>The nodes whose dates have moved.</returns>
    public HashSet<int> Update(IReadOnlyCollection<int> changed, bool isPromiseNew)
    {
        var moved = new HashSet<int>();
        Spread(changed, isForward: true, moved);
        var before = finish;
        finish = earlyFinish.DefaultIfEmpty(network.Start).Max();
        if (isPromiseNew || (Promised is null && finish != before)) Spread(graph.Order, isForward: false, moved);
        else Spread(changed, isForward: false, moved);
        return moved;
    }

    /// <summary>One sweep in topological order over what is marked; what moves marks its neighbours, which all come later.</summary>
    private void Spread(IReadOnlyCollection<int> from, bool isForward, HashSet<int> moved)
    {
        if (from.Count == 0) return;
        var count = graph.Order.Length;
        var isMarked = new bool[count];
        foreach (var node in from) isMarked[isForward ? graph.RankOf(node) : count - 1 - graph.RankOf(node)] = true;
        for (var place = Array.IndexOf(isMarked, true); place < count; place++)
        {
            if (!isMarked[place]) continue;
            var node = graph.Order[isForward ? place : count - 1 - place];
            if (!(isForward ? MovesEarly(node) : MovesLate(node))) continue;
            moved.Add(node);
            if (isForward)
            {
                foreach (var edge in graph.Outgoing[node]) isMarked[graph.RankOf(edge.To)] = true;
            }
            else
            {
                foreach (var edge in graph.Incoming[node]) isMarked[count - 1 - graph.RankOf(edge.From)] = true;
            }
        }
    }

    private bool MovesEarly(int node)
    {
        var before = (earlyStart[node], earlyFinish[node]);
        Early(node);
        return before != (earlyStart[node], earlyFinish[node]);
    }

    private bool MovesLate(int node)
    {
        var before = (lateStart[node], lateFinish[node]);
        Late(node);
        return before != (lateStart[node], lateFinish[node]);
    }

    public long EarlyStartOf(int node) => earlyStart[node];

    public long EarlyFinishOf(int node) => earlyFinish[node];

    public long LateFinishOf(int node) => lateFinish[node];

    /// <summary>Dates one node after those it waits for, and not before an instant.</summary>
    public void PlaceAt(int number, long notBefore) => Early(number, notBefore);

    private void Early(int number, long notBefore = long.MinValue)
    {
        current = number;
        var node = graph.Nodes[number];
        var start = Math.Max(node.NotStartBefore, notBefore);
        var finishes = node.NotFinishBefore;
        foreach (var edge in graph.Incoming[number])
        {
            var bound = Later(edge.LeavesFinish ? earlyFinish[edge.From] : earlyStart[edge.From], edge, node.Time);
            if (edge.EntersStart) start = Math.Max(start, bound);
            else finishes = Math.Max(finishes, bound);
        }

        (earlyStart[number], earlyFinish[number]) = PlaceEarly(node, start, finishes);
    }

    private static (long Start, long Finish) PlaceEarly(Node node, long start, long finishes) => node.Duration == 0
        ? (Math.Max(start, finishes), Math.Max(start, finishes))
        : Place(node, Math.Max(node.Time.WorkBefore(start), WorkToFinishAfter(node, finishes)));

    /// <summary>A link that alone puts a node where it is; null where its own limits do.</summary>
    public Edge? DriverOf(int number)
    {
        var node = graph.Nodes[number];
        if (PlaceEarly(node, node.NotStartBefore, node.NotFinishBefore).Start == earlyStart[number]) return null;
        foreach (var edge in graph.Incoming[number])
        {
            var bound = Later(edge.LeavesFinish ? earlyFinish[edge.From] : earlyStart[edge.From], edge, node.Time);
            var placed = edge.EntersStart ? PlaceEarly(node, Math.Max(bound, network.Start), long.MinValue) : PlaceEarly(node, network.Start, bound);
            if (placed.Start == earlyStart[number]) return edge;
        }

        return null;
    }

    /// <summary>The node whose early dates break its limits by the most units of its work time; null when all are kept.</summary>
    public (int Node, long Missing)? Worst()
    {
        (int Node, long Missing)? worst = null;
        for (var number = 0; number < earlyStart.Length; number++)
        {
            var node = graph.Nodes[number];
            var missing = Math.Max(Over(node, earlyStart[number], node.NotStartAfter), Over(node, earlyFinish[number], Math.Min(node.NotFinishAfter, Promised ?? long.MaxValue)));
            if (missing > 0 && missing > (worst?.Missing ?? 0)) worst = (number, missing);
        }

        return worst;
    }

    private static long Over(Node node, long instant, long limit) =>
        instant <= limit ? 0 : Math.Max(1, node.Time.WorkBefore(instant) - node.Time.WorkBack(limit));

    /// <summary>The work coordinate from which the node must be worked on so that it does not finish before an instant.</summary>
    private static long WorkToFinishAfter(Node node, long instant)
    {
        if (instant == long.MinValue) return 0;
        var work = node.Time.WorkBefore(instant);
        // A finish in a pause is only reached by a unit worked after the pause.
        if (work > 0 && node.Time.FinishAt(work) < instant) work++;
        return Math.Max(work - node.Duration, 0);
    }

    private void Late(int number)
    {
        current = number;
        var node = graph.Nodes[number];
        var start = node.NotStartAfter;
        var finishes = Math.Min(node.NotFinishAfter, Promised ?? finish);
        foreach (var edge in graph.Outgoing[number])
        {
            var bound = Sooner(edge.EntersStart ? lateStart[edge.To] : lateFinish[edge.To], edge);
            if (edge.LeavesFinish) finishes = Math.Min(finishes, bound);
            else start = Math.Min(start, bound);
        }

        (lateStart[number], lateFinish[number]) = node.Duration == 0
            ? (Math.Min(start, finishes), Math.Min(start, finishes))
            : PlaceBack(node, Math.Min(node.Time.WorkBack(finishes) - node.Duration, WorkToStartBefore(node, start)));
    }

    /// <summary>The last work coordinate at which the node can be begun without starting after an instant.</summary>
    private static long WorkToStartBefore(Node node, long instant)
    {
        if (instant == long.MaxValue) return long.MaxValue;
        var work = node.Time.WorkBack(instant);
        return work > 0 && node.Time.StartBack(work) > instant ? work - 1 : work;
    }

    private static (long Start, long Finish) Place(Node node, long work) =>
        (node.Time.StartAt(work), node.Time.FinishAt(work + node.Duration));

    private static (long Start, long Finish) PlaceBack(Node node, long work) =>
        (node.Time.StartBack(work), node.Time.FinishBack(work + node.Duration));

    private static long Later(long instant, Edge edge, WorkTime time)
    {
        if (edge.Lag == 0 || edge.IsElapsed) return instant + edge.Lag;
        return time.FinishAt(Math.Max(time.WorkBefore(instant) + edge.Lag, 0));
    }

    private long Sooner(long instant, Edge edge)
    {
        if (edge.Lag == 0 || edge.IsElapsed) return instant - edge.Lag;
        var time = graph.Nodes[edge.To].Time;
        var work = time.WorkBack(instant) - edge.Lag;
        return edge.LeavesFinish ? time.FinishBack(work) : time.StartBack(work);
    }

    /// <summary>The dates of an activity.</summary>
    public ActivityDates DatesOf(Activity activity, int number)
    {
        var end = graph.FinishNode(number);
        var time = graph.Nodes[number].Time;
        var totalFloat = Math.Min(time.WorkBack(lateStart[number]) - time.WorkBefore(earlyStart[number]), time.WorkBack(lateFinish[end]) - time.WorkBefore(earlyFinish[end]));
        return new ActivityDates(activity, earlyStart[number], earlyFinish[end], lateStart[number], lateFinish[end], totalFloat, FreeFloat(end, time));
    }

    private long FreeFloat(int number, WorkTime time)
    {
        var free = time.WorkBefore(finish) - time.WorkBefore(earlyFinish[number]);
        foreach (var edge in graph.Outgoing[number])
        {
            var bound = Sooner(edge.EntersStart ? earlyStart[edge.To] : earlyFinish[edge.To], edge);
            free = Math.Min(free, time.WorkBefore(bound) - time.WorkBefore(edge.LeavesFinish ? earlyFinish[number] : earlyStart[number]));
        }

        return Math.Max(free, 0);
    }
}
