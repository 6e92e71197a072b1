namespace Funeng.Engines.Planning.Factors;

/// <summary>A quota of one factor: so many mu of land, tons of standard coal, tons of emission, 万元 of loans, for a year or a district.</summary>
/// <param name="Id">Its id: a factor, or a factor and a period.</param>
/// <param name="Amount">How much there is, freed quotas included.</param>
public sealed record FactorQuota(string Id, decimal Amount);

/// <summary>What a project has been promised of a quota.</summary>
/// <param name="Project">The project.</param>
/// <param name="Quota">The quota.</param>
/// <param name="Amount">How much; negative where a project that left gives back.</param>
public sealed record FactorCommitment(string Project, string Quota, decimal Amount);

/// <summary>How a quota stands.</summary>
/// <param name="Quota">The quota.</param>
/// <param name="Committed">What was promised in all.</param>
/// <param name="Projects">Who holds promises, greatest first.</param>
public sealed record FactorBalance(FactorQuota Quota, decimal Committed, IReadOnlyList<FactorCommitment> Projects)
{
    /// <summary>What is left; negative by how much was promised too often.</summary>
    public decimal Left => Quota.Amount - Committed;

    /// <summary>More was promised than there is.</summary>
    public bool IsOvercommitted => Left < 0;
}

/// <summary>The ledger of 要素保障: what there is, what was promised, what is missing.</summary>
public static class FactorLedger
{
    /// <summary>Balances promises against quotas.</summary>
    /// <param name="quotas">The quotas.</param>
    /// <param name="commitments">The promises; one that names no quota is counted against a quota of zero.</param>
    /// <returns>One balance a quota, in their order, then those of unknown quotas.</returns>
    public static IReadOnlyList<FactorBalance> Balance(IReadOnlyList<FactorQuota> quotas, IReadOnlyList<FactorCommitment> commitments)
    {
        var unknown = commitments.Select(commitment => commitment.Quota).Distinct().Except(quotas.Select(quota => quota.Id)).Select(id => new FactorQuota(id, 0));
        return [.. quotas.Concat(unknown).Select(quota => BalanceOf(quota, [.. commitments.Where(commitment => commitment.Quota == quota.Id)]))];
    }

    private static FactorBalance BalanceOf(FactorQuota quota, IReadOnlyList<FactorCommitment> commitments) =>
        new(quota, commitments.Sum(commitment => commitment.Amount), [.. commitments.OrderByDescending(commitment => commitment.Amount)]);
}
