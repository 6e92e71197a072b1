using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Finds how many of some sorted bounds whole numbers pass, with registers of 256 bits: the quarter first, then by counting within it. A register holds
/// one bound of each quarter, from which each row takes that of its own.
/// </summary>
internal sealed class QuarterSearch
{
    private const int Quarters = 4;

    // Of each step within a quarter the bound of every quarter.
    private readonly Vector256<long>[] bounds;

    // The last bounds of the first three quarters tell the quarters apart.
    private readonly Vector256<long> first, second, third;

    // The highest code of each quarter.
    private readonly Vector256<long> most;

    /// <param name="sorted">The bounds in ascending order.</param>
    public QuarterSearch(long[] sorted)
    {
        // One more than there are, so that the last of the last quarter is passed by nothing and need not be asked for.
        var length = (sorted.Length / Quarters) + 1;
        long At(int quarter, int step) => (quarter * length) + step < sorted.Length ? sorted[(quarter * length) + step] : BoundSearch.Never;
        bounds = [.. Enumerable.Range(0, length).Select(step => Vector256.Create(At(0, step), At(1, step), At(2, step), At(3, step)))];
        most = Vector256.Create(1L, 2, 3, 4) * length - Vector256<long>.One;
        (first, second, third) = (Vector256.Create(At(0, length - 1)), Vector256.Create(At(1, length - 1)), Vector256.Create(At(2, length - 1)));
    }

    /// <summary>The codes of values, a multiple of 32 of them.</summary>
    public void Codes(ReadOnlySpan<long> values, Span<byte> codes)
    {
        var numbers = MemoryMarshal.Cast<long, Vector256<long>>(values);
        var results = MemoryMarshal.Cast<byte, Vector256<byte>>(codes);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Vector256.Narrow(Sixteen(numbers[(8 * i)..]), Sixteen(numbers[((8 * i) + 4)..])).AsByte();
        }
    }

    private Vector256<short> Sixteen(ReadOnlySpan<Vector256<long>> numbers) =>
        Vector256.Narrow(Vector256.Narrow(Codes(numbers[0]), Codes(numbers[1])), Vector256.Narrow(Codes(numbers[2]), Codes(numbers[3])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<long> Codes(Vector256<long> numbers)
    {
        // What passes the last bound of a quarter is in a later one. Where a value is less, comparing gives −1.
        var quarter = Vector256.Create(3L) + Vector256.LessThan(numbers, first) + Vector256.LessThan(numbers, second) + Vector256.LessThan(numbers, third);
        var halves = Halves(quarter);
        var code = OfQuarter(most, halves);
        for (var step = 0; step < bounds.Length - 1; step++) code += Vector256.LessThan(numbers, OfQuarter(bounds[step], halves));
        return code;
    }

    // The two halves of a bound, by number, for instructions that move 32 bits.
    private static Vector256<int> Halves(Vector256<long> quarters) => ((quarters << 1) | (quarters << 33) | Vector256.Create(1L << 32)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> OfQuarter(Vector256<long> bound, Vector256<int> halves) => Vector256.ShuffleNative(bound.AsInt32(), halves).AsInt64();
}
