using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes.Check;

/// <summary>Decides the situations of a pack and compares what comes out with what its cases expect.</summary>
public static class RunCases
{
    public static IReadOnlyList<CaseResult> Run(RuleCases cases, RulePack pack, RuleBook book) =>
        [.. cases.All.Select(situation => new CaseResult(situation, [.. Misses(situation, pack, book)]))];

    private static IEnumerable<CaseMiss> Misses(RuleCase situation, RulePack pack, RuleBook book)
    {
        var view = book.View(situation.ToSubject(book.Catalogue), situation.On);
        var verdict = book.Survey(pack, view, situation.IsReexamination);
        foreach (var expected in situation.Expected)
        {
            var actual = verdict.Find(expected.Criterion) is { } finding ? Say(finding) : null;
            if (actual != expected.Text) yield return new CaseMiss(expected, actual);
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

/// <summary>A situation and what came out otherwise than it expects.</summary>
public sealed record CaseResult(RuleCase Case, IReadOnlyList<CaseMiss> Misses)
{
    public IEnumerable<string> Failures =>
        Misses.Select(miss => $"'{Case.Name}': {miss.Expected.Criterion} is {miss.Actual ?? "no such criterion"}, expected {miss.Expected.Text}.");
}

/// <summary>What was expected of a criterion and what it says; null where the scheme has no such criterion.</summary>
public sealed record CaseMiss(CaseExpectation Expected, string? Actual);
