using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>Finds the least costly changes of facts that make a scheme's conclusion met. Stateless and thread-safe.</summary>
public sealed class CheapestPath
{
    /// <summary>Searches the changes a cost model allows.</summary>
    /// <param name="scheme">The scheme to reach.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="costs">What each change costs and how far it may go.</param>
    /// <param name="budget">Most combinations of changes to evaluate, some 10 000 a second; past it the best found so far is returned and marked as not exact.</param>
    /// <returns>The cheapest path and up to two alternatives; an empty path when the conclusion is met already.</returns>
    public PathSearch Find(Scheme scheme, FactView view, CostModel costs, int budget = 20_000) =>
        new PathFinder(scheme, scheme.ConclusionIndex, view, costs, budget).Find();

    /// <summary>Why the limits allow no path: conditions none of which can be left out, or they could be met after all.</summary>
    /// <param name="scheme">The scheme to reach.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="costs">What each change costs and how far it may go.</param>
    /// <param name="budget">Most combinations to evaluate; past it the set may be larger than it need be and says so.</param>
    /// <returns>No conditions where there is a path, or where the search for one ran out of its budget.</returns>
    public PathConflict WhyNone(Scheme scheme, FactView view, CostModel costs, int budget = 20_000) =>
        new PathFinder(scheme, scheme.ConclusionIndex, view, costs, budget).WhyNone();

    /// <summary>Whether a tier is within reach at all, without looking for the way.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="criterion">Key of one of its criteria, for a scheme of several tiers; null for its conclusion.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="costs">What may change and how far.</param>
    /// <returns>False when some condition stays unmet with every allowed change; true does not promise a path.</returns>
    public bool CanBeReached(Scheme scheme, string? criterion, FactView view, CostModel costs)
    {
        var index = scheme.ConclusionIndex;
        for (var other = 0; criterion is not null && other < scheme.Decisions.Count; other++)
        {
            if (scheme.Decisions[other].Criterion is { } found && (found.Key == criterion || found.Id == criterion)) index = other;
        }

        return new PathFinder(scheme, index, view, costs, 0).CanBeReached();
    }
}
