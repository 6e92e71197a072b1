using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>One end of an interval: a number, included or not, or infinitely far away.</summary>
internal readonly record struct IntervalEnd(FeelNumber Value, sbyte Infinity, bool IsOpen)
{
    public static IntervalEnd NegativeInfinity => new(default, -1, true);

    public static IntervalEnd PositiveInfinity => new(default, 1, true);

    public bool IsFinite => Infinity == 0;

    public static IntervalEnd Closed(FeelNumber value) => new(value, 0, false);

    public static IntervalEnd Open(FeelNumber value) => new(value, 0, true);

    /// <summary>Order by place alone; whether the ends are included is not looked at.</summary>
    public int ComparePlace(in IntervalEnd other)
    {
        if (Infinity != 0 || other.Infinity != 0) return Infinity.CompareTo(other.Infinity);
        return Value.CompareTo(other.Value);
    }
}

/// <summary>The numbers between two ends; with <paramref name="IsInteger"/> the whole ones among them. Never empty when used.</summary>
internal readonly record struct Interval(IntervalEnd Low, IntervalEnd High, bool IsInteger)
{
    public static Interval All => new(IntervalEnd.NegativeInfinity, IntervalEnd.PositiveInfinity, false);

    public bool IsPoint => Low.IsFinite && High.IsFinite && !Low.IsOpen && !High.IsOpen && Low.Value == High.Value;

    public bool IsEmpty
    {
        get
        {
            if (!Low.IsFinite || !High.IsFinite) return false;
            var order = Low.Value.CompareTo(High.Value);
            if (order > 0 || (order == 0 && (Low.IsOpen || High.IsOpen))) return true;
            return IsInteger && FirstInteger(Low.Value, Low.IsOpen) > LastInteger(High.Value, High.IsOpen);
        }
    }

    public static Interval Point(FeelNumber value) => new(IntervalEnd.Closed(value), IntervalEnd.Closed(value), value.IsInteger);

    public static Interval Between(FeelNumber low, FeelNumber high) => new(IntervalEnd.Closed(low), IntervalEnd.Closed(high), false);

    public bool Contains(FeelNumber value)
    {
        if (IsInteger && !value.IsInteger) return false;
        return !Intersect(Point(value)).IsEmpty;
    }

    /// <summary>The smallest interval that holds both.</summary>
    public Interval Hull(in Interval other) =>
        new(Lower(Low, other.Low), Higher(High, other.High), IsInteger && other.IsInteger);

    /// <summary>What both hold; may be empty.</summary>
    public Interval Intersect(in Interval other)
    {
        var low = Low.ComparePlace(other.Low) switch
        {
            > 0 => Low,
            < 0 => other.Low,
            _ => Low with { IsOpen = Low.IsOpen || other.Low.IsOpen },
        };
        var high = High.ComparePlace(other.High) switch
        {
            < 0 => High,
            > 0 => other.High,
            _ => High with { IsOpen = High.IsOpen || other.High.IsOpen },
        };
        return new Interval(low, high, IsInteger || other.IsInteger);
    }

    /// <summary>Whether some number here is less than some number there; with <paramref name="orEqual"/> not greater.</summary>
    public bool MayBeLess(in Interval other, bool orEqual)
    {
        var order = Low.ComparePlace(other.High);
        if (order != 0 || !Low.IsFinite) return order < 0;
        return orEqual && !Low.IsOpen && !other.High.IsOpen;
    }

    public static Interval? Add(in Interval left, in Interval right)
    {
        if (!TryAdd(left.Low, right.Low, -1, out var low) || !TryAdd(left.High, right.High, 1, out var high)) return null;
        return new Interval(low, high, left.IsInteger && right.IsInteger);
    }

    public static Interval Negate(in Interval value) => new(Negate(value.High), Negate(value.Low), value.IsInteger);

    public static Interval? Multiply(in Interval left, in Interval right) =>
        FromCorners(left, right, TryMultiply, left.IsInteger && right.IsInteger);

    /// <summary>The quotients, or null where some quotient does not exist.</summary>
    public static Interval? Divide(in Interval left, in Interval right)
    {
        if (right.Contains(FeelNumber.Zero)) return null;
        return FromCorners(left, right, TryDivide, isInteger: false);
    }

    internal static FeelNumber FirstInteger(FeelNumber low, bool isOpen)
    {
        var first = low.Ceiling();
        return isOpen && first == low ? Next(first, 1) : first;
    }

    internal static FeelNumber LastInteger(FeelNumber high, bool isOpen)
    {
        var last = high.Floor();
        return isOpen && last == high ? Next(last, -1) : last;
    }

    private static FeelNumber Next(FeelNumber value, int step) => FeelNumber.TryAdd(value, step, out var next) ? next : value;

    private static IntervalEnd Lower(in IntervalEnd left, in IntervalEnd right) => left.ComparePlace(right) switch
    {
        < 0 => left,
        > 0 => right,
        _ => left with { IsOpen = left.IsOpen && right.IsOpen },
    };

    private static IntervalEnd Higher(in IntervalEnd left, in IntervalEnd right) => left.ComparePlace(right) switch
    {
        > 0 => left,
        < 0 => right,
        _ => left with { IsOpen = left.IsOpen && right.IsOpen },
    };

    private static IntervalEnd Negate(in IntervalEnd end) =>
        end.IsFinite ? end with { Value = -end.Value } : end with { Infinity = (sbyte)-end.Infinity };

    // Ends computed with rounding are closed: a value just inside an open end may round onto the end's image.
    private static bool TryAdd(in IntervalEnd left, in IntervalEnd right, sbyte side, out IntervalEnd sum)
    {
        sum = side < 0 ? IntervalEnd.NegativeInfinity : IntervalEnd.PositiveInfinity;
        if (!left.IsFinite || !right.IsFinite) return true;
        var isSound = FeelNumber.TryAdd(left.Value, right.Value, out var value);
        sum = IntervalEnd.Closed(value);
        return isSound;
    }

    private delegate bool Corner(in IntervalEnd left, in IntervalEnd right, out IntervalEnd corner);

    private static Interval? FromCorners(in Interval left, in Interval right, Corner corner, bool isInteger)
    {
        if (!corner(left.Low, right.Low, out var a) || !corner(left.Low, right.High, out var b)) return null;
        if (!corner(left.High, right.Low, out var c) || !corner(left.High, right.High, out var d)) return null;
        return new Interval(Lower(Lower(a, b), Lower(c, d)), Higher(Higher(a, b), Higher(c, d)), isInteger);
    }

    private static bool TryMultiply(in IntervalEnd left, in IntervalEnd right, out IntervalEnd product)
    {
        var isSound = true;
        var value = FeelNumber.Zero;
        if (left.IsFinite && right.IsFinite) isSound = FeelNumber.TryMultiply(left.Value, right.Value, out value);
        else if (Sign(left) * Sign(right) is var sign and not 0)
        {
            product = sign < 0 ? IntervalEnd.NegativeInfinity : IntervalEnd.PositiveInfinity;
            return true;
        }

        // Zero times infinity: the products near this corner are bounded by the other corners; zero itself is one of them.
        product = IntervalEnd.Closed(value);
        return isSound;
    }

    private static bool TryDivide(in IntervalEnd left, in IntervalEnd right, out IntervalEnd quotient)
    {
        quotient = IntervalEnd.Closed(FeelNumber.Zero);
        if (!right.IsFinite || Sign(left) == 0) return true;
        if (left.IsFinite && !right.Value.IsZero)
        {
            var isSound = FeelNumber.TryDivide(left.Value, right.Value, out var value);
            quotient = IntervalEnd.Closed(value);
            return isSound;
        }

        // A divisor of zero is an excluded end here. From which side it is neared, the caller's interval no longer says: both.
        if (right.Value.IsZero) return false;
        quotient = Sign(left) * right.Value.Sign < 0 ? IntervalEnd.NegativeInfinity : IntervalEnd.PositiveInfinity;
        return true;
    }

    private static int Sign(in IntervalEnd end) => end.IsFinite ? end.Value.Sign : end.Infinity;
}
