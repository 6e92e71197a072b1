using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Schemes.Check;

/// <summary>
/// The cases around every threshold of a pack: one step below, exactly and one step above it, with that fact alone known, and what the
/// criterion says. They are kept, so that a later change of a rule or of the engine at any bound is seen.
/// </summary>
public static class ThresholdCases
{
    private static readonly FeelNumber Hundredth = FeelNumber.FromDecimal(0.01m);

    public static IReadOnlyList<RuleCase> Of(RulePack pack, RuleBook book)
    {
        var on = pack.Scheme.EffectiveTo ?? pack.Scheme.EffectiveFrom?.AddMonths(3) ?? new DateOnly(2026, 6, 30);
        var nothing = book.View(new SubjectFacts.Builder(book.Catalogue).TitlesAreKnown(false).Build(), on);
        var bounds =
            from finding in book.Decide(pack, nothing).Findings
            where finding.Criterion.Kind is not (CriterionKind.Conclusion or CriterionKind.Group or CriterionKind.Total or CriterionKind.Pass)
            from evidence in finding.Evidence
            where evidence.Threshold is { Kind: FeelKind.Number } && book.Catalogue.Find(evidence.Definition.Key) is not null
            select (finding.Criterion, evidence.Definition, Threshold: evidence.Threshold!.Value.AsNumber());
        return [.. bounds.Distinct().SelectMany(bound => Around(bound.Criterion, bound.Definition, bound.Threshold, on, pack, book))];
    }

    private static IEnumerable<RuleCase> Around(
        Criterion criterion, FactDefinition fact, FeelNumber threshold, DateOnly on, RulePack pack, RuleBook book)
    {
        var step = fact.Type == FactType.Integer || fact.IsMoney ? FeelNumber.One : Hundredth;
        foreach (var (value, word) in new[] { (Add(threshold, -step), "前一步"), (threshold, "恰好"), (Add(threshold, step), "后一步") })
        {
            if (value is not { } known || (known < FeelNumber.Zero && fact.Domain.Length > 0)) continue;
            var situation = new RuleCase($"{criterion.Id} {fact.Name} {word} {known}", on, [new CaseFact(fact, FeelValue.From(known))], []);
            var finding = book.Decide(pack, book.View(situation.ToSubject(book.Catalogue), on)).Find(criterion.Id);
            if (finding is not null) yield return situation with { Expected = [new CaseExpectation(criterion.Id, RunCases.Say(finding))] };
        }
    }

    private static FeelNumber? Add(FeelNumber left, FeelNumber right) => FeelNumber.TryAdd(left, right, out var sum) ? sum : null;
}
