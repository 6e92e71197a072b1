using Funeng.Engines.Criteria;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Reads bounds and choices out of the tests of a domain. What it cannot read leaves the domain wider, never narrower.</summary>
internal static class DomainReader
{
    public static FactDomain Read(FactDefinition definition, BoundExpression tests)
    {
        var interval = definition.Type is FactType.Number or FactType.Integer ? NumbersOf(tests) : null;
        return new FactDomain(
            interval is { Low.IsFinite: true } low ? low.Low.Value : null,
            interval is { Low.IsOpen: false },
            interval is { High.IsFinite: true } high ? high.High.Value : null,
            interval is { High.IsOpen: false },
            definition.Type == FactType.Text ? TextsOf(tests) : null);
    }

    private static Interval? NumbersOf(BoundExpression test) => test switch
    {
        BoundUnaryTests { Negated: false, Tests.Count: > 0 } tests => Hull(tests.Tests.Select(NumbersOf)),
        BoundLogic { Operator: LogicOperator.Or } either => Hull([NumbersOf(either.Left), NumbersOf(either.Right)]),
        BoundLogic both => Both(NumbersOf(both.Left), NumbersOf(both.Right)),
        BoundComparison { Left: BoundVariable, Right: BoundLiteral { Value.Kind: FeelKind.Number } bound } comparison =>
            Beyond(comparison.Operator, bound.Value.AsNumber()),
        BoundMembership { Value: BoundVariable, Test: BoundLiteral literal } => NumbersOf(literal.Value),
        BoundLiteral { Value.IsTrue: true } => null,
        _ => null,
    };

    private static Interval? NumbersOf(FeelValue value) => value.Kind switch
    {
        FeelKind.Number => Interval.Point(value.AsNumber()),
        FeelKind.Range => OfRange(value.AsRange()),
        FeelKind.List => Hull(value.AsList().Select(NumbersOf)),
        _ => null,
    };

    private static Interval? OfRange(FeelRange range)
    {
        var low = IntervalEnd.NegativeInfinity;
        var high = IntervalEnd.PositiveInfinity;
        if (range.HasStart)
        {
            if (range.Start.Kind != FeelKind.Number) return null;
            low = new IntervalEnd(range.Start.AsNumber(), 0, !(range.StartIncluded || range.Form == FeelRangeForm.GreaterOrEqual));
        }

        if (range.HasEnd)
        {
            if (range.End.Kind != FeelKind.Number) return null;
            high = new IntervalEnd(range.End.AsNumber(), 0, !(range.EndIncluded || range.Form == FeelRangeForm.LessOrEqual));
        }

        return new Interval(low, high, false);
    }

    private static Interval? Beyond(ComparisonOperator comparison, FeelNumber bound) => comparison switch
    {
        ComparisonOperator.Less => new Interval(IntervalEnd.NegativeInfinity, IntervalEnd.Open(bound), false),
        ComparisonOperator.LessOrEqual => new Interval(IntervalEnd.NegativeInfinity, IntervalEnd.Closed(bound), false),
        ComparisonOperator.Greater => new Interval(IntervalEnd.Open(bound), IntervalEnd.PositiveInfinity, false),
        ComparisonOperator.GreaterOrEqual => new Interval(IntervalEnd.Closed(bound), IntervalEnd.PositiveInfinity, false),
        ComparisonOperator.Equal => Interval.Point(bound),
        _ => null,
    };

    private static Interval? Hull(IEnumerable<Interval?> parts)
    {
        Interval? hull = null;
        foreach (var part in parts)
        {
            if (part is not { } known) return null;
            hull = hull is { } so ? so.Hull(known) : known;
        }

        return hull is { } result ? result with { IsInteger = false } : null;
    }

    private static Interval? Both(Interval? left, Interval? right)
    {
        if (left is not { } one) return right;
        return right is { } two ? one.Intersect(two) : one;
    }

    private static List<string>? TextsOf(BoundExpression test)
    {
        if (test is not BoundUnaryTests { Negated: false, Tests.Count: > 0 } tests) return null;
        var texts = new List<string>();
        foreach (var item in tests.Tests)
        {
            var named = item switch
            {
                BoundMembership { Value: BoundVariable, Test: BoundLiteral literal } => literal.Value,
                BoundComparison { Operator: ComparisonOperator.Equal, Left: BoundVariable, Right: BoundLiteral literal } => literal.Value,
                _ => FeelValue.Null,
            };
            if (named.Kind != FeelKind.String) return null;
            texts.Add(named.AsString());
        }

        return texts;
    }
}
