using System.Runtime.CompilerServices;

namespace Funeng.Feel.Values;

/// <summary>
/// A FEEL number: up to 34 significant digits times a power of ten, as in IEEE 754 decimal128, without NaN, infinities and negative zero.
/// Every operation rounds once, half to even. Trailing zeros carry no meaning.
/// </summary>
public readonly partial struct FeelNumber : IEquatable<FeelNumber>, IComparable<FeelNumber>
{
    /// <summary>The number of significant digits.</summary>
    internal const int Precision = 34;

    /// <summary>The smallest exponent of ten.</summary>
    internal const int MinExponent = -6176;

    /// <summary>The largest exponent of ten.</summary>
    internal const int MaxExponent = 6111;

    // The significand is the signed 128-bit number (_high, _low); most numbers fit its lower 64 bits.
    private readonly long _high;
    private readonly ulong _low;
    private readonly int _exponent;

    internal FeelNumber(long significand, int exponent)
    {
        _high = significand >> 63;
        _low = (ulong)significand;
        _exponent = exponent;
    }

    private FeelNumber(Int128 significand, int exponent)
    {
        _high = (long)(ulong)(significand >> 64);
        _low = (ulong)significand;
        _exponent = exponent;
    }

    /// <summary>Zero.</summary>
    public static FeelNumber Zero => default;

    /// <summary>One.</summary>
    public static FeelNumber One => new(1, 0);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _high < 0 ? -1 : (_high | (long)_low) == 0 ? 0 : 1;

    /// <summary>Whether this is zero.</summary>
    public bool IsZero => (_high | (long)_low) == 0;

    /// <summary>Whether there is nothing after the decimal point.</summary>
    public bool IsInteger => _exponent >= 0 || Truncate() == this;

    internal bool IsSmall => _high == (long)_low >> 63;

    internal long SmallSignificand => (long)_low;

    internal int Exponent => _exponent;

    internal Int128 Significand => new((ulong)_high, _low);

    private UInt128 Magnitude => (UInt128)Int128.Abs(Significand);

    /// <summary>A whole number.</summary>
    internal static FeelNumber FromInt64(long value) => new(value, 0);

    /// <summary>A decimal, exactly.</summary>
    public static FeelNumber FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xFF;
        TryFinish(bits[3] < 0, magnitude, -scale, false, out var result);
        return result;
    }

    /// <summary>A whole number.</summary>
    public static implicit operator FeelNumber(int value) => FromInt64(value);

    /// <summary>A whole number.</summary>
    public static implicit operator FeelNumber(long value) => FromInt64(value);

    /// <summary>A decimal, exactly.</summary>
    public static implicit operator FeelNumber(decimal value) => FromDecimal(value);

    /// <summary>The number as a 64-bit whole number, if it is one.</summary>
    public bool TryToInt64(out long value)
    {
        var normal = Normalize();
        value = 0;
        if (!normal.IsSmall || normal._exponent is < 0 or > 18)
            return normal.IsZero;

        var high = Math.BigMul(normal.SmallSignificand, (long)PowersOfTen.UInt64(normal._exponent), out var low);
        value = low;
        return high == low >> 63;
    }

    internal static FeelNumber FromInt128(Int128 value)
    {
        TryFinish(value < 0, (UInt128)Int128.Abs(value), 0, false, out var result);
        return result;
    }

    // The whole part, if it fits.
    internal bool TryToInt128(out Int128 value)
    {
        var whole = Truncate();
        value = 0;
        if (whole._exponent <= 0)
        {
            value = whole._exponent < -PowersOfTen.Largest ? 0 : whole.Significand / (Int128)PowersOfTen.UInt128(-whole._exponent);
            return true;
        }

        if (PowersOfTen.DigitCount(whole.Magnitude) + whole._exponent > PowersOfTen.Largest)
            return false;
        value = whole.Significand * (Int128)PowersOfTen.UInt128(whole._exponent);
        return true;
    }

    /// <summary>The number as a decimal, if it fits without rounding.</summary>
    public bool TryToDecimal(out decimal value)
    {
        var normal = Normalize();
        var magnitude = normal.Magnitude;
        value = 0;
        if (normal._exponent < -28 || normal._exponent > 28)
            return normal.IsZero;
        if (normal._exponent > 0)
        {
            if (PowersOfTen.DigitCount(magnitude) + normal._exponent > 29)
                return false;
            magnitude *= PowersOfTen.UInt128(normal._exponent);
        }

        if (magnitude >> 96 != UInt128.Zero)
            return false;

        var low = (ulong)magnitude;
        value = new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), Sign < 0, (byte)Math.Max(-normal._exponent, 0));
        return true;
    }

    /// <summary>The nearest double; for charts and estimates only.</summary>
    public double ToDouble() => double.Parse(ToString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The order by value.</summary>
    public int CompareTo(FeelNumber other) => Compare(this, other);

    /// <summary>Equality by value: 1.0 equals 1.</summary>
    public bool Equals(FeelNumber other) => Compare(this, other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var normal = Normalize();
        return HashCode.Combine(normal._high, normal._low, normal._exponent);
    }

    /// <summary>Equality by value.</summary>
    public static bool operator ==(FeelNumber left, FeelNumber right) => Compare(left, right) == 0;

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(FeelNumber left, FeelNumber right) => Compare(left, right) != 0;

    /// <summary>Order by value.</summary>
    public static bool operator <(FeelNumber left, FeelNumber right) => Compare(left, right) < 0;

    /// <summary>Order by value.</summary>
    public static bool operator <=(FeelNumber left, FeelNumber right) => Compare(left, right) <= 0;

    /// <summary>Order by value.</summary>
    public static bool operator >(FeelNumber left, FeelNumber right) => Compare(left, right) > 0;

    /// <summary>Order by value.</summary>
    public static bool operator >=(FeelNumber left, FeelNumber right) => Compare(left, right) >= 0;

    /// <summary>The negative number.</summary>
    public static FeelNumber operator -(FeelNumber value) => new(-value.Significand, value._exponent);

    /// <summary>The magnitude.</summary>
    public FeelNumber Abs() => _high < 0 ? -this : this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Compare(in FeelNumber left, in FeelNumber right) =>
        left._exponent == right._exponent && left.IsSmall && right.IsSmall
            ? ((long)left._low).CompareTo((long)right._low)
            : CompareScaled(left, right);

    /// <summary>The order of two numbers of 63 bits; what grows out of 64 bits when scaled is the larger magnitude.</summary>
    internal static int CompareSmall(long left, int leftExponent, long right, int rightExponent)
    {
        if (leftExponent < rightExponent)
            return -CompareSmall(right, rightExponent, left, leftExponent);

        var difference = leftExponent - rightExponent;
        if (left == 0 || difference > 18)
            return left == 0 ? 0L.CompareTo(right) : Math.Sign(left);

        var high = Math.BigMul(left, (long)PowersOfTen.UInt64(difference), out var low);
        return high == low >> 63 ? low.CompareTo(right) : Math.Sign(left);
    }

    private static int CompareScaled(in FeelNumber left, in FeelNumber right)
    {
        if (left._exponent < right._exponent)
            return -CompareScaled(right, left);

        if (left.IsSmall && right.IsSmall)
            return CompareSmall((long)left._low, left._exponent, (long)right._low, right._exponent);

        var signs = left.Sign.CompareTo(right.Sign);
        if (signs != 0 || left.IsZero)
            return signs;

        var difference = left._exponent - right._exponent;
        // Left has the larger exponent. With more digits before the point it wins; otherwise scaling it up stays within 34 digits.
        var leftDigits = PowersOfTen.DigitCount(left.Magnitude) + difference;
        var rightDigits = PowersOfTen.DigitCount(right.Magnitude);
        var order = leftDigits != rightDigits
            ? leftDigits.CompareTo(rightDigits)
            : (left.Magnitude * PowersOfTen.UInt128(difference)).CompareTo(right.Magnitude);
        return left.Sign * order;
    }

    // Without trailing zeros; zero has exponent 0.
    internal FeelNumber Normalize()
    {
        if (IsZero)
            return default;
        if (IsSmall)
        {
            var small = (long)_low;
            var exponent = _exponent;
            while (small % 10 == 0 && exponent < MaxExponent)
            {
                small /= 10;
                exponent++;
            }

            return new FeelNumber(small, exponent);
        }

        var significand = Significand;
        var wideExponent = _exponent;
        while ((significand & 1) == 0 && wideExponent < MaxExponent)
        {
            var (quotient, remainder) = Int128.DivRem(significand, 10);
            if (remainder != 0)
                break;
            significand = quotient;
            wideExponent++;
        }

        return new FeelNumber(significand, wideExponent);
    }
}
