using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Projects.Move;

/// <summary>Whether a project may enter a stage on a day, with what speaks against it.</summary>
/// <param name="Lacking">What is not there or not enough, in words, each with what to do.</param>
public sealed record Entry(Stage Stage, Outcome Outcome, IReadOnlyList<EvidenceLine> Evidence, IReadOnlyList<string> Lacking);

/// <summary>Decides the condition of entry of a stage with the evaluator of the lists; what is missing is asked for, never assumed.</summary>
public sealed class EntryDecision(ListBook book)
{
    private readonly CriteriaEvaluator evaluator = new();

    public Entry Decide(Stage stage, SubjectFacts present, IReadOnlyList<FiledValue> brought, DateOnly on)
    {
        if (stage.EntryCondition is not { } condition)
            return new Entry(stage, Outcome.Met, [], []);
        var read = book.Read(condition);
        if (read.Condition is not { } scheme)
            return new Entry(stage, Outcome.Unknown, [], [$"“{stage.Code}”的进入条件读不懂：{read.Problem}"]);
        var verdict = evaluator.Decide(scheme, new FactView(With(present, brought, on), on));
        return new Entry(stage, verdict.Outcome, EvidenceLines.Of(verdict), verdict.Outcome == Outcome.Met ? [] : [.. Lacking(verdict)]);
    }

    private SubjectFacts With(SubjectFacts present, IReadOnlyList<FiledValue> brought, DateOnly on)
    {
        var builder = new SubjectFacts.Builder(book.Names).TitlesAreKnown(present.TitlesKnown);
        foreach (var fact in present.All) builder.Add(fact);
        foreach (var value in brought)
            builder.Assume(book.Names.Get(value.Key), value.Value, on);
        return builder.Build();
    }

    private static IEnumerable<string> Lacking(Verdict verdict)
    {
        foreach (var missing in verdict.Missing)
            yield return $"缺“{EvidenceLines.Label(missing.Definition)}”";
        foreach (var evidence in verdict.Findings.SelectMany(finding => finding.Evidence).Where(evidence => evidence.Fact is not null))
        {
            if (evidence.Definition.Type == FactType.Boolean && evidence.Fact!.Value.IsFalse)
                yield return $"“{EvidenceLines.Label(evidence.Definition)}”现在是“否”";
            else if (evidence.Definition.Type != FactType.Boolean && evidence.Threshold is { } threshold)
                yield return $"“{EvidenceLines.Label(evidence.Definition)}”现在是 {EvidenceLines.Text(evidence.Definition, evidence.Fact!.Value)}，应{Schemes.VerdictWords.Sign(evidence.Operator)} {EvidenceLines.Text(evidence.Definition, threshold)}";
        }
    }
}
