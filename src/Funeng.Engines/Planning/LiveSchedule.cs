namespace Funeng.Engines.Planning;

/// <summary>
/// A network that stays dated while it is changed: a new duration, date or link dates again only what it moves. For a board on which someone tries things.
/// Not thread-safe.
/// </summary>
public sealed class LiveSchedule
{
    private readonly NetworkGraph graph;
    private readonly NetworkPasses passes;
    private readonly Activity[] activities;

    private LiveSchedule(Network network, NetworkGraph graph)
    {
        this.graph = graph;
        passes = new NetworkPasses(network, graph);
        activities = [.. network.Activities];
    }

    /// <summary>Earliest finish of the whole.</summary>
    public long Finish => passes.Finish;

    /// <summary>The dates of an activity.</summary>
    /// <exception cref="KeyNotFoundException">There is no such activity.</exception>
    public ActivityDates this[string id] => DatesOf(NumberOf(id));

    /// <summary>Dates a network for the first time.</summary>
    /// <param name="problems">Why it cannot be dated; empty when it can.</param>
    /// <returns>The schedule, or null when there are problems.</returns>
    public static LiveSchedule? Open(Network network, out IReadOnlyList<NetworkProblem> problems)
    {
        if (NetworkGraph.Build(network, out problems) is not { } graph) return null;
        var live = new LiveSchedule(network, graph);
        problems = live.passes.TryRunAll();
        return problems.Count == 0 ? live : null;
    }

    /// <summary>Everything as it stands.</summary>
    public Schedule ToSchedule() => new([.. Enumerable.Range(0, activities.Length).Select(DatesOf)], Finish);

    /// <summary>Changes an activity: its duration, dates or work time. Its id and summary stay.</summary>
    /// <param name="activity">The activity as it is to be.</param>
    /// <returns>Ids of the activities whose dates have moved.</returns>
    /// <exception cref="ArgumentException">The duration is negative, the summary another, or something would reach beyond its calendar; nothing is changed.</exception>
    public IReadOnlyList<string> Change(Activity activity)
    {
        var number = NumberOf(activity.Id);
        if (activity.Duration < 0 || activity.Summary != activities[number].Summary) throw new ArgumentException("a duration is not negative and a summary stays", nameof(activity));
        var before = activities[number];
        activities[number] = activity;
        graph.Replace(number, activity);
        return Update([number, graph.FinishNode(number)], undo: () => graph.Replace(number, activities[number] = before));
    }

    /// <summary>Adds a link.</summary>
    /// <param name="circle">The activities that would then wait for each other; empty when it was added.</param>
    /// <returns>Ids of the activities whose dates have moved; null when it was not added.</returns>
    /// <exception cref="ArgumentException">Something would reach beyond its calendar; nothing is changed.</exception>
    public IReadOnlyList<string>? Add(Link link, out IReadOnlyList<string> circle)
    {
        (_, _) = (NumberOf(link.From), NumberOf(link.To));
        return graph.TryAdd(link, out var edge, out circle) ? Update([edge.From, edge.To], undo: () => graph.TryRemove(link, out _)) : null;
    }

    /// <summary>Takes a link away.</summary>
    /// <returns>Ids of the activities whose dates have moved; null where there is no such link.</returns>
    public IReadOnlyList<string>? Remove(Link link) => graph.TryRemove(link, out var edge) ? Update([edge.From, edge.To], undo: () => graph.TryAdd(link, out _, out _)) : null;

    /// <summary>Sets the promised finish, from which late dates are counted back; null for the earliest finish.</summary>
    /// <returns>Ids of the activities whose dates have moved.</returns>
    public IReadOnlyList<string> Promise(long? finish)
    {
        passes.Promised = finish;
        return Ids(passes.Update([], isPromiseNew: true));
    }

    private int NumberOf(string id) => graph.NumberOf(id) ?? throw new KeyNotFoundException($"there is no activity '{id}'");

    private ActivityDates DatesOf(int number) => passes.DatesOf(activities[number], number);

    private List<string> Update(int[] nodes, Action undo)
    {
        try
        {
            return Ids(passes.Update(nodes, isPromiseNew: false));
        }
        catch (ArgumentOutOfRangeException problem)
        {
            undo();
            passes.RunAll();
            throw new ArgumentException("an activity would reach beyond the last day of its calendar", problem);
        }
    }

    private List<string> Ids(HashSet<int> nodes) => [.. nodes.Select(graph.IdOf).Distinct()];
}
