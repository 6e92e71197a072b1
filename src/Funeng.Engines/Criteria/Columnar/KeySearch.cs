using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Finds how many of some sorted bounds whole numbers pass, with registers of 256 bits, by the highest bits that matter of each: its key of 32 bits, of
/// which a register holds eight. The lowest bit of a key says whether anything is set from there down, so that a number and what is just beyond it,
/// as the bounds of <c>>=</c> and <c>></c> are, have different keys. The eighth of the bounds' keys is found first, then the rank by counting within it;
/// a register holds one of each eighth, from which each row takes that of its own. Who shares the key of a bound that is not the least number with it is
/// left unsure.
/// </summary>
internal sealed class KeySearch
{
    /// <summary>Stands in place of a code where the key alone does not tell it.</summary>
    public const byte Unsure = 0x80;

    private const int Parts = 8;

    // The keys of ordinals leave out the lower half.
    private const int OrdinalShift = 32;

    // Which quarters of each half of two registers are taken, and how what was taken so is put in order.
    private const byte EvenOnes = 0b10_00_10_00, OddOnes = 0b11_01_11_01, InOrder = 0b11_01_10_00;

    // Codes leave the bit of the unsure free. Each bound is at most two cuts, so ranks fit a byte.
    private const int MostBounds = 127;

    private readonly int shift;
    private readonly long leftOut, least, most;

    // The last bounds of the first seven eighths tell them apart; of each step within an eighth the bound of every one.
    private readonly Vector256<int>[] lasts;
    private readonly Vector256<int>[] bounds;

    // The highest rank of each eighth.
    private readonly Vector256<int> highest;
    private readonly ByteTable codes;

    private KeySearch(int[] cuts, byte[] codeOfRank, int shift)
    {
        this.shift = shift;
        leftOut = (1L << shift) - 1;
        (least, most) = ((int.MinValue + 1L) << shift, (long)int.MaxValue << shift);
        // One more than there are, so that the last of the last eighth is passed by no bound's key and need not be asked for.
        var length = (cuts.Length / Parts) + 1;
        int At(int part, int step) => (part * length) + step < cuts.Length ? cuts[(part * length) + step] : int.MaxValue;
        lasts = [.. Enumerable.Range(0, Parts - 1).Select(part => Vector256.Create(At(part, length - 1)))];
        bounds = [.. Enumerable.Range(0, length - 1).Select(step => Vector256.Create([.. Enumerable.Range(0, Parts).Select(part => At(part, step))]))];
        highest = (Vector256.Create(1, 2, 3, 4, 5, 6, 7, 8) * length) - Vector256<int>.One;
        codes = new ByteTable(codeOfRank);
    }

    /// <summary>A search for bounds that fit it; null where they are too many or too large, or the machine lacks the instructions.</summary>
    /// <param name="sorted">The bounds in ascending order, the first of which only a missing value does not pass.</param>
    /// <param name="areOrdinals">Whether the numbers are <see cref="StoredBounds.Ordinal"/>s, whose lower half the keys leave out.</param>
    public static KeySearch? For(long[] sorted, bool areOrdinals)
    {
        if (!Avx2.IsSupported || sorted.Length > MostBounds || (areOrdinals ? OrdinalShift : ShiftFor(sorted)) is not { } shift) return null;
        (int Key, bool IsShared)[] keys = [.. sorted.Where(bound => bound != BoundSearch.Never).Select(bound => KeyOf(bound, shift))];
        var unsure = keys.Where(key => key.IsShared).Select(key => key.Key).ToHashSet();
        int[] cuts = [.. keys.SelectMany<(int Key, bool IsShared), int>(key => key.IsShared ? [key.Key, key.Key + 1] : [key.Key]).Distinct().Order()];
        byte[] codeOfRank = [0, .. cuts.Select(cut => unsure.Contains(cut) ? Unsure : (byte)keys.Count(key => key.Key <= cut))];
        // What has the highest key there is seems to pass what stands behind the last cut, too.
        return new KeySearch(cuts, [.. codeOfRank, .. Enumerable.Repeat(codeOfRank[^1], byte.MaxValue + 1 - codeOfRank.Length)], shift);
    }

    /// <summary>The codes of values, a multiple of 32 of them; <see cref="Unsure"/> where a key does not tell.</summary>
    public void Codes(ReadOnlySpan<long> values, Span<byte> found)
    {
        var numbers = MemoryMarshal.Cast<long, Vector256<long>>(values);
        var results = MemoryMarshal.Cast<byte, Vector256<byte>>(found);
        for (var i = 0; i < results.Length; i++)
        {
            var some = numbers.Slice(8 * i, 8);
            results[i] = codes.At(Ranks(Keys(some[0], some[1]), Keys(some[2], some[3]), Keys(some[4], some[5]), Keys(some[6], some[7])));
        }
    }

