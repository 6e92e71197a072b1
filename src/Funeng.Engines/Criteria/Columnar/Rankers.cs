using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

/// <summary>Codes of whole numbers: decimals scaled by a power of ten.</summary>
internal sealed class WholeRanker
{
    private readonly BucketTable table;
    private readonly long[] bounds;
    private readonly int highest;

    public WholeRanker(Cut[] cuts, int places)
    {
        long[] reached = [.. cuts.Select(cut => Bound(cut, places)).OfType<long>()];
        // Cuts beyond all 64-bit numbers are the last ones and never passed. The padding may be, so codes end at the highest.
        highest = reached.Length + 1;
        table = new BucketTable([.. reached.Select(bound => (double)bound)]);
        bounds = [long.MaxValue, .. reached, .. Enumerable.Repeat(long.MaxValue, table.InBucket + 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Code(long value)
    {
        var code = table.Before(value);
        ref var bound = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bounds), code);
        for (var i = 0; i < table.InBucket; i++) code += value >= Unsafe.Add(ref bound, i) ? 1 : 0;
        return Math.Min(code, highest);
    }

    /// <summary>The least scaled whole number that passes a cut; null when none does.</summary>
    public static long? Bound(Cut cut, int places)
    {
        if (!FeelNumber.TryMultiply(cut.Value, FeelNumber.FromInt64((long)Math.Pow(10, places)), out var scaled)) return cut.Value.Sign < 0 ? long.MinValue : null;
        var least = cut.IsBehind ? Interval.FirstInteger(scaled, isOpen: true) : scaled.Ceiling();
        if (least.TryToInt64(out var bound)) return bound;
        return least.Sign < 0 ? long.MinValue : null;
    }
}

/// <summary>Codes of days: a table of all days from before the first cut to behind the last, or a search where they lie too far apart.</summary>
internal sealed class DayRanker
{
    private const int MostDays = 1 << 16;

    private readonly long[] bounds;
    private readonly ushort[] codes;
    private readonly int first;

    public DayRanker(Cut[] cuts)
    {
        bounds = [.. cuts.Select(cut => WholeRanker.Bound(cut, 0)).OfType<long>().Where(bound => bound <= int.MaxValue)];
        first = (int)Math.Max(bounds.FirstOrDefault(), int.MinValue + 1L) - 1;
        codes = bounds.LastOrDefault() - first < MostDays ? [.. Enumerable.Range(0, (int)(bounds.LastOrDefault() - first) + 1).Select(day => Search(first + day))] : [];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Code(long day)
    {
        if (codes.Length == 0) return Search(day);
        var place = Math.Min(Math.Max(day - first, 0), codes.Length - 1);
        return Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(codes), (nint)place);
    }

    private ushort Search(long day)
    {
        var passed = Array.BinarySearch(bounds, day);
        // Several cuts may have the same bound: those on both sides of a fraction.
        if (passed >= 0)
        {
            while (passed < bounds.Length && bounds[passed] == day) passed++;
        }

        return (ushort)(1 + (passed < 0 ? ~passed : passed));
    }
}

/// <summary>Codes of numbers in binary floating point, as the decimals they stand for.</summary>
internal sealed class DoubleRanker
{
    private const int Stretch = 512;

    private readonly BucketTable table;
    private readonly double[] bounds;

    public DoubleRanker(Cut[] cuts)
    {
        double[] sorted = [.. cuts.Select(cut => Math.Max(Bound(cut), double.MinValue))];
        table = new BucketTable([.. sorted.Where(double.IsFinite)]);
        bounds = [double.NaN, .. sorted, .. Enumerable.Repeat(double.NaN, table.InBucket + 1)];
    }

    /// <summary>0 for NaN, else one more than the number of cuts it passes.</summary>
    public int Code(double value) => Code(table.Before(value), value);

    /// <summary>Codes of many values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Codes(ReadOnlySpan<double> values, Span<ushort> codes)
    {
        Span<long> keys = stackalloc long[Stretch];
        for (; values.Length > 0; values = values[Math.Min(Stretch, values.Length)..], codes = codes[Math.Min(Stretch, codes.Length)..])
        {
            var some = values[..Math.Min(Stretch, values.Length)];
            table.Keys(some, keys);
            ref var first = ref MemoryMarshal.GetArrayDataReference(bounds);
            if (table.InBucket == 1)
            {
                // Without a branch: which side of a cut a value lies on cannot be predicted.
                for (var i = 0; i < some.Length; i++)
                {
                    var code = table.BeforeKey(keys[i]);
                    codes[i] = (ushort)(code + (some[i] >= Unsafe.Add(ref first, code) ? 1 : 0));
                }

                continue;
            }

            for (var i = 0; i < some.Length; i++) codes[i] = (ushort)Code(table.BeforeKey(keys[i]), some[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Code(int code, double value)
    {
        ref var bound = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bounds), code);
        for (var i = 0; i < table.InBucket; i++) code += value >= Unsafe.Add(ref bound, i) ? 1 : 0;
        return code;
    }

    // The least floating-point number whose shortest decimal passes the cut: from there on all pass.
    private static double Bound(Cut cut)
    {
        var bound = cut.Value.ToDouble();
        if (!double.IsFinite(bound)) return bound;
        while (double.IsFinite(bound) && !IsPassed(cut, bound)) bound = Math.BitIncrement(bound);
        while (Math.BitDecrement(bound) is var lower && double.IsFinite(lower) && IsPassed(cut, lower)) bound = lower;
        return bound;
    }

    private static bool IsPassed(Cut cut, double value) => cut.IsPassedBy(Meaning(value));

    /// <summary>The shortest decimal that reads back as the number.</summary>
    public static FeelNumber Meaning(double value) => FeelNumber.Parse(value.ToString("R", CultureInfo.InvariantCulture));
}
