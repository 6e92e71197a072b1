using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>
/// Uniform-cost search for the cheapest changes that repair one group of conditions. A state that does not repair them all is taken further
/// only by changes that matter to one of those that fail, since every solution must repair it; the first state that repairs all is the
/// cheapest. A quick descent beforehand bounds the cost, and is the answer when the budget runs out.
/// </summary>
internal sealed class GroupSearch(SchemeRun start, PathGroup group, PathTargets targets, PathBudget budget)
{
    private readonly Dictionary<string, (PathState? Found, bool IsExact)> known = [];

    /// <summary>The levers of the group.</summary>
    public IReadOnlyList<Lever> Levers => group.Levers;

    /// <summary>The cheapest changes without some of the levers.</summary>
    /// <param name="without">Levers left alone; those of other groups do not matter.</param>
    /// <returns>The changes, or null when there are none; and whether the search ended by itself.</returns>
    public (PathState? Found, bool IsExact) Cheapest(IReadOnlyCollection<Lever> without)
    {
        var mine = without.Where(group.Levers.Contains).OrderBy(lever => lever.Fact.Key, StringComparer.Ordinal).ToList();
        var key = string.Join('|', mine.Select(lever => lever.Fact.Key));
        if (known.TryGetValue(key, out var answer)) return answer;
        if (!Fails(start)) return known[key] = (PathState.Unchanged, true);
        if (OutOfReach(mine).Count > 0) return known[key] = (null, true);
        var isExact = TrySearch(mine, out var found);
        return known[key] = (found, isExact);
    }

    /// <summary>The conditions that fail with every lever anywhere in its reach: nothing repairs them.</summary>
    public IReadOnlyList<PathPart> OutOfReach(IReadOnlyCollection<Lever> without)
    {
        var everything = new Dictionary<FactDefinition, Possible>(FactKeyComparer.Instance);
        foreach (var lever in group.Levers.Except(without)) everything[lever.Fact] = lever.Everything();
        var run = everything.Count == 0 ? start : start.With(everything);
        return [.. group.Parts.Where(part => part.IsOutOfReach(run))];
    }

    /// <summary>Of a group that nothing repairs: its conditions less all those without which it still cannot be repaired.</summary>
    /// <returns>The conditions, and whether each of them was left out once within the budget.</returns>
    public (IReadOnlyList<PathPart> Parts, bool IsMinimal) Conflict()
    {
        var kept = group.Parts.ToList();
        foreach (var part in group.Parts)
        {
            if (kept.Count == 1) break;
            List<PathPart> rest = [.. kept.Where(other => other != part)];
            if (budget.IsSpent) return (kept, false);
            if (new GroupSearch(start, group with { Parts = rest }, targets, budget).Cheapest([]) is (null, true)) kept = rest;
        }

        return (kept, !budget.IsSpent);
    }

    private bool Fails(SchemeRun run) => group.Parts.Any(part => part.IsOutOfReach(run));

    // True when the search ended by itself: then nothing cheaper exists.
    private bool TrySearch(IReadOnlyCollection<Lever> without, out PathState? found)
    {
        found = Descend(without);
        var queue = new PriorityQueue<PathState, (decimal, int, string)>();
        var seen = new HashSet<string>();
        queue.Enqueue(PathState.Unchanged, default);
        while (queue.TryDequeue(out var state, out _))
        {
            if (found is not null && state.Cost >= found.Cost) return true;
            if (!seen.Add(state.Key)) continue;
            if (budget.IsSpent) return false;
            var run = RunOf(state);
            if (!Fails(run))
            {
                found = Reduce(state);
                return true;
            }

            foreach (var next in Expand(state, run, without))
            {
                if (seen.Contains(next.Key) || (found is not null && next.Cost >= found.Cost)) continue;
                queue.Enqueue(next, (next.Cost, next.Values.Count, next.Key));
            }
        }

        return !budget.IsSpent;
    }

    // A first solution, step by step the change that repairs most for its cost; the search then looks only for cheaper ones.
    private PathState? Descend(IReadOnlyCollection<Lever> without)
    {
        var state = PathState.Unchanged;
        while (!budget.IsSpent)
        {
            var run = RunOf(state);
            if (!Fails(run)) return Reduce(state);
            var distance = Distance(run);
            var best = Expand(state, run, without)
                .Select(next => (State: next, Repaired: distance - Distance(RunOf(next))))
                .Where(next => next.Repaired > 0)
                .Select(next => (next.State, Worth: next.Repaired / Math.Max((double)(next.State.Cost - state.Cost), 1e-9)))
                .OrderByDescending(next => next.Worth).ThenBy(next => next.State.Key, StringComparer.Ordinal).FirstOrDefault();
            if (best.State is null) return null;
            state = best.State;
        }

        return null;
    }

    // How much still fails: every failing condition, and the share of the points that a score still lacks.
    private double Distance(SchemeRun run)
    {
        var distance = 0.0;
        foreach (var part in group.Parts.Where(part => part.IsOutOfReach(run)))
        {
            distance += 1;
            foreach (var threshold in start.Scheme.Thresholds)
            {
                if (!part.Decisions.Contains(threshold.Decision) || threshold.Value.Kind != FeelKind.Number) continue;
                if (threshold.Atom.Source is not SlotBinding.ToDecision score || run.Decide(score.Index) is not { Kind: PossibleKind.Number } points) continue;
                var mark = threshold.Value.AsNumber().ToDouble();
                if (points.Interval.High.IsFinite) distance += Math.Max(0, mark - points.Interval.High.Value.ToDouble()) / Math.Max(1, Math.Abs(mark));
            }
        }

        return distance;
    }

    private IEnumerable<PathState> Expand(PathState state, SchemeRun run, IReadOnlyCollection<Lever> without)
    {
        var failing = group.Parts.Where(part => part.IsOutOfReach(run)).Select(part => (Part: part, Levers: LeversOf(part, without))).MinBy(item => item.Levers.Count);
        foreach (var lever in failing.Levers ?? [])
        {
            if (budget.IsSpent) yield break;
            foreach (var value in targets.ValuesOf(lever, failing.Part, tried => RunOf(state.Without(lever).With(lever, tried))))
            {
                // A lever already moved may have to go further, never back; what it costs says nothing where moving is free.
                if (state.Values.TryGetValue(lever, out var so) && !lever.IsFurther(value, so)) continue;
                yield return state.With(lever, value);
            }
        }
    }

    private List<Lever> LeversOf(PathPart part, IReadOnlyCollection<Lever> without) =>
        [.. group.Levers.Where(lever => part.Facts.Contains(lever.Fact) && !without.Contains(lever))];

    private SchemeRun RunOf(PathState state)
    {
        if (state.Values.Count == 0) return start;
        budget.Spend();
        var changed = new Dictionary<FactDefinition, Possible>(FactKeyComparer.Instance);
        foreach (var (lever, value) in state.Values) changed[lever.Fact] = Possible.Of(value);
        return start.With(changed);
    }

    // A later change can make an earlier one unnecessary.
    private PathState Reduce(PathState state)
    {
        foreach (var lever in state.Values.Keys.OrderByDescending(lever => lever.CostOf(state.Values[lever])))
        {
            var without = state.Without(lever);
            if (!Fails(RunOf(without))) return Reduce(without);
        }

        return state;
    }
}
