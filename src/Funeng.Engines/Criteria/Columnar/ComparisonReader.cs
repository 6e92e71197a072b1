using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Comparisons of facts, days, texts, truths and points with constants, as terms; null for what has none.</summary>
internal sealed class ComparisonReader(Scheme scheme, ColumnSet columns, TermReader terms, PointsReader points)
{
    /// <summary>A quantity between two constants.</summary>
    public Truth.All? Between(Place place, BoundBetween between)
    {
        var low = Compare(place, ComparisonOperator.GreaterOrEqual, between.Value, between.Low);
        var high = Compare(place, ComparisonOperator.LessOrEqual, between.Value, between.High);
        return low is null || high is null ? null : new Truth.All([low, high]);
    }

    /// <summary>A comparison of a quantity with a constant, either way round.</summary>
    public Truth? Compare(Place place, ComparisonOperator comparison, BoundExpression left, BoundExpression right)
    {
        if (terms.Constant(place, right) is { } bound) return CompareWith(place, comparison, left, bound);
        return terms.Constant(place, left) is { } other ? CompareWith(place, Mirror(comparison), right, other) : null;
    }

    private Truth? CompareWith(Place place, ComparisonOperator comparison, BoundExpression quantity, in Possible bound)
    {
        if (!bound.TryGetValue(out var value)) return null;
        return value.Kind switch
        {
            FeelKind.Number => CompareNumber(place, comparison, quantity, value.AsNumber()),
            FeelKind.Date => CompareDay(place, comparison, quantity, value.AsDate()),
            FeelKind.String => CompareText(place, comparison, quantity, value.AsString()),
            FeelKind.Boolean => CompareTruth(place, comparison, quantity, value.IsTrue),
            _ => null,
        };
    }

