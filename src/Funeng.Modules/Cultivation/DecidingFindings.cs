using Funeng.Engines.Criteria;

namespace Funeng.Modules.Cultivation;

/// <summary>Which findings of a verdict decide it: what stands against the subject, what is open, or the way by which it passes, the direct one first.</summary>
public static class DecidingFindings
{
    private static readonly CriterionKind[] Ways = [CriterionKind.Direct, CriterionKind.Route, CriterionKind.Standard, CriterionKind.Pass, CriterionKind.Total, CriterionKind.Class];

    /// <param name="tier">Of a scheme of several tiers the one asked for; null for the conclusion.</param>
    public static IReadOnlyList<Finding> Of(Verdict verdict, string? tier)
    {
        if (tier is not null) return verdict.Find(tier) is { } finding ? [finding] : [];
        // What is only open does not decide a verdict that something else decides: a missing fact is not a condition that failed.
        if (verdict.Outcome == Outcome.NotMet) return [.. verdict.Blocking.Where(item => !item.IsOpen || item.Finding.Outcome == Outcome.NotMet).Select(item => item.Finding)];
        if (verdict.Outcome != Outcome.Met) return [.. verdict.Blocking.OrderBy(item => item.IsOpen).Select(item => item.Finding)];
        var met = verdict.Findings.Where(finding => !finding.Criterion.IsReexamination && Passes(finding)).ToList();
        return [.. met.Where(IsWay).OrderBy(finding => Array.IndexOf(Ways, finding.Criterion.Kind)), .. met.Where(finding => finding.Criterion.Kind == CriterionKind.Gate)];
    }

    private static bool IsWay(Finding finding) => Ways.Contains(finding.Criterion.Kind);

    // A total is named where the score is the way; a direct route that says nothing but "one of them" repeats the one.
    private static bool Passes(Finding finding) => finding.Criterion.Kind switch
    {
        CriterionKind.Total => false,
        CriterionKind.Class => finding.Class is not null,
        CriterionKind.Direct or CriterionKind.Route => finding is { Outcome: Outcome.Met, Evidence.Count: > 0 },
        _ => finding.Outcome == Outcome.Met,
    };
}
