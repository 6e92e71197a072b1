using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

/// <summary>Exact arithmetic over fractions of big integers, rounded once: what the number type has to agree with.</summary>
internal static class DecimalReference
{
    /// <summary>Numbers over the whole width, with many short ones, ties and trailing zeros among them.</summary>
    public static Arbitrary<FeelNumber> Numbers { get; } = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(value => FeelNumber.FromInt64(value)),
        Wide(1, 18, -20, 20),
        Wide(30, 34, -60, 60),
        Wide(1, 34, -6176, 6111),
        Gen.Choose(0, 9999).Select(tail => FeelNumber.Parse($"{tail}5E-3"))).ToArbitrary();

    public static FeelNumber? Round(BigInteger numerator, BigInteger denominator, int exponent)
    {
        if (denominator.Sign < 0)
            (numerator, denominator) = (-numerator, -denominator);
        if (numerator.IsZero)
            return FeelNumber.Zero;

        // Bring the quotient to 34 digits or to the smallest exponent, whichever leaves fewer digits.
        var magnitude = BigInteger.Abs(numerator);
        var power = Math.Max(Log10(magnitude, denominator) - FeelNumber.Precision + 1, FeelNumber.MinExponent - exponent);
        var quotient = HalfEven(magnitude, denominator, power);
        if (quotient >= BigInteger.Pow(10, FeelNumber.Precision))
            quotient = HalfEven(magnitude, denominator, ++power);

        var text = $"{(numerator.Sign < 0 ? "-" : "")}{quotient}E{power + exponent}";
        return FeelNumber.TryParse(text, out var result) ? result : null;
    }

    public static BigInteger Significand(FeelNumber number) => (BigInteger)number.Significand;

    public static (BigInteger Left, BigInteger Right, int Exponent) Align(FeelNumber left, FeelNumber right)
    {
        var exponent = Math.Min(left.Exponent, right.Exponent);
        return (
            Significand(left) * BigInteger.Pow(10, left.Exponent - exponent),
            Significand(right) * BigInteger.Pow(10, right.Exponent - exponent),
            exponent);
    }

    private static int Log10(BigInteger numerator, BigInteger denominator)
    {
        var estimate = (int)Math.Floor(BigInteger.Log10(numerator) - BigInteger.Log10(denominator));
        while (Scaled(denominator, estimate + 1) <= Scaled(numerator, -estimate - 1))
            estimate++;
        while (Scaled(denominator, estimate) > Scaled(numerator, -estimate))
            estimate--;
        return estimate;
    }

    private static BigInteger Scaled(BigInteger value, int power) => power > 0 ? value * BigInteger.Pow(10, power) : value;

    private static BigInteger HalfEven(BigInteger numerator, BigInteger denominator, int power)
    {
        var divisor = Scaled(denominator, power);
        var quotient = BigInteger.DivRem(Scaled(numerator, -power), divisor, out var remainder);
        var againstHalf = (remainder * 2).CompareTo(divisor);
        return againstHalf > 0 || (againstHalf == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static Gen<FeelNumber> Wide(int fewestDigits, int mostDigits, int smallest, int largest) =>
        from count in Gen.Choose(fewestDigits, mostDigits)
        from digits in Gen.Elements('0', '1', '4', '5', '9').ArrayOf(count)
        from exponent in Gen.Choose(smallest, largest)
        from negative in Gen.Elements("", "-")
        select FeelNumber.Parse($"{negative}{new string(digits)}E{exponent}");
}
