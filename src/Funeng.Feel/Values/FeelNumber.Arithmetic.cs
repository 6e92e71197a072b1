namespace Funeng.Feel.Values;

/// <content>Sums, products and quotients: a path for significands of 63 bits, and the exact wide path with one rounding.</content>
public readonly partial struct FeelNumber
{
    private const int WorkingDigits = 37;

    private static UInt128 LargestMagnitude => PowersOfTen.UInt128(Precision) - 1;

    /// <summary>The sum; false when it is too large.</summary>
    public static bool TryAdd(FeelNumber left, FeelNumber right, out FeelNumber result)
    {
        if (left.IsSmall && right.IsSmall)
        {
            var exponent = Math.Min(left._exponent, right._exponent);
            if (TryScale((long)left._low, left._exponent - exponent, out var x) && TryScale((long)right._low, right._exponent - exponent, out var y))
            {
                var sum = unchecked(x + y);
                if (((x ^ sum) & (y ^ sum)) >= 0)
                {
                    result = new FeelNumber(sum, exponent);
                    return true;
                }
            }
        }

        return TryAddAligned(left, right, out result);
    }

    private static bool TryScale(long significand, int power, out long scaled)
    {
        scaled = significand;
        if (power == 0)
            return true;
        if (power > 18)
            return false;

        var high = Math.BigMul(significand, (long)PowersOfTen.UInt64(power), out scaled);
        return high == scaled >> 63;
    }

    /// <summary>The difference; false when it is too large.</summary>
    public static bool TrySubtract(FeelNumber left, FeelNumber right, out FeelNumber result) => TryAdd(left, -right, out result);

    /// <summary>The product; false when it is too large.</summary>
    public static bool TryMultiply(FeelNumber left, FeelNumber right, out FeelNumber result)
    {
        var exponent = left._exponent + right._exponent;
        if (left.IsSmall && right.IsSmall)
        {
            var high = Math.BigMul((long)left._low, (long)right._low, out var low);
            if (high == low >> 63 && exponent is >= MinExponent and <= MaxExponent)
            {
                result = new FeelNumber(low, low == 0 ? 0 : exponent);
                return true;
            }
        }

        var (wideHigh, wideLow) = WideArithmetic.Multiply(left.Magnitude, right.Magnitude);
        return TryFinishWide(left.Sign * right.Sign < 0, wideHigh, wideLow, exponent, out result);
    }

    /// <summary>The quotient; false when the divisor is zero or the quotient too large.</summary>
    public static bool TryDivide(FeelNumber left, FeelNumber right, out FeelNumber result)
    {
        result = default;
        if (right.IsZero)
            return false;
        if (left.IsZero)
            return true;

        var exponent = left._exponent - right._exponent;
        if (left.IsSmall && right.IsSmall && (long)right._low != -1)
        {
            var (quotient, remainder) = Math.DivRem((long)left._low, (long)right._low);
            if (remainder == 0 && exponent is >= MinExponent and <= MaxExponent)
            {
                result = new FeelNumber(quotient, exponent);
                return true;
            }
        }

        return TryDivideLong(left, right, exponent, out result);
    }

    private static bool TryDivideLong(in FeelNumber left, in FeelNumber right, int exponent, out FeelNumber result)
    {
        // Scale the dividend so that the quotient has one or two digits more than the precision; the remainder decides ties.
        var dividend = left.Magnitude;
        var divisor = right.Magnitude;
        var dividendDigits = PowersOfTen.DigitCount(dividend);
        var shift = Math.Max(0, Precision + 1 + PowersOfTen.DigitCount(divisor) - dividendDigits);
        var firstShift = Math.Min(shift, PowersOfTen.Largest - dividendDigits);
        var (high, low) = WideArithmetic.Multiply(dividend * PowersOfTen.UInt128(firstShift), PowersOfTen.UInt128(shift - firstShift));

        var (quotient, remainder) = WideArithmetic.Divide(high, low, divisor);
        return TryFinish(left.Sign != right.Sign, quotient, exponent - shift, remainder != UInt128.Zero, out result);
    }

    private static bool TryAddAligned(in FeelNumber left, in FeelNumber right, out FeelNumber result)
    {
        if (left._exponent < right._exponent)
            return TryAddAligned(right, left, out result);
        if (right.IsZero || left.IsZero)
        {
            result = right.IsZero ? left : right;
            return true;
        }

        // Left has the larger exponent: scale it up as far as it goes, and cut what remains of right to an inexact last digit.
        var difference = left._exponent - right._exponent;
        var shift = Math.Min(difference, WorkingDigits - PowersOfTen.DigitCount(left.Magnitude));
        var leftMagnitude = left.Magnitude * PowersOfTen.UInt128(shift);
        var rightMagnitude = CutWithSticky(right.Magnitude, difference - shift);
        var sum = (left.Sign < 0 ? -(Int128)leftMagnitude : (Int128)leftMagnitude)
            + (right.Sign < 0 ? -(Int128)rightMagnitude : (Int128)rightMagnitude);
        return TryFinish(sum < 0, (UInt128)Int128.Abs(sum), left._exponent - shift, false, out result);
    }

    // Drops digits; when something other than zeros is lost, the last digit is made nonzero so that no false tie arises. The caller has
    // three digits to spare, so the last digit never reaches the result.
    private static UInt128 CutWithSticky(UInt128 magnitude, int digits)
    {
        if (digits == 0)
            return magnitude;
        if (digits > PowersOfTen.Largest)
            return 1;

        var (quotient, remainder) = UInt128.DivRem(magnitude, PowersOfTen.UInt128(digits));
        return remainder != UInt128.Zero && quotient % 10 == UInt128.Zero ? quotient + 1 : quotient;
    }

    private static bool TryFinishWide(bool negative, UInt128 high, UInt128 low, int exponent, out FeelNumber result)
    {
        if (high == UInt128.Zero)
            return TryFinish(negative, low, exponent, false, out result);

        var bits = 256 - (int)UInt128.LeadingZeroCount(high);
        var drop = (bits * 1233 >> 12) - Precision - 1;
        var (quotient, remainder) = WideArithmetic.Divide(high, low, PowersOfTen.UInt128(drop));
        return TryFinish(negative, quotient, exponent + drop, remainder != UInt128.Zero, out result);
    }

    // Rounds a magnitude into the format. Sticky says that a nonzero rest lies behind it; then it must have more than 34 digits.
    private static bool TryFinish(bool negative, UInt128 magnitude, int exponent, bool sticky, out FeelNumber result)
    {
        var drop = Math.Max(PowersOfTen.DigitCount(magnitude) - Precision, MinExponent - exponent);
        if (drop > 0)
        {
            magnitude = RoundOff(magnitude, drop, sticky);
            exponent += drop;
            if (magnitude > LargestMagnitude)
            {
                magnitude /= 10;
                exponent++;
            }
        }

        result = default;
        if (magnitude == UInt128.Zero)
            return true;
        if (exponent > MaxExponent)
        {
            var pad = exponent - MaxExponent;
            if (pad + PowersOfTen.DigitCount(magnitude) > Precision)
                return false;
            magnitude *= PowersOfTen.UInt128(pad);
            exponent = MaxExponent;
        }

        var significand = negative ? -(Int128)magnitude : (Int128)magnitude;
        result = new FeelNumber(significand, exponent);
        if (!result.IsSmall)
            result = result.Normalize();
        return true;
    }

    private static UInt128 RoundOff(UInt128 magnitude, int drop, bool sticky)
    {
        if (drop > PowersOfTen.Largest)
            return UInt128.Zero;

        var divisor = PowersOfTen.UInt128(drop);
        var (quotient, remainder) = UInt128.DivRem(magnitude, divisor);
        var half = divisor >> 1;
        var up = remainder > half || (remainder == half && (sticky || (quotient & 1) == UInt128.One));
        return up ? quotient + 1 : quotient;
    }
}
