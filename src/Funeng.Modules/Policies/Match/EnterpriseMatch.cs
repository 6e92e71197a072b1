using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Policies.Match;

/// <param name="Now">Entitled, the most rewarding first.</param>
/// <param name="Near">Within reach, the soonest and cheapest first.</param>
/// <param name="Open">Undecided because facts are missing, by money at stake.</param>
/// <param name="Asked">The facts each of which alone would decide some of them, by money at stake.</param>
/// <param name="WithoutPlace">How many of them wait for the place of the enterprise.</param>
/// <param name="Not">Not entitled, each with the condition that fails.</param>
/// <param name="Bundle">What to take together of what is paid in cash; counted with the amounts that are certain.</param>
/// <param name="Relief">The same of what is not paid but saved in the tax return.</param>
public sealed record EnterpriseMatch(
    Subject Enterprise, DateOnly On, IReadOnlyList<BenefitStanding> Now, IReadOnlyList<NearBenefit> Near, IReadOnlyList<BenefitStanding> Open,
    IReadOnlyList<AskedFact> Asked, int WithoutPlace, IReadOnlyList<BenefitStanding> Not, Bundle Bundle, Bundle Relief)
{
    /// <summary>Of each of <see cref="Open"/> everything that is missing, in the same order.</summary>
    public IReadOnlyList<LackingBenefit> Lacking { get; init; } = [];

    /// <summary>The facts that several of them lack, whether or not they decide alone; what most lack first.</summary>
    internal IReadOnlyList<SharedFact> Shared => LackingBenefit.Shared(Lacking);

    /// <summary>How many more are one or two conditions away, for which no way was looked for: those that pay most are looked at.</summary>
    public int Further { get; init; }

    /// <summary>What it was granted this year, or what stands in the way of something now.</summary>
    public IReadOnlyList<HeldBenefit> Held { get; init; } = [];

    /// <summary>What it would be entitled to, and does not get beside other awards it has.</summary>
    public IReadOnlyList<BenefitStanding> Shut { get; init; } = [];

    /// <summary>Met or undecided, and too late for: the last day is over, and nothing was handed in before it.</summary>
    public IReadOnlyList<BenefitStanding> Late { get; init; } = [];

    /// <summary>How many of <see cref="Now"/> must be applied for within days.</summary>
    public int EndSoon => Now.Count(standing => standing.Rule.Benefit.DaysLeft(On) is not null && !Begun.Any(one => one.Benefit == standing.Rule.Benefit.Id && one.Step != BegunStep.Draft));

    /// <summary>How many benefits were decided.</summary>
    public int All { get; init; }

    /// <summary>What it has applied for, as far as this user sees it.</summary>
    public IReadOnlyList<BegunBenefit> Begun { get; init; } = [];

    /// <summary>This user applies for it.</summary>
    public bool MayBegin { get; init; }

    /// <summary>How it comes by one of <see cref="Now"/>.</summary>
    internal BenefitWay WayTo(BenefitStanding standing)
    {
        var begun = Begun.Where(one => one.Benefit == standing.Rule.Benefit.Id).ToList();
        return MayBegin ? BenefitWay.Of(standing.Rule, standing.Outcome, false, On, begun) : BenefitWay.None with { Begun = begun };
    }

    /// <summary>申报中, 填写中 of a benefit that is under way; empty for the others.</summary>
    internal string MarkOf(string benefit) => Begun.FirstOrDefault(one => one.Benefit == benefit && one.IsOpen)?.Mark ?? "";

    /// <summary>How many of the open ones one more fact can decide.</summary>
    public int Decidable => Asked.SelectMany(asked => asked.Benefits).Select(standing => standing.Rule.Benefit.Id).Distinct().Count();

    /// <summary>What would decide most, in one sentence; without a full stop.</summary>
    internal string NextStep() =>
        WithoutPlace > 0 ? $"还没有填所在地：有 {WithoutPlace} 项政策要看企业在哪里"
        : Asked.Count > 0 ? $"补报“{FactText.Label(Asked[0].Fact)}”一项，最多还能判定 {Asked[0].Benefits.Count} 项"
        : Open.Count > 0 ? $"有 {Open.Count} 项政策缺不止一项数据，缺哪几项列在“缺数据的事项”里"
        : "没有缺数据的政策";
}

public sealed record NearBenefit(BenefitStanding Standing, PathPlan Plan);

/// <summary>A fact that alone would decide some benefits.</summary>
/// <param name="AtStake">The most the benefits it would decide may pay together, in yuan.</param>
public sealed record AskedFact(FactDefinition Fact, IReadOnlyList<BenefitStanding> Benefits, decimal AtStake)
{
    /// <summary>One of them has no upper end: what it pays depends on the figure that is missing.</summary>
    public bool HasNoEnd => Benefits.Any(standing => standing.Amount is { High: null });
}
