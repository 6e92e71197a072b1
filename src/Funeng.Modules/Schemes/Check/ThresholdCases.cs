using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes.Check;

/// <summary>
/// The cases around every threshold of a pack: one step below, exactly and one step above it. They are kept, so that a later change of a
/// rule or of the engine at any bound is seen.
/// </summary>
public static class ThresholdCases
{
    public static IReadOnlyList<RuleCase> Of(RulePack pack)
    {
        var on = pack.Scheme.EffectiveTo ?? pack.Scheme.EffectiveFrom?.AddMonths(3) ?? new DateOnly(2026, 6, 30);
        return [.. BoundaryCases.Of(pack.Scheme, on).Select(bound => Case(bound, on))];
    }

    private static RuleCase Case(BoundaryCase bound, DateOnly on)
    {
        var side = bound.Side switch { < 0 => "前一步", 0 => "恰好", _ => "后一步" };
        var facts = bound.Facts.Select(fact => new CaseFact(fact.Key, fact.Value)).ToList();
        var result = (bound.Outcome, bound.Score, bound.Class) switch
        {
            ({ } outcome, _, _) => VerdictSummary.Say(outcome),
            (_, { } score, _) => score.ToString(),
            (_, _, { } named) => named,
            _ => "unknown",
        };
        return new RuleCase($"{bound.Criterion.Id} {bound.Fact.Name} {side} {facts[0].Value}", on, facts, [new CaseExpectation(bound.Criterion.Id, result)]);
    }
}
