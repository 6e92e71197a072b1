using System.Numerics;

namespace Funeng.Feel.Values;

/// <summary>Slow, exact-enough functions over integers of any size: fixed-point numbers with 100 digits after the point.</summary>
internal static class Transcendentals
{
    private const int Digits = 100;
    private const int SqrtDigits = 80;
    private const int LargestExactPower = 600;

    // e^14150 is beyond the largest number, e^-14300 is below the smallest.
    private const int LargestExponent = 14_400;

    private static readonly BigInteger Unit = BigInteger.Pow(10, Digits);
    private static readonly BigInteger Ln10 = LogOfFraction(10 * Unit / 9) + 2 * LogOfFraction(3 * Unit);

    public static bool TrySqrt(FeelNumber value, out FeelNumber result)
    {
        result = default;
        if (value.Sign <= 0)
            return value.IsZero;

        // An even exponent, and so many digits that a rest only shows whether the root is exact.
        var shift = SqrtDigits + ((value.Exponent - SqrtDigits) & 1);
        var radicand = (BigInteger)value.Significand * BigInteger.Pow(10, shift);
        var root = IntegerRoot(radicand);
        var isExact = root * root == radicand;
        return FeelNumber.TryFromBigInteger(isExact ? root : root * 10 + 1, (value.Exponent - shift) / 2 - (isExact ? 0 : 1), out result);
    }

    public static bool TryExp(FeelNumber value, out FeelNumber result)
    {
        if (value.IsZero)
        {
            result = FeelNumber.One;
            return true;
        }

        return TryExp(ToFixed(value), out result);
    }

    public static bool TryLog(FeelNumber value, out FeelNumber result)
    {
        result = default;
        return value.Sign > 0 && FeelNumber.TryFromBigInteger(Log(value), -Digits, out result);
    }

    public static bool TryPower(FeelNumber value, FeelNumber exponent, out FeelNumber result)
    {
        result = FeelNumber.One;
        if (exponent.IsZero || value == FeelNumber.One)
            return true;
        if (value.IsZero)
        {
            result = FeelNumber.Zero;
            return exponent.Sign > 0;
        }

        var isInteger = exponent.IsInteger;
        if (isInteger && exponent.TryToInt64(out var small) && Math.Abs(small) <= LargestExactPower)
            return TryIntegerPower(value.Normalize(), (int)small, out result);
        if (value.Sign < 0 && !isInteger)
            return false;

        if (!TryExp(Log(value.Abs()) * (BigInteger)exponent.Significand, exponent.Exponent, out result))
            return false;
        result = value.Sign < 0 && IsOdd(exponent) ? -result : result;
        return true;
    }

    public static bool TryModulo(FeelNumber dividend, FeelNumber divisor, out FeelNumber result)
    {
        result = default;
        if (divisor.IsZero)
            return false;

        var scale = Math.Min(dividend.Exponent, divisor.Exponent);
        if (Math.Max(dividend.Exponent, divisor.Exponent) - scale > 2 * FeelNumber.MaxExponent)
            return false;

        var scaledDivisor = Scaled(divisor, scale);
        var remainder = BigInteger.Remainder(Scaled(dividend, scale), scaledDivisor);
        if (remainder.Sign * scaledDivisor.Sign < 0)
            remainder += scaledDivisor;
        return FeelNumber.TryFromBigInteger(remainder, scale, out result);
    }

    private static BigInteger Scaled(FeelNumber value, int scale) =>
        (BigInteger)value.Significand * BigInteger.Pow(10, value.Exponent - scale);

    private static bool IsOdd(FeelNumber integer) =>
        integer.Normalize() is { Exponent: 0 } normal && !((BigInteger)normal.Significand).IsEven;

    private static bool TryIntegerPower(FeelNumber value, int exponent, out FeelNumber result)
    {
        var power = BigInteger.Pow((BigInteger)value.Significand, Math.Abs(exponent));
        var scale = value.Exponent * Math.Abs(exponent);
        if (exponent > 0)
            return FeelNumber.TryFromBigInteger(power, scale, out result);

        // 1 / power, with a last digit that tells an inexact quotient.
        var digits = (int)(power.GetBitLength() * 1233 >> 12) + FeelNumber.Precision + 4;
        var quotient = BigInteger.DivRem(BigInteger.Pow(10, digits), power, out var remainder);
        return FeelNumber.TryFromBigInteger(quotient * 10 + (remainder.IsZero ? 0 : power.Sign), -scale - digits - 1, out result);
    }

    private static bool TryExp(BigInteger fixedValue, int scale, out FeelNumber result)
    {
        if (scale >= 0)
            return TryExp(scale > 60 ? fixedValue.Sign * Unit * LargestExponent * 2 : fixedValue * BigInteger.Pow(10, scale), out result);
        return TryExp(-scale > 300 ? BigInteger.Zero : fixedValue / BigInteger.Pow(10, -scale), out result);
    }

    // e^x = 10^k · e^r with r below ln 10.
    private static bool TryExp(BigInteger value, out FeelNumber result)
    {
        result = default;
        if (BigInteger.Abs(value) > LargestExponent * Unit)
            return value.Sign < 0;

        var power = (int)BigInteger.DivRem(value, Ln10, out var rest);
        return FeelNumber.TryFromBigInteger(ExpOfFraction(rest), power - Digits, out result);
    }

    // Taylor's series after halving the argument a few times.
    private static BigInteger ExpOfFraction(BigInteger value)
    {
        const int Halvings = 16;
        var reduced = value / (1 << Halvings);
        var term = Unit;
        var sum = Unit;
        for (var i = 1; !term.IsZero; i++)
        {
            term = term * reduced / (Unit * i);
            sum += term;
        }

        for (var i = 0; i < Halvings; i++)
            sum = sum * sum / Unit;
        return sum;
    }

    // ln(m · 10^k) = ln m + k · ln 10 with m in 0.3 … 3, so that numbers near 1 keep their digits.
    private static BigInteger Log(FeelNumber value)
    {
        var significand = (BigInteger)value.Significand;
        var digits = PowersOfTen.DigitCount((UInt128)value.Significand);
        var power = value.Exponent + digits;
        var mantissa = significand * BigInteger.Pow(10, Digits - digits);
        if (mantissa * 10 < 3 * Unit)
        {
            mantissa *= 10;
            power--;
        }

        return power == 0 ? LogOfFraction(mantissa) : LogOfFraction(mantissa) + power * Ln10;
    }

    // 2 · artanh((m − 1) / (m + 1)) as a series.
    private static BigInteger LogOfFraction(BigInteger value)
    {
        var ratio = (value - Unit) * Unit / (value + Unit);
        var square = ratio * ratio / Unit;
        var term = ratio;
        var sum = BigInteger.Zero;
        for (var i = 1; !term.IsZero; i += 2)
        {
            sum += term / i;
            term = term * square / Unit;
        }

        return 2 * sum;
    }

    private static BigInteger ToFixed(FeelNumber value)
    {
        var scale = value.Exponent + Digits;
        if (scale > 160)
            return value.Sign * Unit * LargestExponent * 2;
        return scale >= 0
            ? (BigInteger)value.Significand * BigInteger.Pow(10, scale)
            : scale < -40 ? BigInteger.Zero : (BigInteger)value.Significand / BigInteger.Pow(10, -scale);
    }

    private static BigInteger IntegerRoot(BigInteger radicand)
    {
        var root = BigInteger.One << (int)((radicand.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + radicand / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