    /// <summary>The same for floating-point numbers, whose <see cref="StoredBounds.Ordinal"/>s the bounds are; those that are no number are missing.</summary>
    [SkipLocalsInit]
    public void Codes(ReadOnlySpan<double> values, Span<byte> found)
    {
        var numbers = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var results = MemoryMarshal.Cast<byte, Vector256<byte>>(found);
        for (var i = 0; i < results.Length; i++)
        {
            var some = numbers.Slice(8 * i, 8);
            results[i] = codes.At(Ranks(Keys(some[0], some[1]), Keys(some[2], some[3]), Keys(some[4], some[5]), Keys(some[6], some[7])));
        }
    }

    // The least with which every bound has a key between the outermost, which stand for all numbers beyond; null where numbers are too large for that.
    private static int? ShiftFor(long[] sorted)
    {
        var (lowest, highest) = (sorted.FirstOrDefault(bound => bound > BoundSearch.Missing + 1), sorted.LastOrDefault(bound => bound != BoundSearch.Never));
        for (var shift = 0; shift < OrdinalShift; shift++)
        {
            if (lowest >> shift > int.MinValue + 1 && highest >> shift < int.MaxValue - 1) return shift;
        }

        return null;
    }

    // The first bound is what is there at all; another below the keys is passed by everything there is, too.
    private static (int Key, bool IsShared) KeyOf(long bound, int shift)
    {
        var leftOut = (1L << shift) - 1;
        var key = (bound | ((bound & leftOut) + leftOut)) >> shift;
        if (key <= int.MinValue) return (int.MinValue + 1, false);
        // With nothing left out every number has a key of its own.
        var least = shift == 0 ? key : ((key & ~1) << shift) + (key & 1);
        return ((int)key, least != bound);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Keys(Vector256<long> low, Vector256<long> high) => shift == OrdinalShift
        ? Vector256.Narrow(Marked(low) >>> OrdinalShift, Marked(high) >>> OrdinalShift)
        : Vector256.Narrow(Marked(Clamped(low)) >>> shift, Marked(Clamped(high)) >>> shift);

    // The keys of the ordinals, made of the two halves of the numbers apart: the upper is the key, of the lower it matters only whether it is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Keys(Vector256<double> low, Vector256<double> high)
    {
        // Adding zero makes the two zeros one.
        var (first, second) = ((low + Vector256<double>.Zero).AsSingle(), (high + Vector256<double>.Zero).AsSingle());
        var upper = Avx.Shuffle(first, second, OddOnes).AsInt32();
        var sign = upper >> 31;
        var rest = Avx.Shuffle(first, second, EvenOnes).AsInt32() ^ sign;
        var key = (upper ^ (sign >>> 1)) | (Vector256.Equals(rest, Vector256<int>.Zero) + Vector256<int>.One);
        var isThere = Avx.Shuffle(Vector256.Equals(low, low).AsSingle(), Vector256.Equals(high, high).AsSingle(), EvenOnes).AsInt32();
        return Avx2.Permute4x64(Vector256.ConditionalSelect(isThere, key, Vector256.Create(int.MinValue)).AsInt64(), InOrder).AsInt32();
    }

    // Adding all that is left out to itself carries into the lowest bit of the key unless it is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<long> Marked(Vector256<long> values) => values | ((values & Vector256.Create(leftOut)) + Vector256.Create(leftOut));

    // A missing value keeps the lowest key for itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<long> Clamped(Vector256<long> values)
    {
        var there = Vector256.Max(Vector256.Min(values, Vector256.Create(most)), Vector256.Create(least));
        return Vector256.ConditionalSelect(Vector256.Equals(values, Vector256.Create(BoundSearch.Missing)), Vector256.Create((long)int.MinValue << shift), there);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Ranks(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        // What passes the last bound of an eighth is in a later one. Where a key is less, comparing gives −1.
        var (partA, partB, partC, partD) = (Vector256.Create(Parts - 1), Vector256.Create(Parts - 1), Vector256.Create(Parts - 1), Vector256.Create(Parts - 1));
        foreach (var last in lasts)
        {
            partA += Vector256.LessThan(a, last);
            partB += Vector256.LessThan(b, last);
            partC += Vector256.LessThan(c, last);
            partD += Vector256.LessThan(d, last);
        }

        var (rankA, rankB, rankC, rankD) = (OfPart(highest, partA), OfPart(highest, partB), OfPart(highest, partC), OfPart(highest, partD));
        foreach (var bound in bounds)
        {
            rankA += Vector256.LessThan(a, OfPart(bound, partA));
            rankB += Vector256.LessThan(b, OfPart(bound, partB));
            rankC += Vector256.LessThan(c, OfPart(bound, partC));
            rankD += Vector256.LessThan(d, OfPart(bound, partD));
        }

        return Vector256.Narrow(Vector256.Narrow(rankA, rankB), Vector256.Narrow(rankC, rankD)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> OfPart(Vector256<int> bound, Vector256<int> part) => Vector256.ShuffleNative(bound, part);
}
