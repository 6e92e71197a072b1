using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Turns a decided scheme into findings: evidence and gaps for each criterion, and what to ask for.</summary>
internal sealed class Explainer(SchemeRun run, int conclusion)
{
    private readonly Scheme scheme = run.Scheme;

    public Verdict Explain()
    {
        var outcome = run.Conclude(conclusion);
        var findings = new List<Finding>();
        ScoreRange? total = null;
        for (var index = 0; index < scheme.Decisions.Count; index++)
        {
            if (scheme.Decisions[index].Criterion is not { } criterion) continue;
            findings.Add(Find(index, criterion));
            if (criterion.Kind == CriterionKind.Total) total = findings[^1].Score;
        }

        var missing = outcome == Outcome.Unknown ? new MissingFactRanking(run, conclusion, findings).Rank() : [];
        return new Verdict(scheme, run.Facts.View.On, outcome, total, findings, missing);
    }

    private Finding Find(int index, Criterion criterion)
    {
        var value = run.Decide(index);
        var yieldsTruth = YieldsTruth(criterion, value);
        var evidence = new EvidenceCollector(run, index).Collect();
        return new Finding(
            criterion,
            yieldsTruth ? SchemeRun.OutcomeOf(value) : null,
            yieldsTruth ? null : SchemeRun.ScoreOf(value, criterion),
            !yieldsTruth && value.Kind == PossibleKind.Text && value.TryGetValue(out var text) ? text.AsString() : null,
            evidence,
            IsDecided(value) ? [] : MissingFacts.Of(run, index));
    }

    private static bool IsDecided(in Possible value) => value.TryGetValue(out _);

    private static bool YieldsTruth(Criterion criterion, in Possible value) =>
        criterion.Kind is not (CriterionKind.Indicator or CriterionKind.Group or CriterionKind.Total or CriterionKind.Class)
        && value.Kind is PossibleKind.Truth or PossibleKind.Any;
}

/// <summary>The missing facts on which an undecided decision depends.</summary>
internal static class MissingFacts
{
    public static IReadOnlyList<FactDefinition> Of(SchemeRun run, int index)
    {
        var found = new List<FactDefinition>();
        Collect(run, index, found, []);
        return [.. found.DistinctBy(fact => fact.Key)];
    }

    private static void Collect(SchemeRun run, int index, List<FactDefinition> found, HashSet<int> seen)
    {
        // A decision that is settled needs nothing more, whatever is missing below it.
        if (!seen.Add(index) || run.Decide(index).TryGetValue(out _)) return;
        var rule = run.Scheme.Decisions[index].Rule;
        foreach (var fact in rule.Facts)
        {
            if (!run.Facts.Of(fact).TryGetValue(out _)) found.AddRange(run.Facts.View.WhyMissing(fact)?.Needed ?? []);
        }

        foreach (var other in rule.Decisions) Collect(run, other, found, seen);
    }
}

/// <summary>Orders missing facts by what they would decide.</summary>
internal sealed class MissingFactRanking(SchemeRun run, int conclusion, IReadOnlyList<Finding> findings)
{
    public IReadOnlyList<MissingFact> Rank() =>
    [
        .. MissingFacts.Of(run, conclusion).Select(Weigh)
            .OrderByDescending(fact => fact.DecidesAlone)
            .ThenByDescending(fact => fact.CriteriaTouched)
            .ThenByDescending(fact => fact.PointsTouched)
            .ThenBy(fact => fact.Definition.Number),
    ];

    private MissingFact Weigh(FactDefinition fact)
    {
        var touched = findings.Where(finding => finding.Missing.Any(missing => missing.Key == fact.Key)).ToList();
        // Groups and conclusions only repeat what is below them.
        var own = touched.Count(finding => finding.Criterion.Kind is not (CriterionKind.Group or CriterionKind.Total or CriterionKind.Pass or CriterionKind.Conclusion));
        var points = FeelNumber.Zero;
        foreach (var finding in touched.Where(finding => finding.Criterion.Kind == CriterionKind.Indicator))
        {
            if (finding.Score is { } score && FeelNumber.TrySubtract(score.High, score.Low, out var width)) FeelNumber.TryAdd(points, width, out points);
        }

        return new MissingFact(fact, DecidesAlone(fact), own, points);
    }

    private bool DecidesAlone(FactDefinition fact) => CandidateValues.Of(run.Scheme, fact).Any(value =>
        run.With(CandidateValues.Single(fact, value)).Conclude(conclusion) != Outcome.Unknown);
}
