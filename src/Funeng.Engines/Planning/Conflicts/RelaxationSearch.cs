namespace Funeng.Engines.Planning.Conflicts;

/// <summary>The search of <see cref="RelaxationFinder"/>.</summary>
internal sealed class RelaxationSearch
{
    private readonly Network network;
    private readonly IReadOnlyList<Relaxation> relaxations;
    private readonly int maxSteps;
    private readonly bool isEven;

    public RelaxationSearch(Network network, IReadOnlyList<Relaxation> relaxations, int maxSteps, bool onlyShort)
    {
        this.network = onlyShort ? Short(network) : network;
        this.relaxations = relaxations;
        this.maxSteps = maxSteps;
        // On one calendar a unit given is at most a unit of work gained; between several, or around the clock, a pause may turn it into many.
        isEven = network.Activities.All(activity => activity.WorkTime is null || activity.WorkTime == network.WorkTime) && network.Links.All(link => link.Lag == 0 || !link.IsElapsed);
    }

    private sealed record State(long[] Units, bool[] IsHeld, decimal Cost, Conflict? Conflict);

    public RelaxationPlan? Run()
    {
        var open = new PriorityQueue<State, (decimal, int)>();
        Push(open, new long[relaxations.Count], new bool[relaxations.Count], 0);
        for (var step = 0; step < maxSteps && open.TryDequeue(out var state, out _); step++)
        {
            if (state.Conflict is null) return Describe(state.Units, state.Cost, isProved: true);
            Expand(open, state, step);
        }

        return open.Count == 0 ? null : Dive();
    }

    private void Expand(PriorityQueue<State, (decimal, int)> open, State state, int step)
    {
        var held = (bool[])state.IsHeld.Clone();
        foreach (var index in Free(state))
        {
            var units = (long[])state.Units.Clone();
            units[index]++;
            Push(open, units, (bool[])held.Clone(), state.Cost + relaxations[index].CostPerUnit, -step);
            held[index] = true;
        }
    }

    private void Push(PriorityQueue<State, (decimal, int)> open, long[] units, bool[] held, decimal cost, int order = 0)
    {
        var conflict = ConflictFinder.Find(After(units));
        var state = new State(units, held, cost, conflict);
        if (conflict is null)
        {
            open.Enqueue(state, (cost, order));
            return;
        }

        var free = Free(state).ToList();
        if (free.Count == 0) return;
        var least = free.Min(index => relaxations[index].CostPerUnit);
        open.Enqueue(state, (cost + (least * (isEven ? conflict.Missing : 1)), order));
    }

    /// <summary>The ways a conflict can still give way by, the cheapest first.</summary>
    private IEnumerable<int> Free(State state) => Enumerable.Range(0, relaxations.Count)
        .Where(index => !state.IsHeld[index] && state.Units[index] < relaxations[index].Most && state.Conflict!.Parts.Any(part => Eases(relaxations[index], part)))
        .OrderBy(index => relaxations[index].CostPerUnit);

    private static bool Eases(Relaxation relaxation, ConflictPart part) => (relaxation.Kind, part.Kind) switch
    {
        (RelaxationKind.Shorten, ConflictPartKind.Duration) => relaxation.Id == part.Id,
        (RelaxationKind.StartEarlier, ConflictPartKind.StartNoEarlierThan) => relaxation.Id == part.Id,
        (RelaxationKind.FinishLater, ConflictPartKind.FinishNoLaterThan) => relaxation.Id == part.Id,
        (RelaxationKind.StartLater, ConflictPartKind.StartNoLaterThan) => relaxation.Id == part.Id,
        (RelaxationKind.PromiseLater, ConflictPartKind.Promise) => true,
        _ => false,
    };

    /// <summary>When the search was cut short: always the cheapest way at hand, which is enough but may not be the cheapest in all.</summary>
    private RelaxationPlan? Dive()
    {
        var state = new State(new long[relaxations.Count], new bool[relaxations.Count], 0, ConflictFinder.Find(network));
        while (state.Conflict is not null)
        {
            if (Free(state).Cast<int?>().FirstOrDefault() is not { } index) return null;
            var units = (long[])state.Units.Clone();
            units[index] = Math.Min(relaxations[index].Most, units[index] + (isEven ? state.Conflict.Missing : 1));
            state = state with { Units = units, Conflict = ConflictFinder.Find(After(units)) };
        }

        return Describe(state.Units, state.Units.Select((units, index) => units * relaxations[index].CostPerUnit).Sum(), isProved: false);
    }

    private Network After(long[] units) => RelaxationFinder.Apply(network, [.. Steps(units)]);

    private IEnumerable<RelaxationStep> Steps(long[] units) => relaxations.Select((relaxation, index) => new RelaxationStep(relaxation, units[index])).Where(step => step.Units > 0);

    private RelaxationPlan Describe(long[] units, decimal cost, bool isProved) => new([.. Steps(units)], cost, isProved);

    /// <summary>Only what is short of time can be part of a conflict, now or after something gave way.</summary>
    private static Network Short(Network network)
    {
        var schedule = CriticalPath.Find(network, out _)!;
        var late = schedule.Activities.Where(dates => dates.LateStart < dates.EarlyStart || dates.LateFinish < dates.EarlyFinish).Select(dates => dates.Activity.Id).ToHashSet();
        return network with
        {
            Activities = [.. network.Activities.Where(activity => late.Contains(activity.Id)).Select(activity => activity.Summary is { } summary && !late.Contains(summary) ? activity with { Summary = null } : activity)],
            Links = [.. network.Links.Where(link => late.Contains(link.From) && late.Contains(link.To))],
        };
    }
}
