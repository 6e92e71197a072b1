using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>
/// Splits what a conclusion needs into groups that share no changeable fact, repairs each at the least cost and adds them up. Alternatives
/// are found by leaving out, in every combination, one change of each path before, and with a title every other title.
/// </summary>
internal sealed class PathFinder
{
    private const int Alternatives = 2;

    private readonly SchemeRun start;
    private readonly int conclusion;
    private readonly FactView view;
    private readonly CostModel costs;
    private readonly IReadOnlyList<Lever> levers;
    private readonly IReadOnlyList<GroupSearch> groups;

    public PathFinder(Scheme scheme, int conclusion, FactView view, CostModel costs, int budget)
    {
        this.conclusion = conclusion;
        this.view = view;
        this.costs = costs;
        start = new SchemeRun(scheme, new PossibleFacts(view));
        var ties = FactTie.Of(scheme.Reach.All, start);
        var facts = scheme.Reach.All.Concat(ties.SelectMany(tie => new[] { tie.Part, tie.Whole })).Distinct(FactKeyComparer.Instance);
        levers = [.. facts.Select(fact => Lever.For(fact, view, costs)).OfType<Lever>().OrderBy(lever => lever.Fact.Key, StringComparer.Ordinal)];
        var targets = new PathTargets(scheme);
        var left = new PathBudget(budget);
        IReadOnlyList<PathPart> parts = [.. PathPart.Of(scheme, conclusion), .. ties.Select(PathPart.Of)];
        groups = [.. PathGroup.Of(parts, levers, view).Select(group => new GroupSearch(start, group, targets, left))];
    }

    public PathSearch Find()
    {
        if (!start.Decide(conclusion).IsCertainlyFalse) return new PathSearch([Describe(PathState.Unchanged)], true);
        var blocked = groups.SelectMany(group => group.OutOfReach([])).ToList();
        if (blocked.Count > 0) return new PathSearch([], true) { Blockers = Blockers(blocked) };

        var (best, isExact) = Cheapest([]);
        if (best is null) return new PathSearch([], isExact) { HasAllAlternatives = isExact };
        var found = new List<PathState> { best };
        var all = true;
        while (found.Count <= Alternatives)
        {
            var (next, isCertain) = Next(found);
            all &= isCertain;
            if (next is null) break;
            found.Add(next);
        }

        return new PathSearch([.. found.Select(Describe)], isExact) { HasAllAlternatives = all };
    }

    /// <summary>A smallest set of conditions that the limits do not let hold together.</summary>
    public PathConflict WhyNone()
    {
        var alone = groups.SelectMany(group => group.OutOfReach([])).ToList();
        if (alone.Count > 0) return new PathConflict(Blockers(alone), true);
        foreach (var group in groups)
        {
            if (group.Cheapest([]) is not (null, true)) continue;
            var (parts, isMinimal) = group.Conflict();
            return new PathConflict([.. parts.SelectMany(Named).DistinctBy(blocker => blocker.Criterion.Key)], isMinimal);
        }

        return new PathConflict([], true);
    }

    /// <summary>False when some condition stays unmet with every allowed change.</summary>
    public bool CanBeReached() => groups.All(group => group.OutOfReach([]).Count == 0);

    // The cheapest path that does without at least one change of every path found so far.
    private (PathState? Found, bool IsExact) Next(IReadOnlyList<PathState> found)
    {
        PathState? best = null;
        var isExact = true;
        foreach (var without in Choices(found))
        {
            var (other, isCertain) = Cheapest(without);
            isExact &= isCertain;
            if (other is not null && (best is null || (other.Cost, other.Key).CompareTo((best.Cost, best.Key)) < 0)) best = other;
        }

        return (best, isExact);
    }

    // A path that buys another title is the same way again: whoever leaves one title out leaves all of them out.
    private IEnumerable<Lever> OfItsKind(Lever lever) =>
        lever.Fact.Origin is FactOrigin.TitleHeld ? levers.Where(other => other.Fact.Origin is FactOrigin.TitleHeld) : [lever];

    private IEnumerable<IReadOnlyCollection<Lever>> Choices(IReadOnlyList<PathState> found)
    {
        IEnumerable<HashSet<Lever>> choices = [[]];
        foreach (var state in found)
            choices = choices.SelectMany(chosen => chosen.Overlaps(state.Values.Keys) ? [chosen] : state.Values.Keys.Select(lever => new HashSet<Lever>([.. chosen, .. OfItsKind(lever)])));
        return choices.DistinctBy(chosen => string.Join('|', chosen.Select(lever => lever.Fact.Key).Order(StringComparer.Ordinal)));
    }

    private (PathState? Found, bool IsExact) Cheapest(IReadOnlyCollection<Lever> without)
    {
        var together = PathState.Unchanged;
        var isExact = true;
        foreach (var group in groups)
        {
            var (part, isCertain) = group.Cheapest(without);
            isExact &= isCertain;
            if (part is null) return (null, isCertain);
            together = together.And(part);
        }

        return (together, isExact);
    }

    private IReadOnlyList<PathBlocker> Blockers(IReadOnlyList<PathPart> blocked) =>
        [.. blocked.SelectMany(part => part.Decisions.Select(index => (Part: part, Decision: start.Scheme.Decisions[index], Index: index)))
            .Where(item => item.Decision.Criterion is not null && start.Decide(item.Index).IsCertainlyFalse)
            .DistinctBy(item => item.Index).OrderBy(item => item.Index)
            .Select(item => Blocker(item.Index))];

    // A condition goes by the name of its decision; one that stands in the conclusion's own text by the decisions it names.
    private IEnumerable<PathBlocker> Named(PathPart part)
    {
        IEnumerable<int> decisions = part.Owner == conclusion && part.Named.Count > 0 ? part.Named : part.Owner >= 0 ? [part.Owner] : [];
        return decisions.Where(index => start.Scheme.Decisions[index].Criterion is not null).Select(Blocker);
    }

    private PathBlocker Blocker(int decision) => new(start.Scheme.Decisions[decision].Criterion!, Fixed(decision), Limited(decision));

    private IReadOnlyList<LimitedFact> Limited(int decision) =>
        [.. levers.Where(lever => lever.Furthest is not null && start.Scheme.Reach.Facts(decision).Contains(lever.Fact))
            .Select(lever => new LimitedFact(lever.Present, FeelValue.From(lever.Furthest!.Value)))];

    private IReadOnlyList<FixedFact> Fixed(int decision) =>
        [.. start.Scheme.Reach.Facts(decision)
            .Where(fact => fact.Origin is not FactOrigin.Derived && levers.All(lever => lever.Fact.Key != fact.Key))
            .Select(fact => view.Find(fact)).OfType<Fact>()
            .Select(fact => new FixedFact(fact, Lever.IsClosed(fact.Definition, view, costs)))];

    private UpgradePath Describe(PathState state)
    {
        var changed = state.Values.ToDictionary(item => item.Key.Fact, item => Possible.Of(item.Value), FactKeyComparer.Instance);
        var run = changed.Count == 0 ? start : start.With(changed);
        var changes = state.Values
            .Select(item => new PathChange(item.Key.Fact, item.Key.Present, item.Value, item.Key.CostOf(item.Value)))
            .OrderByDescending(change => change.Cost).ThenBy(change => change.Definition.Key, StringComparer.Ordinal);
        return new UpgradePath([.. changes], state.Cost, run.Conclude(conclusion) == Outcome.Unknown ? MissingFacts.Of(run, conclusion) : []);
    }
}
