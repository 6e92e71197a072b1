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

/// <summary>
/// Finds the place among sorted numbers with one look-up: a key that never falls as the number grows picks a bucket, and a bucket says which
/// numbers come before it. What is left to compare with is what shares its bucket, mostly one.
/// </summary>
internal sealed class BucketTable
{
    private const int Buckets = 4096;

    private readonly ushort[] before = new ushort[Buckets];
    private readonly long origin;
    private readonly int shift;

    public BucketTable(IReadOnlyList<double> sorted)
    {
        // Numbers around zero span most of the range of floating point: starting the buckets at a later number makes them finer.
        var fullest = int.MaxValue;
        for (var start = 0; start < Math.Min(sorted.Count, 4); start++)
        {
            var (candidate, bits) = Spread(sorted[start], sorted[^1]);
            var most = sorted.Select(number => Key(number, candidate, bits)).CountBy(key => key).Max(bucket => bucket.Value);
            if (most >= fullest) continue;
            (origin, shift, fullest) = (candidate, bits, most);
        }

        InBucket = sorted.Count == 0 ? 0 : fullest;
        var passed = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            while (passed < sorted.Count && Key(sorted[passed], origin, shift) < bucket) passed++;
            before[bucket] = (ushort)passed;
        }
    }

    /// <summary>Most numbers that share a bucket.</summary>
    public int InBucket { get; }

    /// <summary>How many numbers lie in earlier buckets than this one's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Before(double number) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(before), Key(number, origin, shift));

    private static (long Origin, int Shift) Spread(double first, double last)
    {
        // Two bits at least: the distance of a negative from a positive number does not fit otherwise.
        var shift = 2;
        while ((Ordinal(last) >> shift) - (Ordinal(first) >> shift) >= Buckets - 2) shift++;
        return ((Ordinal(first) >> shift) - 1, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Key(double number, long origin, int shift) => (int)Math.Min(Math.Max((Ordinal(number) >> shift) - origin, 0), Buckets - 1);

    // The bits of a floating-point number, read as a whole number, grow with it; those of negative ones are turned round.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Ordinal(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }
}

/// <summary>Ranks whole numbers: decimals scaled by a power of ten, and days.</summary>
internal sealed class WholeRanker
{
    private readonly BucketTable table;
    private readonly long[] bounds;
    private readonly int reachable;

    public WholeRanker(Cut[] cuts, int places)
    {
        var scale = FeelNumber.FromInt64((long)Math.Pow(10, places));
        long[] reached = [.. cuts.Select(cut => Bound(cut, scale)).OfType<long>()];
        // Cuts beyond all 64-bit numbers are the last ones and never passed. The padding is never passed either: see Rank.
        reachable = reached.Length;
        table = new BucketTable([.. reached.Select(bound => (double)bound)]);
        bounds = [.. reached, .. Enumerable.Repeat(long.MaxValue, table.InBucket + 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rank(long value)
    {
        var rank = table.Before(value);
        ref var bound = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bounds), rank);
        for (var i = 0; i < table.InBucket; i++) rank += value >= Unsafe.Add(ref bound, i) ? 1 : 0;
        return Math.Min(rank, reachable);
    }

    // The least scaled whole number that passes; null when none does.
    private static long? Bound(Cut cut, FeelNumber scale)
    {
        if (!FeelNumber.TryMultiply(cut.Value, scale, out var scaled)) return cut.Value.Sign < 0 ? long.MinValue : null;
        var least = cut.IsBehind ? Interval.FirstInteger(scaled, isOpen: true) : scaled.Ceiling();
        if (least.TryToInt64(out var bound)) return bound;
        return least.Sign < 0 ? long.MinValue : null;
    }
}

/// <summary>Ranks numbers in binary floating point as the decimals they stand for.</summary>
internal sealed class DoubleRanker
{
    private readonly BucketTable table;
    private readonly double[] bounds;

    public DoubleRanker(Cut[] cuts)
    {
        double[] sorted = [.. cuts.Select(Bound)];
        table = new BucketTable(sorted);
        bounds = [.. sorted, .. Enumerable.Repeat(double.NaN, table.InBucket + 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rank(double value)
    {
        var rank = table.Before(value);
        ref var bound = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bounds), rank);
        // Without a branch: which side of a cut a value lies on cannot be predicted.
        for (var i = 0; i < table.InBucket; i++) rank += value >= Unsafe.Add(ref bound, i) ? 1 : 0;
        return rank;
    }

    /// <summary>Codes of many values: 0 for NaN, else one more than the rank.</summary>
    public void Ranks(ReadOnlySpan<double> values, Span<ushort> codes)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(bounds);
        var inBucket = table.InBucket;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var rank = table.Before(value);
            ref var bound = ref Unsafe.Add(ref first, rank);
            for (var next = 0; next < inBucket; next++) rank += value >= Unsafe.Add(ref bound, next) ? 1 : 0;
            // NaN equals nothing, not even itself.
            codes[i] = (ushort)(!double.IsNaN(value) ? rank + 1 : 0);
        }
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
