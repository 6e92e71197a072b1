using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes;

/// <summary>A verdict in one line, the same for stored verdicts, sheets and pages.</summary>
public static class VerdictSummary
{
    private static readonly CriterionKind[] Conditions =
        [CriterionKind.Gate, CriterionKind.Standard, CriterionKind.Structure, CriterionKind.Tier, CriterionKind.Exclusion];

    /// <summary>
    /// Ids of the conditions that are not met. The score and the direct route stand in for each other, so they count only when both fail.
    /// </summary>
    public static IEnumerable<string> FailedIds(Verdict verdict)
    {
        var failed = verdict.Failed.Where(finding => !finding.Criterion.IsReexamination).ToList();
        var both = failed.Any(finding => finding.Criterion.Id == "scorePass") && failed.Any(finding => finding.Criterion.Id == "direct");
        return failed.Where(finding => Conditions.Contains(finding.Criterion.Kind) || (both && (finding.Criterion.Id is "scorePass" or "direct")))
            .Select(finding => finding.Criterion.Key);
    }
}
