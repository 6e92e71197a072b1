namespace Funeng.Engines.Planning.Resources;

/// <summary>The search of <see cref="CrewScheduler"/>.</summary>
internal sealed class CrewSearch
{
    private readonly IReadOnlyList<Activity> activities;
    private readonly Network network;
    private readonly NetworkGraph graph;
    private readonly NetworkPasses passes;
    private readonly long[] latest;
    private readonly long lowerBound;
    private readonly CrewProfile profile;
    private readonly string?[] waitedFor;
    private ulong state;

    public CrewSearch(Network network, IReadOnlyList<CrewCapacity> crews, IReadOnlyList<CrewNeed> needs, ulong seed)
    {
        activities = network.Activities;
        profile = new CrewProfile(network, crews, needs);
        this.network = network with { Activities = [.. network.Activities.Select(activity => activity with { WorkTime = profile.TimeOf(activity) })] };
        graph = NetworkGraph.Build(this.network, out var problems) ?? throw new ArgumentException(string.Join("; ", problems), nameof(network));
        passes = new NetworkPasses(this.network, graph);
        try
        {
            passes.RunAll();
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new NeverWorkedOnException("an activity cannot be worked on within the time line of its calendar and crews", problem);
        }

        latest = [.. Enumerable.Range(0, graph.Nodes.Count).Select(passes.LateFinishOf)];
        lowerBound = passes.Finish;
        waitedFor = new string?[graph.Nodes.Count];
        state = seed;
    }

    public CrewSchedule Run(int budget, CancellationToken cancellation)
    {
        CrewSchedule? best = null;
        for (var round = 0; round < Math.Max(1, budget) && !cancellation.IsCancellationRequested; round++)
        {
            if (Build(isDrawn: round > 0, best?.Finish ?? long.MaxValue) is { } plan && (best is null || plan.Finish < best.Finish)) best = plan;
            if (best?.IsOptimal == true) break;
        }

        return best ?? Build(isDrawn: false, long.MaxValue)!;
    }

    /// <summary>Puts one activity after the other at the first time it fits; null as soon as it can no longer be better than a known plan.</summary>
    private CrewSchedule? Build(bool isDrawn, long known)
    {
        profile.Clear();
        var waiting = new int[graph.Nodes.Count];
        for (var node = 0; node < waiting.Length; node++) waiting[node] = graph.Incoming[node].Length;
        var ready = Enumerable.Range(0, waiting.Length).Where(node => waiting[node] == 0).ToList();
        var finish = network.Start;
        while (ready.Count > 0)
        {
            var node = Choose(ready, isDrawn);
            ready.Remove(node);
            finish = Math.Max(finish, Place(node));
            if (finish >= known) return null;
            foreach (var edge in graph.Outgoing[node])
            {
                if (--waiting[edge.To] == 0) ready.Add(edge.To);
            }
        }

        return new CrewSchedule([.. activities.Select(DatesOf)], finish, lowerBound);
    }

    private CrewDates DatesOf(Activity activity, int number) => new(activity, passes.EarlyStartOf(number), passes.EarlyFinishOf(graph.FinishNode(number)), waitedFor[number]);

    private long Place(int node)
    {
        waitedFor[node] = null;
        passes.PlaceAt(node, long.MinValue);
        while (node < network.Activities.Count && graph.Nodes[node].Duration > 0)
        {
            var (start, finish) = (passes.EarlyStartOf(node), passes.EarlyFinishOf(node));
            if (profile.TryHold(node, start, finish, out var crew, out var next)) break;
            waitedFor[node] = crew;
            try
            {
                passes.PlaceAt(node, next);
            }
            catch (ArgumentOutOfRangeException problem)
            {
                throw new NeverWorkedOnException($"activity '{network.Activities[node].Id}' cannot be worked on within the time line of its calendar and crews", problem);
            }
        }

        return passes.EarlyFinishOf(node);
    }

    /// <summary>The activity that must be done first, or one of those drawn the likelier the sooner they must be.</summary>
    private int Choose(List<int> ready, bool isDrawn)
    {
        var last = ready.Max(node => latest[node]);
        if (!isDrawn) return ready.MinBy(node => (latest[node], node));
        var aim = Next() * ready.Sum(node => last - latest[node] + 1.0);
        foreach (var node in ready)
        {
            if ((aim -= last - latest[node] + 1.0) < 0) return node;
        }

        return ready[^1];
    }

    private double Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
