using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>A point or a range as two ends; an undefined end lies at infinity.</summary>
internal readonly struct RangeBounds
{
    private readonly FeelValue _start;
    private readonly FeelValue _end;
    private readonly bool _hasStart;
    private readonly bool _hasEnd;

    private RangeBounds(FeelValue point)
    {
        (_start, _end) = (point, point);
        (_hasStart, _hasEnd, StartIncluded, EndIncluded, IsPoint) = (true, true, true, true, true);
    }

    private RangeBounds(FeelRange range)
    {
        (_start, _end) = (range.Start, range.End);
        (_hasStart, _hasEnd) = (range.HasStart, range.HasEnd);
        (StartIncluded, EndIncluded) = (range.StartIncluded, range.EndIncluded);
    }

    public bool StartIncluded { get; }

    public bool EndIncluded { get; }

    public bool IsPoint { get; }

    private FeelValue Known => _hasStart ? _start : _end;

    /// <summary>The ends of a value; false when one is null, or when the range is everything but a value.</summary>
    public static bool TryOf(in FeelValue value, out RangeBounds bounds)
    {
        bounds = value.Kind == FeelKind.Range ? new RangeBounds(value.AsRange()) : new RangeBounds(value);
        if (value.Kind == FeelKind.Range && value.AsRange().Form == FeelRangeForm.NotEqual)
            return false;
        return !(bounds._hasStart && bounds._start.IsNull) && !(bounds._hasEnd && bounds._end.IsNull);
    }

    public bool IsComparableWith(in RangeBounds other) => FeelOperations.Compare(Known, other.Known) is not null;

    public int CompareStarts(in RangeBounds other) => _hasStart && other._hasStart
        ? Compare(_start, other._start)
        : _hasStart.CompareTo(other._hasStart);

    public int CompareEnds(in RangeBounds other) => _hasEnd && other._hasEnd
        ? Compare(_end, other._end)
        : other._hasEnd.CompareTo(_hasEnd);

    public int CompareEndToStart(in RangeBounds other) => _hasEnd && other._hasStart ? Compare(_end, other._start) : 1;

    private static int Compare(in FeelValue left, in FeelValue right) => FeelOperations.Compare(left, right) ?? 0;
}
