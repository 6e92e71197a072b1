namespace Funeng.Modules.Policies.Match;

/// <summary>Which of the benefits within reach are looked at, and in which order they are shown.</summary>
internal static class NearOrder
{
    /// <summary>What can be had sooner comes first, of one day what costs least to get, of the same cost what pays most.</summary>
    public static Comparer<NearBenefit> SoonestAndCheapest { get; } = Comparer<NearBenefit>.Create(static (one, other) =>
        one.Plan.On.CompareTo(other.Plan.On) is var soon and not 0 ? soon
        : one.Plan.Search.Best!.Total.CompareTo(other.Plan.Search.Best!.Total) is var cheap and not 0 ? cheap
        : Worth(other.Standing).CompareTo(Worth(one.Standing)) is var pays and not 0 ? pays
        : string.CompareOrdinal(one.Standing.Rule.Benefit.Id, other.Standing.Rule.Benefit.Id));

    /// <summary>
    /// What it may pay this enterprise, by its own figures. A cap says what the largest of them gets: it counts only where these figures give nothing yet, or have no end.
    /// </summary>
    public static decimal Worth(BenefitStanding standing) => standing.Amount is { High: > 0 and { } high } ? high : standing.Rule.Benefit.Cap ?? standing.Sure;
}
