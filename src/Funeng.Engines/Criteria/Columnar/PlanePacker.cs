using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Turns the codes of a block into bit planes.</summary>
internal static class PlanePacker
{
    /// <summary>Packs one code a row; rows beyond the codes given are 0.</summary>
    /// <param name="codes">The codes of a block, <see cref="ColumnSet.BlockRows"/> of them.</param>
    /// <param name="bits">Planes to fill.</param>
    /// <param name="planes">Where they go, one after the other.</param>
    public static void Pack(ReadOnlySpan<ushort> codes, int bits, Span<ulong> planes)
    {
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            var some = codes.Slice(word * 64, 64);
            PackBytes(Halves(some, 0), 0, Math.Min(bits, 8), planes[word..]);
            if (bits > 8) PackBytes(Halves(some, 8), 8, bits, planes[word..]);
        }
    }

    /// <summary>Packs codes of a byte each, at most eight bits.</summary>
    public static void Pack(ReadOnlySpan<byte> codes, int bits, Span<ulong> planes)
    {
        for (var word = 0; word < PlaneMemory.Words; word++) PackBytes(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(codes), (nuint)word * 64), 0, bits, planes[word..]);
    }

    /// <summary>The code of one place of planes that follow each other.</summary>
    public static int Read(ReadOnlySpan<ulong> planes, int bits, int place)
    {
        var code = 0;
        for (var plane = 0; plane < bits; plane++) code |= (int)(planes[(plane * PlaneMemory.Words) + (place >> 6)] >> (place & 63) & 1) << plane;
        return code;
    }

    /// <summary>Writes the code of one place into planes that follow each other.</summary>
    public static void Write(Span<ulong> planes, int bits, int place, int code)
    {
        var (word, bit) = (place >> 6, place & 63);
        for (var plane = 0; plane < bits; plane++)
        {
            ref var target = ref planes[plane * PlaneMemory.Words + word];
            target = (target & ~(1UL << bit)) | (ulong)(code >> plane & 1) << bit;
        }
    }

    // Eight bits of each of 64 codes, as bytes in the order of the rows.
    private static Vector512<byte> Halves(ReadOnlySpan<ushort> codes, int shift)
    {
        ref var first = ref MemoryMarshal.GetReference(codes);
        var low = Vector512.ShiftRightLogical(Vector512.LoadUnsafe(ref first), shift);
        var high = Vector512.ShiftRightLogical(Vector512.LoadUnsafe(ref first, 32), shift);
        return Vector512.Narrow(low, high);
    }

    /// <summary>Packs some bits of 64 codes of a byte each into a word of the planes.</summary>
    // The wanted bit is shifted to the top of each byte, where one instruction collects the 64 of them. Shifting two bytes together only
    // spills into lower bits, which nobody looks at.
    public static void PackBytes(Vector512<byte> bytes, int first, int end, Span<ulong> planes)
    {
        for (var bit = first; bit < end; bit++)
        {
            var top = Vector512.ShiftLeft(bytes.AsUInt16(), 7 - (bit - first)).AsByte();
            planes[bit * PlaneMemory.Words] = TopBits(top);
        }
    }

    /// <summary>The highest bit of each byte, in the order of the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong TopBits(Vector512<byte> bytes) => Vector512.IsHardwareAccelerated
        ? bytes.ExtractMostSignificantBits()
        : TopBitsOfHalves(bytes);

    /// <summary>The same where the machine has no 512-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong TopBitsOfHalves(Vector512<byte> bytes) =>
        bytes.GetLower().ExtractMostSignificantBits() | (ulong)bytes.GetUpper().ExtractMostSignificantBits() << 32;
}
