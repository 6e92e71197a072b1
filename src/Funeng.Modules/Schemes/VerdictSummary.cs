using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Schemes;

/// <summary>A verdict in one line, the same for stored verdicts, sheets and pages.</summary>
public static class VerdictSummary
{
    private const int MostDecimals = 10;
    private const int FinestDecimals = 40;

    private static readonly CriterionKind[] Conditions =
        [CriterionKind.Gate, CriterionKind.Standard, CriterionKind.Structure, CriterionKind.Tier, CriterionKind.Exclusion];

    /// <summary>The word of the contract and of cases: met, notMet, unknown.</summary>
    public static string Say(Outcome outcome) => outcome switch
    {
        Outcome.Met => "met",
        Outcome.NotMet => "notMet",
        _ => "unknown",
    };

    /// <summary>
    /// Ids of the conditions that are not met. The score and the direct route stand in for each other, so they count only when both fail.
    /// </summary>
    public static IEnumerable<string> FailedIds(Verdict verdict) => Failed(verdict).Select(finding => finding.Criterion.Key);

    /// <summary>Needed minus present for every comparison that fails, as <c>id:number:unit</c>; money in 万元, as sheets have it.</summary>
    public static IEnumerable<string> Gaps(Verdict verdict) =>
        from finding in Failed(verdict)
        from evidence in finding.Evidence
        where evidence.Gap is not null
        select $"{finding.Criterion.Key}:{Number(evidence.Gap!)}:{(evidence.Gap!.Unit == "元" ? "万元" : evidence.Gap.Unit)}";

    /// <summary>
    /// Names of the missing facts, the most deciding first. A date is named by the age that follows from it, as sheets have it: 成立年限.
    /// </summary>
    public static IEnumerable<string> Missing(Verdict verdict, FactView view) =>
        verdict.Missing.SelectMany(missing => Asked(missing.Definition, verdict, view)).Distinct().Select(fact => fact.Origin is FactOrigin.Review ? fact.Name : fact.Label);

    private static IEnumerable<FactDefinition> Asked(FactDefinition missing, Verdict verdict, FactView view)
    {
        if (missing.Type != FactType.Date) return [missing];
        var ages = verdict.Scheme.Facts.Where(fact => view.WhyMissing(fact)?.Needed.Contains(missing) == true && fact != missing).ToList();
        return ages.Count > 0 ? ages : [missing];
    }

    private static IEnumerable<Finding> Failed(Verdict verdict)
    {
        var failed = verdict.Failed.Where(finding => !finding.Criterion.IsReexamination).ToList();
        var bothWays = failed.Exists(finding => finding.Criterion.Id == "scorePass") && failed.Exists(finding => finding.Criterion.Id == "direct");
        return failed.Where(finding =>
            Conditions.Contains(finding.Criterion.Kind) || (bothWays && (finding.Criterion.Id is "scorePass" or "direct")));
    }

    /// <summary>The gap with at most ten decimals, money in 万元. One that is there is never written as none, however small it is.</summary>
    public static string Number(Gap gap)
    {
        var signed = gap.Unit == "元" && FeelNumber.TryDivide(gap.Signed, 10_000, out var inTenThousands) ? inTenThousands : gap.Signed;
        for (var decimals = MostDecimals; decimals <= FinestDecimals; decimals += MostDecimals)
        {
            if (signed.Round(decimals, FeelRounding.HalfEven) is { IsZero: false } rounded) return rounded.ToString();
        }

        return signed.ToString();
    }
}
