using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>One bound a scheme sets on a fact: 上年度营业收入 ≥ 1000万元, in the sense in which the rule wants it to hold.</summary>
/// <param name="Criterion">The criterion the bound shows in.</param>
/// <param name="Fact">The fact compared.</param>
/// <param name="Operator">As in FEEL: <c>&gt;=</c>, <c>&lt;</c>, <c>=</c> and so on.</param>
/// <param name="Value">The bound, in the fact's unit.</param>
public sealed record SchemeBound(Criterion Criterion, FactDefinition Fact, string Operator, FeelValue Value);

/// <summary>Reads the bounds a scheme sets, for people who compare one text of a rule with another.</summary>
public static class SchemeBounds
{
    /// <summary>Every comparison of a fact with a constant, in the order of the criteria; a computed quantity without a name of its own is left out.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <returns>Each bound once for every criterion.</returns>
    public static IReadOnlyList<SchemeBound> Of(Scheme scheme) =>
    [
        .. scheme.Thresholds
            .Where(threshold => threshold is { Decision: >= 0, Atom.Fact: not null } && !threshold.Value.IsNull)
            .Select(threshold => (threshold, Shown: BoundaryCases.Shown(scheme, threshold.Decision)))
            .Where(item => item.Shown is not null)
            .Select(item => new SchemeBound(
                scheme.Decisions[item.Shown!.Value].Criterion!, item.threshold.Atom.Fact!, Gaps.Sign(item.threshold.Atom.Operator), item.threshold.Value))
            .Distinct(),
    ];
}
