using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes.Check;

/// <summary>Decides the situations of a pack and compares what comes out with what its cases expect.</summary>
public static class RunCases
{
    public static IReadOnlyList<CaseResult> Run(RuleCases cases, RulePack pack, RuleBook book) =>
        [.. cases.All.Select(situation => new CaseResult(situation, [.. Failures(situation, pack, book)]))];

    private static IEnumerable<string> Failures(RuleCase situation, RulePack pack, RuleBook book)
    {
        var view = book.View(situation.ToSubject(book.Catalogue), situation.On);
        var verdict = book.Survey(pack, view, situation.IsReexamination);
        foreach (var expected in situation.Expected)
        {
            var actual = verdict.Find(expected.Criterion) is { } finding ? Say(finding) : "no such criterion";
            if (actual != expected.Text) yield return $"'{situation.Name}': {expected.Criterion} is {actual}, expected {expected.Text}.";
        }
    }

    /// <summary>What a finding says, in the words of cases: met, 35, [11, 21], 小型; a class that is open is unknown.</summary>
    public static string Say(Finding finding) => finding switch
    {
        { Outcome: { } outcome } => VerdictSummary.Say(outcome),
        { Score: { } score } => score.ToString(),
        _ => finding.Class ?? "unknown",
    };
}

public sealed record CaseResult(RuleCase Case, IReadOnlyList<string> Failures);
