using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Finds the code of a number among sorted bounds with one look-up: a key that never falls as the number grows picks a bucket, and a bucket
/// says how many bounds come before it. What is left to compare with is what shares the bucket, mostly one bound. Bucket 0 is for NaN alone.
/// </summary>
internal sealed class BucketTable
{
    private const int Buckets = 4096;

    // Codes by bucket: 0 for NaN, else one more than the number of bounds in earlier buckets.
    private readonly ushort[] codes = new ushort[Buckets];
    private readonly bool isEven;
    private readonly double first, scale;
    private readonly long origin;
    private readonly int shift;

    /// <param name="sorted">The bounds in ascending order; all finite.</param>
    public BucketTable(IReadOnlyList<double> sorted)
    {
        if (sorted.Count > 0)
        {
            first = sorted[0];
            scale = sorted[^1] > first && double.IsFinite(sorted[^1] - first) ? (Buckets - 4) / (sorted[^1] - first) : 1;
            shift = 2;
            while ((Ordinal(sorted[^1]) >> shift) - (Ordinal(first) >> shift) >= Buckets - 4) shift++;
            origin = (Ordinal(first) >> shift) - 2;
            // Buckets of one width suit amounts around zero, buckets by magnitude those that span many orders of it.
            isEven = true;
            var most = MostInBucket(sorted);
            isEven = false;
            isEven = most <= MostInBucket(sorted);
            InBucket = MostInBucket(sorted);
        }

        var passed = 0;
        for (var bucket = 1; bucket < Buckets; bucket++)
        {
            while (passed < sorted.Count && Key(sorted[passed]) < bucket) passed++;
            codes[bucket] = (ushort)(passed + 1);
        }
    }

    /// <summary>Most bounds that share a bucket.</summary>
    public int InBucket { get; private set; }

    /// <summary>The code of all bounds in earlier buckets than this number's; 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Before(double number) => BeforeKey(Key(number));

    /// <summary>The same for a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BeforeKey(long key) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(codes), (nint)key);

    /// <summary>The keys of many numbers, eight at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Keys(ReadOnlySpan<double> numbers, Span<long> keys)
    {
        var vectors = MemoryMarshal.Cast<double, Vector512<double>>(numbers);
        var results = MemoryMarshal.Cast<long, Vector512<long>>(keys);
        if (isEven)
        {
            for (var i = 0; i < vectors.Length; i++) results[i] = EvenKey(vectors[i]);
        }
        else
        {
            for (var i = 0; i < vectors.Length; i++) results[i] = OrdinalKey(vectors[i]);
        }

        for (var i = vectors.Length * Vector512<double>.Count; i < numbers.Length; i++) keys[i] = Key(numbers[i]);
    }

    private int MostInBucket(IReadOnlyList<double> sorted) => sorted.Select(Key).CountBy(key => key).Max(bucket => bucket.Value);

    private long Key(double number)
    {
        if (double.IsNaN(number)) return 0;
        if (isEven) return (long)Math.Min(Math.Max((number - first) * scale + 2, 1), Buckets - 1);
        return Math.Min(Math.Max((Ordinal(number) >> shift) - origin, 1), Buckets - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<long> EvenKey(Vector512<double> numbers)
    {
        var place = (numbers - Vector512.Create(first)) * scale + Vector512.Create(2d);
        var key = Vector512.MinNative(Vector512.MaxNative(place, Vector512<double>.One), Vector512.Create(Buckets - 1d));
        return Vector512.ConvertToInt64Native(key) & Vector512.Equals(numbers, numbers).AsInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<long> OrdinalKey(Vector512<double> numbers)
    {
        var bits = numbers.AsInt64();
        var ordinal = bits ^ (Vector512.ShiftRightArithmetic(bits, 63) & Vector512.Create(long.MaxValue));
        var key = Vector512.ShiftRightArithmetic(ordinal, shift) - Vector512.Create(origin);
        return Vector512.Min(Vector512.Max(key, Vector512<long>.One), Vector512.Create(Buckets - 1L)) & Vector512.Equals(numbers, numbers).AsInt64();
    }

    // The bits of a floating-point number, read as a whole number, grow with it; those of negative ones are turned round.
    private static long Ordinal(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }
}
