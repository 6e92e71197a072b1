using System.Globalization;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>The rank of an exact decimal: how many cuts it passes.</summary>
internal static class ExactRank
{
    public static int Of(Cut[] cuts, FeelNumber value) => First(cuts, cut => !cut.IsPassedBy(value));

    /// <summary>How many cuts every value from this low end passes.</summary>
    public static int OfLow(Cut[] cuts, IntervalEnd low) => First(cuts, cut => !cut.IsPassedByAllFrom(low));

    /// <summary>How many cuts some value up to this high end passes.</summary>
    public static int OfHigh(Cut[] cuts, IntervalEnd high) => First(cuts, cut => !cut.IsPassedBySomeTo(high));

    // Cuts are passed from the lowest on, so the first that is not passed is the rank.
    private static int First(Cut[] cuts, Func<Cut, bool> isBeyond)
    {
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBeyond(cuts[middle])) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}

/// <summary>Cuts as bounds that stored values are compared with, exactly: what passes the one passes the other.</summary>
internal static class StoredBounds
{
    /// <summary>For decimals scaled by a power of ten.</summary>
    /// <param name="column">The column whose cuts they are.</param>
    /// <param name="places">Decimal places that are kept.</param>
    public static BoundSearch OfWhole(NumberCodes column, int places, KernelWidth width) =>
        column.Search((typeof(decimal), places, width), cuts => new([.. cuts.Select(cut => OfWhole(cut, places))], column.Digits, width));

    /// <summary>For days counted from an origin.</summary>
    public static BoundSearch OfDays(NumberCodes column, int origin, KernelWidth width) =>
        column.Search((typeof(DateOnly), origin, width), cuts => new([.. cuts.Select(cut => OfDay(cut, origin))], column.Digits, width));

    /// <summary>For the ordinals of floating-point numbers.</summary>
    public static BoundSearch OfDoubles(NumberCodes column, KernelWidth width) =>
        column.Search((typeof(double), 0, width), cuts => new([.. cuts.Select(cut => Ordinal(OfDouble(cut)))], column.Digits, width, areOrdinals: true));

    /// <summary>A whole number that grows with a floating-point number; not for NaN.</summary>
    public static long Ordinal(double number)
    {
        // The bits, read as a whole number, grow with it; those of negative ones are turned round. Adding zero makes the two zeros one.
        var bits = BitConverter.DoubleToInt64Bits(number + 0.0);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }

    /// <summary>The shortest decimal that reads back as the number.</summary>
    public static FeelNumber Meaning(double value) => FeelNumber.Parse(value.ToString("R", CultureInfo.InvariantCulture));

    private static long OfDay(Cut cut, int origin) => OfWhole(cut, 0) is var bound && bound == BoundSearch.Never ? bound : Math.Max(bound, int.MinValue) - origin;

    // The least scaled whole number that passes.
    private static long OfWhole(Cut cut, int places)
    {
        if (!FeelNumber.TryMultiply(cut.Value, FeelNumber.FromInt64((long)Math.Pow(10, places)), out var scaled)) return Beyond(cut.Value);
        var least = cut.IsBehind ? Interval.FirstInteger(scaled, isOpen: true) : scaled.Ceiling();
        return least.TryToInt64(out var bound) ? bound : Beyond(least);
    }

    private static long Beyond(FeelNumber value) => value.Sign < 0 ? long.MinValue : BoundSearch.Never;

    // The least floating-point number whose shortest decimal passes: from there on all pass.
    private static double OfDouble(Cut cut)
    {
        var bound = cut.Value.ToDouble();
        if (!double.IsFinite(bound)) return bound;
        while (double.IsFinite(bound) && !cut.IsPassedBy(Meaning(bound))) bound = Math.BitIncrement(bound);
        while (Math.BitDecrement(bound) is var lower && double.IsFinite(lower) && cut.IsPassedBy(Meaning(lower))) bound = lower;
        return bound;
    }
}
