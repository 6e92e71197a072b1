using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>
/// Uniform-cost search over sets of changes. A state that does not yet reach the conclusion is taken further only by changes that matter to
/// one of its failing conditions, since every solution must repair that condition; the first state that reaches it is the cheapest.
/// </summary>
internal sealed class PathFinder
{
    private readonly SchemeRun start;
    private readonly int conclusion;
    private readonly IReadOnlyList<PathPart> parts;
    private readonly IReadOnlyList<Lever> levers;
    private readonly PathTargets targets;
    private int budget;

    public PathFinder(Scheme scheme, FactView view, CostModel costs, int budget)
    {
        start = new SchemeRun(scheme, new PossibleFacts(view));
        conclusion = scheme.ConclusionIndex;
        parts = PathPart.Of(scheme, conclusion);
        levers = [.. scheme.Reach.All.Select(fact => Lever.For(fact, view, costs)).OfType<Lever>().OrderBy(lever => lever.Fact.Key, StringComparer.Ordinal)];
        targets = new PathTargets(scheme);
        this.budget = budget;
    }

    public PathSearch Find()
    {
        if (!start.Decide(conclusion).IsCertainlyFalse) return new PathSearch([Describe(State.Unchanged)], true);
        if (!CanBeReached([])) return new PathSearch([], true);
        var isExact = TrySearch([], out var best);
        if (best is null) return new PathSearch([], isExact);
        var others = new List<State>();
        foreach (var lever in best.Values.Keys)
        {
            // An alternative does without something the best one changes.
            if (!CanBeReached([lever])) continue;
            TrySearch([lever], out var other);
            if (other is not null && others.All(known => !known.Values.Keys.ToHashSet().SetEquals(other.Values.Keys))) others.Add(other);
        }

        var alternatives = others.OrderBy(state => state.Cost).ThenBy(state => state.Key, StringComparer.Ordinal).Take(2);
        return new PathSearch([.. alternatives.Prepend(best).Select(Describe)], isExact);
    }

    // With every lever anywhere in its reach: what then fails cannot be repaired at all.
    private bool CanBeReached(IReadOnlyCollection<Lever> without)
    {
        var everything = new Dictionary<FactDefinition, Possible>(FactKeyComparer.Instance);
        foreach (var lever in levers.Except(without)) everything[lever.Fact] = lever.Everything();
        return !start.With(everything).Decide(conclusion).IsCertainlyFalse;
    }

    // True when the search ended by itself.
    private bool TrySearch(IReadOnlyCollection<Lever> without, out State? found)
    {
        found = null;
        var queue = new PriorityQueue<State, (decimal, int, string)>();
        var seen = new HashSet<string>();
        queue.Enqueue(State.Unchanged, default);
        while (queue.TryDequeue(out var state, out _))
        {
            if (!seen.Add(state.Key)) continue;
            if (budget-- <= 0) return false;
            var run = RunOf(state);
            if (!run.Decide(conclusion).IsCertainlyFalse)
            {
                found = Reduce(state);
                return true;
            }

            foreach (var next in Expand(state, run, without))
            {
                if (!seen.Contains(next.Key)) queue.Enqueue(next, (next.Cost, next.Values.Count, next.Key));
            }
        }

        return true;
    }

    private IEnumerable<State> Expand(State state, SchemeRun run, IReadOnlyCollection<Lever> without)
    {
        var failing = parts.Where(part => part.IsOutOfReach(run)).Select(part => (Part: part, Levers: LeversOf(part, without))).MinBy(item => item.Levers.Count);
        foreach (var lever in failing.Levers ?? [])
        {
            foreach (var value in targets.ValuesOf(lever, failing.Part, tried => RunOf(state.Without(lever).With(lever, tried))))
            {
                // A lever already moved may have to go further, never back.
                if (state.Values.TryGetValue(lever, out var so) && lever.CostOf(value) <= lever.CostOf(so)) continue;
                yield return state.With(lever, value);
            }
        }
    }

    private List<Lever> LeversOf(PathPart part, IReadOnlyCollection<Lever> without) =>
        [.. levers.Where(lever => part.Facts.Contains(lever.Fact) && !without.Contains(lever))];

    private SchemeRun RunOf(State state)
    {
        if (state.Values.Count == 0) return start;
        var changed = new Dictionary<FactDefinition, Possible>(FactKeyComparer.Instance);
        foreach (var (lever, value) in state.Values) changed[lever.Fact] = Possible.Of(value);
        return start.With(changed);
    }

    // A later change can make an earlier one unnecessary.
    private State Reduce(State state)
    {
        foreach (var lever in state.Values.Keys.OrderByDescending(lever => lever.CostOf(state.Values[lever])))
        {
            var without = state.Without(lever);
            if (!RunOf(without).Decide(conclusion).IsCertainlyFalse) return Reduce(without);
        }

        return state;
    }

    private UpgradePath Describe(State state)
    {
        var run = RunOf(state);
        var changes = state.Values
            .Select(item => new PathChange(item.Key.Fact, item.Key.Present, item.Value, item.Key.CostOf(item.Value)))
            .OrderByDescending(change => change.Cost).ThenBy(change => change.Definition.Key, StringComparer.Ordinal);
        return new UpgradePath([.. changes], state.Cost, run.Conclude(conclusion) == Outcome.Unknown ? MissingFacts.Of(run, conclusion) : []);
    }

    /// <summary>A set of changes, by lever.</summary>
    private sealed class State
    {
        private State(IReadOnlyDictionary<Lever, FeelValue> values)
        {
            Values = values;
            Cost = values.Sum(item => item.Key.CostOf(item.Value));
            Key = string.Join('|', values.OrderBy(item => item.Key.Fact.Key, StringComparer.Ordinal)
                .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key.Fact.Key}={item.Value}")));
        }

        public static State Unchanged { get; } = new(new Dictionary<Lever, FeelValue>());

        public IReadOnlyDictionary<Lever, FeelValue> Values { get; }

        public decimal Cost { get; }

        public string Key { get; }

        public State With(Lever lever, FeelValue? value) =>
            value is { } known ? new State(new Dictionary<Lever, FeelValue>(Values) { [lever] = known }) : this;

        public State Without(Lever lever) => Values.ContainsKey(lever)
            ? new State(Values.Where(item => item.Key != lever).ToDictionary())
            : this;
    }
}
