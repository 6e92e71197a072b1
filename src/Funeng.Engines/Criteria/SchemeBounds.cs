using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>One bound a scheme sets on a fact: 上年度营业收入 ≥ 1000万元, in the sense in which the rule wants it to hold.</summary>
/// <param name="Criterion">The criterion the bound shows in.</param>
/// <param name="Fact">The fact compared.</param>
/// <param name="Operator">As in FEEL: <c>&gt;=</c>, <c>&lt;</c>, <c>=</c> and so on.</param>
/// <param name="Value">The bound, in the fact's unit.</param>
public sealed record SchemeBound(Criterion Criterion, FactDefinition Fact, string Operator, FeelValue Value)
{
    /// <summary>Where the bound stands in the model; null for a cell of a table.</summary>
    public BoundPlace? Place { get; init; }
}

/// <summary>The place of a bound in the text of a decision.</summary>
/// <param name="Decision">Id of the decision.</param>
/// <param name="Text">The whole expression.</param>
/// <param name="Start">Index of the bound's first sign.</param>
/// <param name="Length">Number of its signs.</param>
public sealed record BoundPlace(string Decision, string Text, int Start, int Length)
{
    /// <summary>The expression with another bound in its place.</summary>
    /// <param name="bound">FEEL text.</param>
    /// <returns>The expression.</returns>
    public string With(string bound) => string.Concat(Text.AsSpan(0, Start), bound, Text.AsSpan(Start + Length));
}

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
            .Select(item => Bound(scheme, item.threshold, scheme.Decisions[item.Shown!.Value].Criterion!))
            .Distinct(),
    ];

    private static SchemeBound Bound(Scheme scheme, Threshold threshold, Criterion criterion) =>
        new(criterion, threshold.Atom.Fact!, Gaps.Sign(threshold.Atom.Operator), threshold.Value) { Place = Place(scheme, threshold) };

    private static BoundPlace? Place(Scheme scheme, Threshold threshold)
    {
        var span = threshold.Atom.Bound.Span;
        return threshold.Atom.Row is null && span.Source is { } source && span.Length > 0
            ? new BoundPlace(scheme.Decisions[threshold.Decision].Id, source.Text, span.Start, span.Length)
            : null;
    }
}
