using System.Collections;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Turns a decided scheme into findings: evidence and gaps for each criterion, and what to ask for.</summary>
internal sealed class Explainer(SchemeRun run, int conclusion)
{
    private readonly Scheme scheme = run.Scheme;

    public Verdict Survey()
    {
        var outcome = run.Conclude(conclusion);
        var findings = FindAll(isExplained: false);
        var total = findings.LastOrDefault(finding => finding.Criterion.Kind == CriterionKind.Total)?.Score;
        IReadOnlyList<MissingFact> missing = outcome == Outcome.Unknown
            ? [.. MissingFacts.Of(run, conclusion).Select(fact => new MissingFact(fact, false, 0, FeelNumber.Zero))]
            : [];
        return new Verdict(scheme, run.Facts.View.On, outcome, total, findings, missing) { FindBlocking = () => Blocking(findings) };
    }

    public Verdict Explain()
    {
        var outcome = run.Conclude(conclusion);
        var findings = FindAll(isExplained: true);
        var total = findings.LastOrDefault(finding => finding.Criterion.Kind == CriterionKind.Total)?.Score;
        var missing = outcome == Outcome.Unknown ? new MissingFactRanking(run, conclusion, findings) : (IReadOnlyList<MissingFact>)[];
        return new Verdict(scheme, run.Facts.View.On, outcome, total, findings, missing) { FindBlocking = () => Blocking(findings) };
    }

    private IReadOnlyList<BlockingFinding> Blocking(IReadOnlyList<Finding> findings)
    {
        var blocking = new List<BlockingFinding>();
        foreach (var part in PathPart.Of(scheme, conclusion))
        {
            var holds = part.Evaluate(run);
            if (holds.IsCertainlyTrue) continue;
            var isOpen = !holds.IsCertainlyFalse;
            // A condition of the conclusion itself is named by the criteria it is about, any other by the criterion it stands in.
            var named = part.Owner == conclusion && part.Named.Count > 0 ? part.Named : [part.Owner];
            var candidates = named.Select(index => scheme.Decisions[index].Criterion).OfType<Criterion>()
                .Select(criterion => findings.First(finding => finding.Criterion.Id == criterion.Id)).ToList();
            var said = candidates.Where(finding => finding.Outcome == (isOpen ? Outcome.Unknown : Outcome.NotMet)).ToList();
            blocking.AddRange((said.Count > 0 ? said : candidates).Select(finding => new BlockingFinding(finding, isOpen)));
        }

        return [.. blocking.DistinctBy(item => item.Finding.Criterion.Id)];
    }

    private List<Finding> FindAll(bool isExplained)
    {
        var findings = new List<Finding>(scheme.Decisions.Count);
        for (var index = 0; index < scheme.Decisions.Count; index++)
        {
            if (scheme.Decisions[index].Criterion is { } criterion) findings.Add(Find(index, criterion, isExplained));
        }

        return findings;
    }

    private Finding Find(int index, Criterion criterion, bool isExplained)
    {
        var value = run.Decide(index);
        var yieldsTruth = YieldsTruth(criterion, value);
        IReadOnlyList<Evidence> evidence = isExplained ? new EvidenceCollector(run, index).Collect() : [];
        return new Finding(
            criterion,
            yieldsTruth ? SchemeRun.OutcomeOf(value) : null,
            yieldsTruth ? null : SchemeRun.ScoreOf(value, criterion),
            !yieldsTruth && value.Kind == PossibleKind.Text && value.TryGetValue(out var text) ? text.AsString() : null,
            evidence,
            !isExplained || IsDecided(value) ? [] : MissingFacts.Of(run, index));
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

/// <summary>Missing facts ordered by what they would decide. Weighing them costs more than the verdict, so it waits until someone looks.</summary>
internal sealed class MissingFactRanking : IReadOnlyList<MissingFact>
{
    private readonly SchemeRun run;
    private readonly int conclusion;
    private readonly IReadOnlyList<Finding> findings;
    private readonly IReadOnlyList<FactDefinition> facts;
    private readonly Lazy<List<MissingFact>> ranked;

    public MissingFactRanking(SchemeRun run, int conclusion, IReadOnlyList<Finding> findings)
    {
        this.run = run;
        this.conclusion = conclusion;
        this.findings = findings;
        facts = MissingFacts.Of(run, conclusion);
        ranked = new Lazy<List<MissingFact>>(Rank);
    }

    public int Count => facts.Count;

    public MissingFact this[int index] => ranked.Value[index];

    public IEnumerator<MissingFact> GetEnumerator() => ranked.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<MissingFact> Rank() =>
    [
        .. facts.Select(Weigh)
            .OrderByDescending(fact => fact.DecidesAlone)
            .ThenByDescending(fact => fact.CriteriaTouched)
            .ThenByDescending(fact => fact.PointsTouched)
            .ThenBy(fact => fact.Definition.Number),
    ];

    private MissingFact Weigh(FactDefinition fact)
    {
        var touched = findings.Where(finding => finding.Missing.Any(missing => missing.Key == fact.Key)).ToList();
        // Groups and conclusions only repeat what is below them.
        var own = touched.Count(finding => finding.Criterion.Kind
            is not (CriterionKind.Group or CriterionKind.Total or CriterionKind.Pass or CriterionKind.Conclusion));
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
