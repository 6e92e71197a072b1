namespace Funeng.Feel.Values;

/// <summary>Products and quotients that pass 128 bits.</summary>
internal static class WideArithmetic
{
    /// <summary>The full product.</summary>
    public static (UInt128 High, UInt128 Low) Multiply(UInt128 left, UInt128 right)
    {
        var leftLow = (ulong)left;
        var leftHigh = (ulong)(left >> 64);
        var rightLow = (ulong)right;
        var rightHigh = (ulong)(right >> 64);

        var lowLow = Product(leftLow, rightLow);
        var lowHigh = Product(leftLow, rightHigh);
        var highLow = Product(leftHigh, rightLow);
        var highHigh = Product(leftHigh, rightHigh);

        var middle = (lowLow >> 64) + (ulong)lowHigh + (ulong)highLow;
        var low = (middle << 64) | (ulong)lowLow;
        var high = highHigh + (lowHigh >> 64) + (highLow >> 64) + (middle >> 64);
        return (high, low);
    }

    /// <summary>Divides a number of 256 bits; the quotient must fit 128 bits, so that <paramref name="high"/> is below the divisor.</summary>
    public static (UInt128 Quotient, UInt128 Remainder) Divide(UInt128 high, UInt128 low, UInt128 divisor)
    {
        if (high == UInt128.Zero)
            return UInt128.DivRem(low, divisor);
        if (divisor >> 64 == UInt128.Zero)
            return DivideByWord((ulong)high, low, (ulong)divisor);

        // Knuth's algorithm D with two digits of base 2^64, after shifting so that the divisor's top bit is set.
        var shift = (int)UInt128.LeadingZeroCount(divisor);
        var scaled = divisor << shift;
        var top = shift == 0 ? high : (high << shift) | (low >> (128 - shift));
        var rest = low << shift;

        var first = QuotientDigit(top, (ulong)(rest >> 64), scaled, out var remainder);
        var second = QuotientDigit(remainder, (ulong)rest, scaled, out remainder);
        return (new UInt128(first, second), remainder >> shift);
    }

    private static UInt128 Product(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return new UInt128(high, low);
    }

    private static (UInt128 Quotient, UInt128 Remainder) DivideByWord(ulong high, UInt128 low, ulong divisor)
    {
        var (first, remainder) = UInt128.DivRem(new UInt128(high, (ulong)(low >> 64)), divisor);
        var (second, last) = UInt128.DivRem(new UInt128((ulong)remainder, (ulong)low), divisor);
        return (new UInt128((ulong)first, (ulong)second), last);
    }

    // One digit of (dividend, next) / divisor, where dividend < divisor and the divisor's top bit is set.
    private static ulong QuotientDigit(UInt128 dividend, ulong next, UInt128 divisor, out UInt128 remainder)
    {
        var divisorHigh = (ulong)(divisor >> 64);
        var divisorLow = (ulong)divisor;
        var (estimate, partial) = UInt128.DivRem(dividend, divisorHigh);

        while (estimate >> 64 != UInt128.Zero || Exceeds(estimate, divisorLow, partial, next))
        {
            estimate -= 1;
            partial += divisorHigh;
            if (partial >> 64 != UInt128.Zero)
                break;
        }

        remainder = (dividend << 64 | next) - estimate * divisor;
        return (ulong)estimate;
    }

    private static bool Exceeds(UInt128 estimate, ulong divisorLow, UInt128 partial, ulong next) =>
        estimate * divisorLow > (partial << 64 | next);
}
