using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Comparisons and membership of values that are still possible.</summary>
internal static class PossibleComparison
{
    public static Possible Compare(ComparisonOperator comparison, in Possible left, in Possible right) => comparison switch
    {
        ComparisonOperator.Equal => Equal(left, right),
        ComparisonOperator.NotEqual => Equal(left, right).Not(),
        ComparisonOperator.Less => Less(left, right, orEqual: false),
        ComparisonOperator.LessOrEqual => Less(left, right, orEqual: true),
        ComparisonOperator.Greater => Less(right, left, orEqual: false),
        _ => Less(right, left, orEqual: true),
    };

    /// <summary>Containment in a range; an end that is null is no bound.</summary>
    public static Possible InRange(in Possible value, Possible? low, bool lowIncluded, Possible? high, bool highIncluded)
    {
        var above = low is { } start ? Less(start, value, lowIncluded) : Possible.True;
        var below = high is { } end ? Less(value, end, highIncluded) : Possible.True;
        return Possible.Of(above.MayBeTrue && below.MayBeTrue, above.MayBeFalse || below.MayBeFalse);
    }

    /// <summary>A value against a test value: in a range, in a list, or equal.</summary>
    public static Possible Member(in Possible value, in Possible test)
    {
        if (test.Kind == PossibleKind.Value && test.TryGetValue(out var fixedTest) && fixedTest.Kind == FeelKind.Range)
        {
            var range = fixedTest.AsRange();
            Possible? low = range.HasStart ? Possible.Of(range.Start) : null;
            Possible? high = range.HasEnd ? Possible.Of(range.End) : null;
            var isStartIncluded = range.StartIncluded || range.Form == FeelRangeForm.GreaterOrEqual;
            var isEndIncluded = range.EndIncluded || range.Form == FeelRangeForm.LessOrEqual;
            return InRange(value, low, isStartIncluded, high, isEndIncluded);
        }

        if (test.Kind != PossibleKind.List || value.Kind == PossibleKind.List) return Equal(value, test);
        var result = Possible.False;
        foreach (var item in test.Items)
        {
            var outcome = Member(value, item.Value);
            if (item.MayBeAbsent) outcome = outcome.Union(Possible.False);
            result = Possible.Of(result.MayBeTrue || outcome.MayBeTrue, result.MayBeFalse && outcome.MayBeFalse);
        }

        return result;
    }

    private static Possible Less(in Possible left, in Possible right, bool orEqual)
    {
        if (left.TryGetValue(out var one) && right.TryGetValue(out var two))
        {
            return FeelOperations.Compare(one, two) is { } order ? Possible.Of(FeelValue.From(orEqual ? order <= 0 : order < 0)) : Possible.Either;
        }

        if (left.Kind != PossibleKind.Number || right.Kind != PossibleKind.Number) return Possible.Either;
        var (lower, upper) = (left.Interval, right.Interval);
        return Possible.Of(lower.MayBeLess(upper, orEqual), upper.MayBeLess(lower, !orEqual));
    }

    private static Possible Equal(in Possible left, in Possible right)
    {
        if (left.TryGetValue(out var one) && right.TryGetValue(out var two))
        {
            var equal = FeelOperations.Equal(one, two);
            return equal.Kind == FeelKind.Boolean ? Possible.Of(equal) : Possible.Either;
        }

        if (left.Kind != right.Kind) return Possible.Either;
        var mayBeEqual = left.Kind switch
        {
            PossibleKind.Number => !left.Interval.Intersect(right.Interval).IsEmpty,
            PossibleKind.Text => left.Texts is null || right.Texts is null || left.Texts.Intersect(right.Texts).Any(),
            _ => true,
        };
        return Possible.Of(mayBeEqual, mayBeFalse: true);
    }
}