    private Truth? CompareNumber(Place place, ComparisonOperator comparison, BoundExpression quantity, FeelNumber bound)
    {
        var (where, node) = terms.Unwrap(place, quantity);
        if (TermReader.FactOf(where, node) is { } fact)
        {
            return fact.Type is FactType.Number or FactType.Integer ? Order(columns.Number(fact), comparison, bound) : null;
        }

        var isOrder = comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual);
        if (isOrder && points.Read(where, node) is { } sum && PointsLowering.CanCount(sum)) return Order(comparison, bound, cut => new Truth.Reaches(sum, cut));
        if (node.Type != FeelType.Number || !TermReader.IsWhole(where, node)) return null;
        return Order(columns.NumberPart(scheme, where.Rule, node), comparison, bound);
    }

    private Truth? CompareDay(Place place, ComparisonOperator comparison, BoundExpression quantity, FeelDate day)
    {
        var (where, node) = terms.Unwrap(place, quantity);
        if (TermReader.FactOf(where, node) is not { Type: FactType.Date } fact || !day.TryToDateOnly(out var date)) return null;
        return Order(columns.Number(fact), comparison, date.DayNumber);
    }

    private Truth? CompareText(Place place, ComparisonOperator comparison, BoundExpression quantity, string text)
    {
        var (where, node) = terms.Unwrap(place, quantity);
        if (TermReader.FactOf(where, node) is not { Type: FactType.Text } fact) return null;
        return comparison switch
        {
            ComparisonOperator.Equal => OneOf(fact, [text]),
            ComparisonOperator.NotEqual => Truth.Negate(OneOf(fact, [text])),
            _ => null,
        };
    }

    private Truth? CompareTruth(Place place, ComparisonOperator comparison, BoundExpression quantity, bool wanted)
    {
        if (quantity.Type != FeelType.Boolean || comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual)) return null;
        var truth = terms.Read(place, quantity);
        return wanted == (comparison == ComparisonOperator.Equal) ? truth : Truth.Negate(truth);
    }

    private Truth? Order(NumberCodes? column, ComparisonOperator comparison, FeelNumber bound)
    {
        terms.Demand(column is not null);
        if (column is null) return Truth.Either;
        if (comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual)) return Order(comparison, bound, cut => Passes(column, cut));
        terms.Demand(column.Ask(Cut.At(bound)) & column.Ask(Cut.Behind(bound)));
        column.ComparesWithFraction |= !bound.IsInteger;
        var equal = new Truth.Is(column, bound);
        return comparison == ComparisonOperator.Equal ? equal : Truth.Negate(equal);
    }

    private static Truth Order(ComparisonOperator comparison, FeelNumber bound, Func<Cut, Truth> passes) => comparison switch
    {
        ComparisonOperator.GreaterOrEqual => passes(Cut.At(bound)),
        ComparisonOperator.Greater => passes(Cut.Behind(bound)),
        ComparisonOperator.Less => Truth.Negate(passes(Cut.At(bound))),
        _ => Truth.Negate(passes(Cut.Behind(bound))),
    };

    private Truth.Passes Passes(NumberCodes column, Cut cut)
    {
        terms.Demand(column.Ask(cut));
        return new Truth.Passes(column, cut);
    }

    private Truth OneOf(FactDefinition fact, IReadOnlyList<string> texts)
    {
        var column = columns.Text(fact);
        terms.Demand(column is not null);
        if (column is null) return Truth.Either;
        var missing = Possible.False;
        foreach (var text in texts)
        {
            terms.Demand(column.Ask(text));
            var equal = PossibleComparison.Compare(ComparisonOperator.Equal, column.Missing, Possible.OneOf(text));
            missing = Possible.Of(missing.MayBeTrue || equal.MayBeTrue, missing.MayBeFalse && equal.MayBeFalse);
        }

        return new Truth.OneOf(column, texts, missing.MayBeTrue, missing.MayBeFalse);
    }

    /// <summary>A quantity in a range, a list, or equal to a value.</summary>
    public Truth? Member(Place place, BoundExpression value, BoundExpression test)
    {
        if (test is BoundRange range)
        {
            Truth? low = range.Low is null ? Truth.True : Compare(place, range.LowIncluded ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.Greater, value, range.Low);
            Truth? high = range.High is null ? Truth.True : Compare(place, range.HighIncluded ? ComparisonOperator.LessOrEqual : ComparisonOperator.Less, value, range.High);
            return low is null || high is null ? null : new Truth.All([low, high]);
        }

        if (test is BoundList list) return Some(list.Items.Select(item => Member(place, value, item)));
        return terms.Constant(place, test) is { } constant && constant.TryGetValue(out var known) ? Member(place, value, known) : null;
    }

    private Truth? Member(Place place, BoundExpression value, FeelValue test)
    {
        switch (test.Kind)
        {
            case FeelKind.Range:
                var range = test.AsRange();
                var above = range.StartIncluded || range.Form == FeelRangeForm.GreaterOrEqual ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.Greater;
                var below = range.EndIncluded || range.Form == FeelRangeForm.LessOrEqual ? ComparisonOperator.LessOrEqual : ComparisonOperator.Less;
                var low = range.HasStart ? CompareWith(place, above, value, Possible.Of(range.Start)) : Truth.True;
                var high = range.HasEnd ? CompareWith(place, below, value, Possible.Of(range.End)) : Truth.True;
                return low is null || high is null ? null : new Truth.All([low, high]);
            case FeelKind.List when test.AsList().All(item => item.Kind == FeelKind.String) && FactOf(terms.Unwrap(place, value)) is { Type: FactType.Text } fact:
                return OneOf(fact, [.. test.AsList().Select(item => item.AsString()).Distinct()]);
            case FeelKind.List:
                return Some(test.AsList().Select(item => Member(place, value, item)));
            default:
                return CompareWith(place, ComparisonOperator.Equal, value, Possible.Of(test));
        }
    }

    private static Truth? Some(IEnumerable<Truth?> tests)
    {
        var read = tests.ToList();
        return read.Contains(null) ? null : Truth.AnyOf(read.OfType<Truth>());
    }

    private static FactDefinition? FactOf((Place Place, BoundExpression Node) unwrapped) => TermReader.FactOf(unwrapped.Place, unwrapped.Node);

    private static ComparisonOperator Mirror(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}
