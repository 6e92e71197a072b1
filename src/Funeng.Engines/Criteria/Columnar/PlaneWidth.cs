using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>How many bits one machine operation works on. The kernel is written once over it and compiled for each width.</summary>
internal interface IPlaneWidth<TBits>
{
    /// <summary>Bytes of one operation; a plane of 64 bytes takes one, two or eight.</summary>
    static abstract int Bytes { get; }

    static abstract TBits Load(ref byte place);

    static abstract void Store(TBits bits, ref byte place);

    static abstract TBits And(TBits left, TBits right);

    static abstract TBits Or(TBits left, TBits right);

    /// <summary><paramref name="condition"/> ? <paramref name="then"/> : <paramref name="otherwise"/>, bit by bit.</summary>
    static abstract TBits Select(TBits condition, TBits then, TBits otherwise);

    /// <summary>The sum of three bits without its carry.</summary>
    static abstract TBits Odd(TBits a, TBits b, TBits c);

    /// <summary>The carry of three bits: at least two of them.</summary>
    static abstract TBits Most(TBits a, TBits b, TBits c);

    /// <summary>A whole plane at once, where its second and third reading come from registers.</summary>
    static abstract TBits AndOr(TBits kept, TBits left, TBits right);
}

/// <summary>512 bits: a plane is one register, and any function of three planes one instruction.</summary>
internal readonly struct Wide512 : IPlaneWidth<Vector512<ulong>>
{
    // Truth tables of three operands as the instruction wants them: a is 0xF0, b 0xCC, c 0xAA.
    private const byte OddTable = 0xF0 ^ 0xCC ^ 0xAA, MostTable = (0xF0 & 0xCC) | (0xF0 & 0xAA) | (0xCC & 0xAA), AndOrTable = 0xF0 & (0xCC | 0xAA);

    public static int Bytes => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ref byte place) => Unsafe.ReadUnaligned<Vector512<ulong>>(ref place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> bits, ref byte place) => Unsafe.WriteUnaligned(ref place, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> And(Vector512<ulong> left, Vector512<ulong> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Or(Vector512<ulong> left, Vector512<ulong> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Select(Vector512<ulong> condition, Vector512<ulong> then, Vector512<ulong> otherwise) =>
        Vector512.ConditionalSelect(condition, then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Odd(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.IsSupported ? Avx512F.TernaryLogic(a, b, c, OddTable) : a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Most(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.IsSupported ? Avx512F.TernaryLogic(a, b, c, MostTable) : (a & b) | (c & (a | b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> AndOr(Vector512<ulong> kept, Vector512<ulong> left, Vector512<ulong> right) =>
        Avx512F.IsSupported ? Avx512F.TernaryLogic(kept, left, right, AndOrTable) : kept & (left | right);
}

/// <summary>256 bits: every processor of the last ten years.</summary>
internal readonly struct Wide256 : IPlaneWidth<Vector256<ulong>>
{
    public static int Bytes => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(ref byte place) => Unsafe.ReadUnaligned<Vector256<ulong>>(ref place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<ulong> bits, ref byte place) => Unsafe.WriteUnaligned(ref place, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> And(Vector256<ulong> left, Vector256<ulong> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Or(Vector256<ulong> left, Vector256<ulong> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Select(Vector256<ulong> condition, Vector256<ulong> then, Vector256<ulong> otherwise) =>
        Vector256.ConditionalSelect(condition, then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Odd(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Most(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => (a & b) | (c & (a | b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> AndOr(Vector256<ulong> kept, Vector256<ulong> left, Vector256<ulong> right) => kept & (left | right);
}

/// <summary>64 bits: any machine.</summary>
internal readonly struct Scalar64 : IPlaneWidth<ulong>
{
    public static int Bytes => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref byte place) => Unsafe.ReadUnaligned<ulong>(ref place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong bits, ref byte place) => Unsafe.WriteUnaligned(ref place, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong left, ulong right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong left, ulong right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Select(ulong condition, ulong then, ulong otherwise) => (condition & then) | (~condition & otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Odd(ulong a, ulong b, ulong c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Most(ulong a, ulong b, ulong c) => (a & b) | (c & (a | b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AndOr(ulong kept, ulong left, ulong right) => kept & (left | right);
}
