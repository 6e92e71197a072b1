using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>Finds the least costly changes of facts that make a scheme's conclusion met. Stateless and thread-safe.</summary>
public sealed class CheapestPath
{
    /// <summary>Searches the changes a cost model allows.</summary>
    /// <param name="scheme">The scheme to reach.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="costs">What each change costs and how far it may go.</param>
    /// <param name="budget">Most combinations of changes to look at; past it the best found so far is returned and marked as not exact.</param>
    /// <returns>The cheapest path and up to two alternatives; an empty path when the conclusion is met already.</returns>
    public PathSearch Find(Scheme scheme, FactView view, CostModel costs, int budget = 20_000) =>
        new PathFinder(scheme, view, costs, budget).Find();
}
