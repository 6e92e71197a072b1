namespace Funeng.Engines.Planning.Factors;

/// <summary>One way of serving a project: the whole, or a first stage, or on other land.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">What serving it so is worth (investment, output, points: whatever the quotas are shared out by); not negative.</param>
/// <param name="Needs">What it takes of each quota, by id, none negative; a quota it does not name it does not need.</param>
public sealed record FactorOption(string Name, decimal Value, IReadOnlyDictionary<string, decimal> Needs);

/// <summary>A project that asks for factors.</summary>
/// <param name="Project">The project.</param>
/// <param name="Options">The ways it can be served; at most one of them is.</param>
/// <param name="Must">True where it has to be served one way or another: promised already, or named by the province.</param>
public sealed record FactorRequest(string Project, IReadOnlyList<FactorOption> Options, bool Must = false);

/// <summary>What was decided for one project.</summary>
/// <param name="Request">The request.</param>
/// <param name="Option">The way it is served; null when it is not.</param>
/// <param name="Missing">For one that is not: what each quota would need more of so that the cheapest of its options could be added.</param>
public sealed record FactorDecision(FactorRequest Request, FactorOption? Option, IReadOnlyDictionary<string, decimal> Missing);

/// <summary>A proposal for sharing out the quotas.</summary>
/// <param name="Decisions">One a request, in their order.</param>
/// <param name="Value">What is served is worth this much.</param>
/// <param name="Bound">No proposal is worth more than this.</param>
/// <param name="IsOptimal">True when it is proved that none is worth more than this one.</param>
/// <param name="Left">What is left of each quota.</param>
public sealed record FactorProposal(
    IReadOnlyList<FactorDecision> Decisions, decimal Value, decimal Bound, bool IsOptimal, IReadOnlyDictionary<string, decimal> Left);

/// <summary>
/// Shares scarce quotas out among projects so that what is served is worth the most: the multiple-choice knapsack with several dimensions, by branch and
/// bound under Lagrangean prices.
/// </summary>
/// <remarks>Prices after Held and Karp (1970) by subgradients; depth first, dearest decisions first. Exact unless the limit of steps is reached.</remarks>
public static class FactorAllocation
{
    /// <summary>Finds the best proposal.</summary>
    /// <param name="quotas">What there is (after what is promised for good).</param>
    /// <param name="requests">Who asks; at most some hundreds.</param>
    /// <param name="maxSteps">Most steps of the search; when they are used up the best found so far is returned, marked as not proved.</param>
    /// <returns>The proposal, or null when the requests that must be served do not fit together.</returns>
    /// <exception cref="ArgumentException">A value, need or quota is negative, or a need names no quota.</exception>
    public static FactorProposal? Find(IReadOnlyList<FactorQuota> quotas, IReadOnlyList<FactorRequest> requests, long maxSteps = 5_000_000)
    {
        Check(quotas, requests);
        return new FactorSearch(quotas, requests, maxSteps).Run();
    }

    private static void Check(IReadOnlyList<FactorQuota> quotas, IReadOnlyList<FactorRequest> requests)
    {
        var ids = quotas.Select(quota => quota.Id).ToHashSet();
        if (ids.Count < quotas.Count || quotas.Any(quota => quota.Amount < 0)) throw new ArgumentException("each quota is named once and not negative", nameof(quotas));
        foreach (var option in requests.SelectMany(request => request.Options))
        {
            if (option.Value < 0 || option.Needs.Any(need => need.Value < 0 || !ids.Contains(need.Key)))
                throw new ArgumentException($"option '{option.Name}': values and needs are not negative and needs name a quota", nameof(requests));
        }
    }
}
