using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Finds how many of some sorted bounds a whole number passes, by halving. Whether it passes the bound in the middle is the highest bit of the
/// answer, the middle of the half that is left gives the next, and so on.
/// </summary>
/// <remarks>Amounts, days and floating-point numbers all come here as whole numbers in the same order: see <see cref="OrderedCodes"/>.</remarks>
internal sealed class BoundSearch
{
    /// <summary>Stands for a missing value, which passes nothing.</summary>
    public const long Missing = long.MinValue;

    /// <summary>Not passed by any value.</summary>
    public const long Never = long.MaxValue;

    // Steps whose bounds are looked up in registers.
    private const int WideSteps = 7;

    // The bounds in the order of halving: the middle of all at 1, those of the two halves at 2 and 3, and so on.
    private readonly long[] halves;
    private readonly int bits;
    private readonly bool inRegisters;

    // Where there are no registers of 512 bits.
    private readonly KeySearch? keys;

    /// <param name="bounds">In ascending order. What is there passes one bound more than these, so that code 0 is a missing value.</param>
    /// <param name="digits">How codes lie in planes.</param>
    /// <param name="width">Of 512 bits and of 256 each have a way of their own; at 64 rows are looked up one by one.</param>
    /// <param name="areOrdinals">Whether the numbers are <see cref="StoredBounds.Ordinal"/>s.</param>
    public BoundSearch(IReadOnlyList<long> bounds, CodeDigits digits, KernelWidth width, bool areOrdinals = false)
    {
        inRegisters = Avx512F.IsSupported && width is (KernelWidth.Widest or KernelWidth.Bits512);
        Digits = digits;
        long[] sorted = [Missing + 1, .. bounds.Select(bound => Math.Max(bound, Missing + 1))];
        bits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)sorted.Length);
        halves = new long[(1 << bits) + Vector512<long>.Count];
        for (var place = 1; place < 1 << bits; place++)
        {
            var step = 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)place);
            var middle = (((2 * (place - (1 << step))) + 1) << (bits - step - 1)) - 1;
            halves[place] = middle < sorted.Length ? sorted[middle] : Never;
        }

        if (!inRegisters && width != KernelWidth.Scalar) keys = KeySearch.For(sorted, areOrdinals);
    }

    /// <summary>How codes lie in planes.</summary>
    public CodeDigits Digits { get; }

    /// <summary>The code of one value.</summary>
    public int Code(long value)
    {
        var place = 1;
        for (var step = 0; step < bits; step++) place = (2 * place) + (value >= halves[place] ? 1 : 0);
        return place - (1 << bits);
    }

    /// <summary>The planes of the codes of a block of values.</summary>
    public void Planes(ReadOnlySpan<long> values, Span<ulong> planes)
    {
        if (inRegisters) Halve(values, planes);
        else if (keys is not null) PackKeys(keys, values, planes);
        else PackCodes(values, planes);
    }

    /// <summary>The same of floating-point numbers as they are stored, where there is a way for them; else false, and nothing is done.</summary>
    [SkipLocalsInit]
    public bool TryPlanes(ReadOnlySpan<double> numbers, Span<ulong> planes)
    {
        if (keys is null) return false;
        Span<byte> codes = stackalloc byte[ColumnSet.BlockRows];
        keys.Codes(numbers, codes);
        for (var at = NextUnsure(codes, 0); at >= 0; at = NextUnsure(codes, at)) codes[at] = (byte)Code(StoredBounds.Ordinal(numbers[at]));
        PlanePacker.Pack(codes, Digits, planes);
        return true;
    }

    [SkipLocalsInit]
    private void PackKeys(KeySearch search, ReadOnlySpan<long> values, Span<ulong> planes)
    {
        Span<byte> codes = stackalloc byte[ColumnSet.BlockRows];
        search.Codes(values, codes);
        for (var at = NextUnsure(codes, 0); at >= 0; at = NextUnsure(codes, at)) codes[at] = (byte)Code(values[at]);
        PlanePacker.Pack(codes, Digits, planes);
    }

    private static int NextUnsure(ReadOnlySpan<byte> codes, int from) => codes[from..].IndexOf(KeySearch.Unsure) is >= 0 and var next ? from + next : -1;

    private void PackCodes(ReadOnlySpan<long> values, Span<ulong> planes)
    {
        Span<ushort> codes = stackalloc ushort[ColumnSet.BlockRows];
        for (var i = 0; i < codes.Length; i++) codes[i] = (ushort)Code(values[i]);
        PlanePacker.Pack(codes, Digits, planes);
    }

    private void Halve(ReadOnlySpan<long> values, Span<ulong> planes)
    {
        Span<byte> places = stackalloc byte[ColumnSet.BlockRows];
        ref var numbers = ref Unsafe.As<long, Vector512<long>>(ref MemoryMarshal.GetReference(values));
        ref var reached = ref Unsafe.As<byte, Vector256<byte>>(ref MemoryMarshal.GetReference(places));
        var steps = Math.Min(bits, WideSteps);
        for (var i = 0; i < ColumnSet.BlockRows / 32; i++) Unsafe.Add(ref reached, i) = Halve(ref Unsafe.Add(ref numbers, 4 * i), steps);
        if (bits <= WideSteps) PlanePacker.Pack(places, Digits, planes);
        else PackRest(values, places, planes);
    }

    // A column with many cuts: the last steps row by row.
    private void PackRest(ReadOnlySpan<long> values, ReadOnlySpan<byte> reached, Span<ulong> planes)
    {
        Span<ushort> codes = stackalloc ushort[ColumnSet.BlockRows];
        ref var bounds = ref MemoryMarshal.GetArrayDataReference(halves);
        for (var i = 0; i < codes.Length; i++)
        {
            var place = (nint)reached[i] + (1 << WideSteps);
            for (var step = WideSteps; step < bits; step++) place = (2 * place) + (values[i] >= Unsafe.Add(ref bounds, place) ? 1 : 0);
            codes[i] = (ushort)(place - (1 << bits));
        }

        PlanePacker.Pack(codes, Digits, planes);
    }

    // 32 rows at once: the bounds of a step, up to 64 of them, are looked up by the places the rows have reached.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Halve(ref Vector512<long> numbers, int steps)
    {
        var (a, b, c, d) = (numbers, Unsafe.Add(ref numbers, 1), Unsafe.Add(ref numbers, 2), Unsafe.Add(ref numbers, 3));
        var (atA, atB, atC, atD) = (Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero);
        for (var step = 0; step < steps; step++)
        {
            ref var bounds = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(halves), 1 << step);
            switch (step)
            {
                case <= 3:
                    atA = Next(atA, a, OfEight(ref bounds, atA));
                    atB = Next(atB, b, OfEight(ref bounds, atB));
                    atC = Next(atC, c, OfEight(ref bounds, atC));
                    atD = Next(atD, d, OfEight(ref bounds, atD));
                    break;
                case 4:
                    atA = Next(atA, a, OfSixteen(ref bounds, atA));
                    atB = Next(atB, b, OfSixteen(ref bounds, atB));
                    atC = Next(atC, c, OfSixteen(ref bounds, atC));
                    atD = Next(atD, d, OfSixteen(ref bounds, atD));
                    break;
                case 5:
                    atA = Next(atA, a, OfThirtyTwo(ref bounds, atA));
                    atB = Next(atB, b, OfThirtyTwo(ref bounds, atB));
                    atC = Next(atC, c, OfThirtyTwo(ref bounds, atC));
                    atD = Next(atD, d, OfThirtyTwo(ref bounds, atD));
                    break;
                default:
                    atA = Next(atA, a, OfSixtyFour(ref bounds, atA));
                    atB = Next(atB, b, OfSixtyFour(ref bounds, atB));
                    atC = Next(atC, c, OfSixtyFour(ref bounds, atC));
                    atD = Next(atD, d, OfSixtyFour(ref bounds, atD));
                    break;
            }
        }

        return Vector256.Narrow(Vector256.Narrow(Narrow(atA), Narrow(atB)).AsUInt16(), Vector256.Narrow(Narrow(atC), Narrow(atD)).AsUInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Next(Vector512<long> places, Vector512<long> values, Vector512<long> bounds) =>
        places + places - Vector512.GreaterThanOrEqual(values, bounds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> OfEight(ref long bounds, Vector512<long> places) => Avx512F.PermuteVar8x64(Vector512.LoadUnsafe(ref bounds), places);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> OfSixteen(ref long bounds, Vector512<long> places) =>
        Avx512F.PermuteVar8x64x2(Vector512.LoadUnsafe(ref bounds), places, Vector512.LoadUnsafe(ref bounds, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> OfThirtyTwo(ref long bounds, Vector512<long> places) => Vector512.ConditionalSelect(
        IsSet(places, 16), OfSixteen(ref Unsafe.Add(ref bounds, 16), places), OfSixteen(ref bounds, places));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> OfSixtyFour(ref long bounds, Vector512<long> places) => Vector512.ConditionalSelect(
        IsSet(places, 32), OfThirtyTwo(ref Unsafe.Add(ref bounds, 32), places), OfThirtyTwo(ref bounds, places));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> IsSet(Vector512<long> places, long bit) => ~Vector512.Equals(places & Vector512.Create(bit), Vector512<long>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Narrow(Vector512<long> places) => Avx512F.ConvertToVector256Int32(places);
}
