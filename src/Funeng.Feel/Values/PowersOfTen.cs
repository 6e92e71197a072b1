using System.Numerics;

namespace Funeng.Feel.Values;

/// <summary>Powers of ten and decimal digit counts for the number type.</summary>
internal static class PowersOfTen
{
    /// <summary>The largest power that an unsigned 128-bit number holds.</summary>
    public const int Largest = 38;

    private static readonly UInt128[] Wide = BuildWide();

    private static ReadOnlySpan<ulong> Narrow =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    public static ulong UInt64(int power) => Narrow[power];

    public static UInt128 UInt128(int power) => Wide[power];

    public static int DigitCount(ulong value)
    {
        if (value == 0)
            return 1;

        // log10(2) is about 1233 / 4096; the estimate is the count or one less.
        var estimate = (64 - BitOperations.LeadingZeroCount(value)) * 1233 >> 12;
        return value >= Narrow[estimate] ? estimate + 1 : estimate;
    }

    public static int DigitCount(UInt128 value)
    {
        if (value >> 64 == System.UInt128.Zero)
            return DigitCount((ulong)value);

        var estimate = (128 - (int)System.UInt128.LeadingZeroCount(value)) * 1233 >> 12;
        return value >= Wide[estimate] ? estimate + 1 : estimate;
    }

    private static UInt128[] BuildWide()
    {
        var powers = new UInt128[Largest + 1];
        powers[0] = System.UInt128.One;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
