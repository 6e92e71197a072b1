using Funeng.Engines.Facts;

namespace Funeng.Modules.Policies.Match;

/// <summary>A benefit that cannot be decided, and every fact that would have to be filed for it.</summary>
/// <param name="AtStake">The most it may pay, in yuan; of one without an upper end what is certain.</param>
public sealed record LackingBenefit(BenefitStanding Standing, IReadOnlyList<FactDefinition> Facts, decimal AtStake)
{
    /// <summary>What it pays depends on a figure that is missing.</summary>
    public bool HasNoEnd => Standing.Amount is { High: null };

    /// <summary>What is computed is not asked for, but the figures it is computed from.</summary>
    internal static LackingBenefit Of(BenefitStanding standing, FactView view, decimal atStake) => new(
        standing, FactsOf(standing.Verdict, view), atStake);

    internal static IReadOnlyList<FactDefinition> FactsOf(Engines.Criteria.Verdict verdict, FactView view) =>
        [.. verdict.Missing.SelectMany(missing => view.WhyMissing(missing.Definition) is { Needed.Count: > 0 } why ? why.Needed : [missing.Definition]).DistinctBy(fact => fact.Key)];

    /// <summary>What several lack: by how many, then by money at stake.</summary>
    internal static IReadOnlyList<SharedFact> Shared(IReadOnlyList<LackingBenefit> lacking) =>
    [
        .. lacking.SelectMany(one => one.Facts.Select(fact => (Fact: fact, One: one))).GroupBy(pair => pair.Fact.Key).Where(group => group.Count() > 1)
            .Select(group => new SharedFact(group.First().Fact, [.. group.Select(pair => pair.One)]))
            .OrderByDescending(shared => shared.Benefits.Count).ThenByDescending(shared => shared.AtStake).ThenBy(shared => shared.Fact.Key, StringComparer.Ordinal),
    ];
}

/// <summary>A fact that several benefits lack.</summary>
public sealed record SharedFact(FactDefinition Fact, IReadOnlyList<LackingBenefit> Benefits)
{
    public decimal AtStake => Benefits.Sum(one => one.AtStake);

    public bool HasNoEnd => Benefits.Any(one => one.HasNoEnd);
}
