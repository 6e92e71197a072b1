using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Relations of points and ranges (DMN 1.5, table 81, after Allen's interval algebra).</summary>
internal static class RangeFunctions
{
    private delegate bool Relation(in RangeBounds first, in RangeBounds second);

    public static readonly BuiltIn[] All =
    [
        AnyPair("before", Before),
        AnyPair("after", (in first, in second) => Before(second, first)),
        Ranges("meets", Meets),
        Ranges("met by", (in first, in second) => Meets(second, first)),
        Ranges("overlaps", Overlaps),
        Ranges("overlaps before", OverlapsBefore),
        Ranges("overlaps after", (in first, in second) => OverlapsBefore(second, first)),
        PointFirst("finishes", Finishes),
        RangeFirst("finished by", (in first, in second) => Finishes(second, first)),
        RangeFirst("includes", Includes),
        PointFirst("during", (in first, in second) => Includes(second, first)),
        PointFirst("starts", Starts),
        RangeFirst("started by", (in first, in second) => Starts(second, first)),
        new("coincides", Of("point1: point, point2: point", Coincides), Of("range1: range, range2: range", Coincides)),
    ];

    private static BuiltIn AnyPair(string name, Relation relation) => new(
        name,
        Of("point1: point, point2: point", relation),
        Of("point: point, range: range", relation),
        Of("range: range, point: point", relation),
        Of("range1: range, range2: range", relation));

    private static BuiltIn Ranges(string name, Relation relation) => new(name, Of("range1: range, range2: range", relation));

    private static BuiltIn PointFirst(string name, Relation relation) => new(
        name, Of("point: point, range: range", relation), Of("range1: range, range2: range", relation));

    private static BuiltIn RangeFirst(string name, Relation relation) => new(
        name, Of("range: range, point: point", relation), Of("range1: range, range2: range", relation));

    private static BuiltInSignature Of(string parameters, Relation relation) =>
        BuiltInSignature.Of(parameters, FeelType.Boolean, (in call) => Relate(call, relation));

    private static FeelValue Relate(in BuiltInCall call, Relation relation)
    {
        if (!RangeBounds.TryOf(call[0], out var first) || !RangeBounds.TryOf(call[1], out var second) || !first.IsComparableWith(second))
            return call.WrongKind("a relation of ranges", call[0], call[1]);
        return relation(first, second);
    }

    private static bool Before(in RangeBounds first, in RangeBounds second)
    {
        var order = first.CompareEndToStart(second);
        return order < 0 || (order == 0 && !(first.EndIncluded && second.StartIncluded));
    }

    private static bool Meets(in RangeBounds first, in RangeBounds second) =>
        first.EndIncluded && second.StartIncluded && first.CompareEndToStart(second) == 0;

    private static bool Overlaps(in RangeBounds first, in RangeBounds second) => Reaches(first, second) && Reaches(second, first);

    private static bool Reaches(in RangeBounds first, in RangeBounds second)
    {
        var order = first.CompareEndToStart(second);
        return order > 0 || (order == 0 && first.EndIncluded && second.StartIncluded);
    }

    private static bool OverlapsBefore(in RangeBounds first, in RangeBounds second)
    {
        var starts = first.CompareStarts(second);
        var ends = first.CompareEnds(second);
        return (starts < 0 || (starts == 0 && first.StartIncluded && !second.StartIncluded))
            && Reaches(first, second)
            && (ends < 0 || (ends == 0 && (!first.EndIncluded || second.EndIncluded)));
    }

    private static bool Finishes(in RangeBounds first, in RangeBounds second)
    {
        if (first.IsPoint)
            return second.EndIncluded && first.CompareEnds(second) == 0;

        var starts = first.CompareStarts(second);
        return first.EndIncluded == second.EndIncluded && first.CompareEnds(second) == 0
            && (starts > 0 || (starts == 0 && (!first.StartIncluded || second.StartIncluded)));
    }

    private static bool Starts(in RangeBounds first, in RangeBounds second)
    {
        if (first.IsPoint)
            return second.StartIncluded && first.CompareStarts(second) == 0;

        var ends = first.CompareEnds(second);
        return first.StartIncluded == second.StartIncluded && first.CompareStarts(second) == 0
            && (ends < 0 || (ends == 0 && (!first.EndIncluded || second.EndIncluded)));
    }

    private static bool Includes(in RangeBounds first, in RangeBounds second)
    {
        var starts = first.CompareStarts(second);
        var ends = first.CompareEnds(second);
        return (starts < 0 || (starts == 0 && (first.StartIncluded || !second.StartIncluded)))
            && (ends > 0 || (ends == 0 && (first.EndIncluded || !second.EndIncluded)));
    }

    private static bool Coincides(in RangeBounds first, in RangeBounds second) =>
        first.CompareStarts(second) == 0 && first.CompareEnds(second) == 0
        && first.StartIncluded == second.StartIncluded && first.EndIncluded == second.EndIncluded;
}
