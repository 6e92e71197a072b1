using System.Globalization;
using System.Numerics;

namespace Funeng.Feel.Values;

/// <content>Text forms.</content>
public readonly partial struct FeelNumber
{
    // Beyond that many zeros the scientific form is used.
    private const int LongestPadding = 40;
    private const int LongestExponent = 9;

    /// <summary>Reads a FEEL numeric literal with an optional sign: digits, an optional fraction and an optional exponent.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelNumber result)
    {
        result = default;
        var negative = text.Length > 0 && text[0] == '-';
        var rest = text.Length > 0 && text[0] is '-' or '+' ? text[1..] : text;

        if (!TrySplitExponent(ref rest, out var exponent))
            return false;

        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        if (!AreDigits(whole) || !AreDigits(fraction) || whole.Length + fraction.Length == 0 || (point >= 0 && fraction.Length == 0))
            return false;

        var digits = new DigitCollector();
        digits.Add(whole);
        digits.Add(fraction);
        return TryFinish(negative, digits.Magnitude, ClampedExponent(exponent - fraction.Length + digits.Dropped), digits.Sticky, out result);
    }

    /// <summary>Reads a numeric literal; throws when the text is none.</summary>
    public static FeelNumber Parse(string text) =>
        TryParse(text, out var result) ? result : throw new FormatException($"'{text}' is not a FEEL number.");

    /// <summary>The number as a FEEL literal, without trailing zeros; with an exponent only when there would be more than 40 zeros.</summary>
    public override string ToString()
    {
        var normal = Normalize();
        if (normal._exponent == 0 && normal.IsSmall)
            return normal.SmallSignificand.ToString(CultureInfo.InvariantCulture);

        var digits = normal.Magnitude.ToString(CultureInfo.InvariantCulture);
        var sign = Sign < 0 ? "-" : "";
        var pointPosition = digits.Length + normal._exponent;
        if (normal._exponent > LongestPadding || pointPosition < -LongestPadding)
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits.AsSpan(1)}E{pointPosition - 1:+0;-0}";
        if (normal._exponent >= 0)
            return string.Concat(sign, digits, new string('0', normal._exponent));
        if (pointPosition > 0)
            return string.Concat(sign, digits.AsSpan(0, pointPosition), ".", digits.AsSpan(pointPosition));
        return string.Concat(sign, "0.", new string('0', -pointPosition), digits);
    }

    // Magnitude times a power of ten, rounded; used by the slow functions, which work on integers of any size.
    internal static bool TryFromBigInteger(BigInteger significand, int exponent, out FeelNumber result)
    {
        var magnitude = BigInteger.Abs(significand);
        var sticky = false;
        if (magnitude >= BigInteger.One << 120)
        {
            var drop = (int)(magnitude.GetBitLength() * 1233 >> 12) - Precision - 1;
            magnitude = BigInteger.DivRem(magnitude, BigInteger.Pow(10, drop), out var remainder);
            exponent += drop;
            sticky = !remainder.IsZero;
        }

        return TryFinish(significand.Sign < 0, (UInt128)magnitude, exponent, sticky, out result);
    }

    private static bool TrySplitExponent(ref ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var mark = text.IndexOfAny('e', 'E');
        if (mark < 0)
            return true;

        var digits = text[(mark + 1)..];
        text = text[..mark];
        var negative = digits.Length > 0 && digits[0] == '-';
        if (digits.Length > 0 && digits[0] is '-' or '+')
            digits = digits[1..];
        if (digits.Length == 0 || !AreDigits(digits))
            return false;

        digits = digits.TrimStart('0');
        exponent = digits.Length > LongestExponent ? int.MaxValue / 2 : digits.IsEmpty ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static int ClampedExponent(int exponent) => Math.Clamp(exponent, -1_000_000, 1_000_000);

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    // Takes 38 digits and remembers whether more than zeros follow.
    private struct DigitCollector
    {
        private const int Capacity = 38;
        private int _count;

        public UInt128 Magnitude { get; private set; }

        public int Dropped { get; private set; }

        public bool Sticky { get; private set; }

        public void Add(ReadOnlySpan<char> digits)
        {
            foreach (var digit in digits)
            {
                if (_count == Capacity)
                {
                    Dropped++;
                    Sticky |= digit != '0';
                    continue;
                }

                Magnitude = Magnitude * 10 + (uint)(digit - '0');
                if (Magnitude != UInt128.Zero)
                    _count++;
            }
        }
    }
}
