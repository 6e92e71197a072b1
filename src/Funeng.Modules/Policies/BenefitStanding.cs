using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Policies;

/// <summary>How one benefit stands for one enterprise.</summary>
/// <param name="Outcome">Of the conditions and the place together; unknown when facts are missing, or nobody has placed the enterprise.</param>
/// <param name="Amount">What it pays, as far as is known; null for a benefit without a sum.</param>
/// <param name="IsHere">Whether the policy holds where the enterprise is; null when its place is not known.</param>
public sealed record BenefitStanding(BenefitRule Rule, Outcome Outcome, AmountRange? Amount, Verdict Verdict, bool? IsHere)
{
    /// <summary>What is certain to be paid if the conditions hold, in yuan.</summary>
    public decimal Sure => Amount?.Low ?? 0;

    /// <summary>The registered items it was put together from; empty where it was decided on the enterprise alone.</summary>
    public IReadOnlyList<ItemStanding> Items { get; init; } = [];

    /// <summary>What earlier awards leave of it, and why; empty where they leave all.</summary>
    public string Left { get; init; } = "";

    /// <summary>What several items of one enterprise come to: met where one of them is, with the sum of those that are.</summary>
    internal static BenefitStanding Of(Benefit benefit, IReadOnlyList<ItemStanding> items)
    {
        var met = items.Where(one => one.Standing.Outcome == Outcome.Met).Select(one => one.Standing).ToList();
        var like = met.FirstOrDefault() ?? items.Select(one => one.Standing).OrderBy(standing => standing.Outcome == Outcome.Unknown ? 0 : 1).First();
        var most = benefit is { Item.SharesCap: true, Cap: { } cap } ? cap : decimal.MaxValue;
        var sum = met.Count == 0 || like.Amount is null ? like.Amount
            : new AmountRange(Math.Min(most, met.Sum(one => one.Sure)), met.Exists(one => one.Amount!.High is null) ? null : Math.Min(most, met.Sum(one => one.Amount!.High ?? 0)));
        return like with { Amount = sum, Items = items };
    }
}

/// <summary>Yuan still possible; without an upper end where a missing fact has no bound and the policy no cap.</summary>
public sealed record AmountRange(decimal Low, decimal? High)
{
    public bool IsExact => Low == High;

    internal static AmountRange? Of(Benefit benefit, Verdict verdict)
    {
        if (!benefit.HasAmount) return null;
        return Of(verdict.Find(BenefitModel.AmountKey)?.Score);
    }

    internal static AmountRange Of(ScoreRange? score) => score is { } range ? new AmountRange(Yuan(range.Low), Yuan(range.High)) : new AmountRange(0, null);

    // A negative base gives nothing, it never costs.
    private static decimal Yuan(FeelNumber number) => number.TryToDecimal(out var yuan) ? Math.Max(0, yuan) : 0;
}

/// <summary>Decides benefits for one enterprise: the same evaluator as every verdict.</summary>
public sealed class DecideBenefits(PolicyBook book)
{
    private static readonly CriteriaEvaluator Evaluator = new();

    /// <summary>Every benefit in force on the day of the facts, explained.</summary>
    /// <param name="view">The facts of the enterprise.</param>
    /// <param name="region">Code of the place it lies in; null when nobody has placed it.</param>
    public IReadOnlyList<BenefitStanding> Run(FactView view, string? region) => [.. book.InForce(view.On).Select(rule => Of(rule, view, region))];

    /// <summary>One benefit, in force or not, explained.</summary>
    public static BenefitStanding Of(BenefitRule rule, FactView view, string? region) => Make(rule, Evaluator.Decide(rule.Scheme, view), region);

    private static BenefitStanding Make(BenefitRule rule, Verdict verdict, string? region)
    {
        bool? isHere = rule.Policy.Region.Length == 0 ? true : region is null ? null : rule.Policy.HoldsIn(region);
        var outcome = isHere switch
        {
            true => verdict.Outcome,
            false => Outcome.NotMet,
            null => verdict.Outcome == Outcome.NotMet ? Outcome.NotMet : Outcome.Unknown,
        };
        return new BenefitStanding(rule, outcome, AmountRange.Of(rule.Benefit, verdict), verdict, isHere);
    }
}
