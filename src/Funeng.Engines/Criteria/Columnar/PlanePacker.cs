using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Turns the codes of a block into bit planes.</summary>
internal static class PlanePacker
{
    /// <summary>Packs one code a row.</summary>
    /// <param name="codes">The codes of a block, <see cref="ColumnSet.BlockRows"/> of them; 0 where it has no row.</param>
    /// <param name="digits">How they lie in planes.</param>
    /// <param name="planes">Where the planes go, one after the other.</param>
    public static void Pack(ReadOnlySpan<ushort> codes, CodeDigits digits, Span<ulong> planes)
    {
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            var some = codes.Slice(word * 64, 64);
            PackBytes(Pictures(Halves(some, 0), digits), 0, Math.Min(digits.Planes, 8), planes[word..]);
            if (digits.Planes > 8) PackBytes(Halves(some, 8), 8, digits.Planes, planes[word..]);
        }
    }

    /// <summary>Packs codes of a byte each, at most eight planes.</summary>
    public static void Pack(ReadOnlySpan<byte> codes, CodeDigits digits, Span<ulong> planes)
    {
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            PackBytes(Pictures(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(codes), (nuint)word * 64), digits), 0, digits.Planes, planes[word..]);
        }
    }

    /// <summary>The code of one place of planes that follow each other.</summary>
    public static int Read(ReadOnlySpan<ulong> planes, CodeDigits digits, int place)
    {
        var picture = 0;
        for (var plane = 0; plane < digits.Planes; plane++) picture |= (int)(planes[(plane * PlaneMemory.Words) + (place >> 6)] >> (place & 63) & 1) << plane;
        return digits.Code(picture);
    }

    /// <summary>Writes the code of one place into planes that follow each other.</summary>
    public static void Write(Span<ulong> planes, CodeDigits digits, int place, int code)
    {
        var (word, bit) = (place >> 6, place & 63);
        var picture = digits.Picture(code);
        for (var plane = 0; plane < digits.Planes; plane++)
        {
            ref var target = ref planes[plane * PlaneMemory.Words + word];
            target = (target & ~(1UL << bit)) | (ulong)(picture >> plane & 1) << bit;
        }
    }

    // The planes of 64 codes, a byte for each.
    private static Vector512<byte> Pictures(Vector512<byte> codes, CodeDigits digits)
    {
        if (digits.IsBits) return codes;
        return Vector512.IsHardwareAccelerated ? PicturesTogether(codes, digits) : PicturesOfHalves(codes, digits);
    }

    /// <summary>The planes of 64 codes that are not in bits, a byte for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> PicturesTogether(Vector512<byte> codes, CodeDigits digits) => Vector512.ShuffleNative(Vector512.Create(digits.Pictures), codes);

    /// <summary>The same where the machine has no 512-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> PicturesOfHalves(Vector512<byte> codes, CodeDigits digits) =>
        Vector512.Create(digits.PictureOf!.At(codes.GetLower()), digits.PictureOf!.At(codes.GetUpper()));

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
