namespace Funeng.Engines.Planning.Conflicts;

/// <summary>A chain of activities that drives a limit over, and the reduction of its parts to those it takes.</summary>
internal sealed class Chain
{
    private readonly Network network;
    private readonly List<Activity> activities;
    private readonly List<ConflictPart> parts;
    private readonly long missing;

    private Chain(Network network, List<Activity> activities, List<ConflictPart> parts, long missing) =>
        (this.network, this.activities, this.parts, this.missing) = (network, activities, parts, missing);

    public static NetworkGraph Build(Network network) =>
        NetworkGraph.Build(network, out var problems) ?? throw new ArgumentException(string.Join("; ", problems), nameof(network));

    /// <summary>Walks back from the worst broken limit along what drives each activity.</summary>
    public static Chain? Trace(Network network)
    {
        var graph = Build(network);
        var passes = new NetworkPasses(network, graph);
        passes.RunAll();
        if (passes.Worst() is not { } worst) return null;
        var activities = new List<Activity>();
        var parts = new List<ConflictPart>();
        int? next = worst.Node;
        while (next is { } node)
        {
            var driver = passes.DriverOf(node);
            var id = graph.IdOf(node);
            if (activities.Count == 0 || activities[^1].Id != id)
            {
                var activity = network.Activities[graph.NumberOf(id)!.Value];
                activities.Add(activity);
                parts.AddRange(PartsOf(activity, network, isLast: activities.Count == 1));
            }

            if (driver is { } edge && LinkOf(network, graph, edge) is { } link) parts.Add(new ConflictPart(ConflictPartKind.Link, link.To, link));
            next = driver?.From;
        }

        activities.Reverse();
        parts.Reverse();
        return new Chain(network, activities, parts, worst.Missing);
    }

    /// <summary>Leaves out one part after the other as long as the rest still cannot be kept (deletion filter, Chinneck and Dravnieks 1991).</summary>
    public Conflict Reduce()
    {
        var kept = new List<ConflictPart>(parts);
        // Once more after a part has gone: a shorter activity may start later where its finish is tied, so that one pass need not be enough.
        for (var before = int.MaxValue; kept.Count < before;)
        {
            before = kept.Count;
            for (var index = 0; index < kept.Count;)
            {
                var part = kept[index];
                kept.RemoveAt(index);
                if (ConflictFinder.Missing(With(kept)) == 0) kept.Insert(index++, part);
            }
        }

        return Describe(kept, ConflictFinder.Missing(With(kept)));
    }

    /// <summary>The whole chain, with what is not needed to break the limit but adds to it.</summary>
    public Conflict Whole() => Describe(parts, missing);

    private Conflict Describe(List<ConflictPart> kept, long units)
    {
        var named = kept.Where(part => part.Kind != ConflictPartKind.Promise).SelectMany(part => part.Link is { } link ? [link.From, link.To] : new[] { part.Id }).ToHashSet();
        return new Conflict(kept, [.. activities.Where(activity => named.Contains(activity.Id))], units);
    }

    private static IEnumerable<ConflictPart> PartsOf(Activity activity, Network network, bool isLast)
    {
        if (isLast)
        {
            if (network.Promised is not null) yield return new(ConflictPartKind.Promise, activity.Id);
            if (activity.FinishNoLaterThan is not null) yield return new(ConflictPartKind.FinishNoLaterThan, activity.Id);
            if (activity.StartNoLaterThan is not null) yield return new(ConflictPartKind.StartNoLaterThan, activity.Id);
        }

        if (activity.Duration > 0) yield return new(ConflictPartKind.Duration, activity.Id);
        if (activity.FinishNoEarlierThan is not null) yield return new(ConflictPartKind.FinishNoEarlierThan, activity.Id);
        if (activity.StartNoEarlierThan is not null) yield return new(ConflictPartKind.StartNoEarlierThan, activity.Id);
    }

    /// <summary>The link an edge stands for; null for the ties of a summary to what is in it.</summary>
    private static Link? LinkOf(Network network, NetworkGraph graph, Edge edge)
    {
        if (edge.IsOfSummary) return null;
        var (from, to) = (graph.IdOf(edge.From), graph.IdOf(edge.To));
        return network.Links.FirstOrDefault(link => link.From == from && link.To == to && link.Type == edge.Type && link.Lag == edge.Lag && link.IsElapsed == edge.IsElapsed);
    }

    /// <summary>The chain with only some of its parts.</summary>
    private Network With(List<ConflictPart> kept)
    {
        var present = kept.Select(part => (part.Kind, part.Id)).ToHashSet();
        var ids = activities.Select(activity => activity.Id).ToHashSet();
        Activity Reduced(Activity activity) => new(activity.Id, present.Contains((ConflictPartKind.Duration, activity.Id)) ? activity.Duration : 0)
        {
            WorkTime = activity.WorkTime,
            Summary = activity.Summary is { } summary && ids.Contains(summary) ? summary : null,
            StartNoEarlierThan = present.Contains((ConflictPartKind.StartNoEarlierThan, activity.Id)) ? activity.StartNoEarlierThan : null,
            FinishNoEarlierThan = present.Contains((ConflictPartKind.FinishNoEarlierThan, activity.Id)) ? activity.FinishNoEarlierThan : null,
            StartNoLaterThan = present.Contains((ConflictPartKind.StartNoLaterThan, activity.Id)) ? activity.StartNoLaterThan : null,
            FinishNoLaterThan = present.Contains((ConflictPartKind.FinishNoLaterThan, activity.Id)) ? activity.FinishNoLaterThan : null,
        };
        return network with
        {
            Activities = [.. activities.Select(Reduced)],
            Links = [.. kept.Where(part => part.Link is not null).Select(part => part.Link!)],
            Promised = kept.Any(part => part.Kind == ConflictPartKind.Promise) ? network.Promised : null,
        };
    }
}
