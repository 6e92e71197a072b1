using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Rows of one block, at most 64, and the place in a word at which their bits are to stand side by side.</summary>
internal readonly struct RowPick
{
    // As many as one register of 128 bits has bytes.
    private const int Few = 16;
    private const byte Nothing = 0x80;

    // For each row the byte of the plane that holds its bit, and the bit.
    private readonly Vector512<byte> bytes;
    private readonly Vector512<byte> bits;

    // The same for quarters of a plane, of sixteen bytes each that see no others: where a row's byte is not among them, nothing.
    private readonly Vector512<byte> withinQuarter;

    // The same as a plane in which their bits are set.
    private readonly Vector512<ulong> marked;

    private RowPick(int block, int first, ReadOnlySpan<int> rows)
    {
        Block = block;
        First = first;
        AreFew = rows.Length <= Few;
        Span<byte> at = stackalloc byte[Vector512<byte>.Count], bit = stackalloc byte[Vector512<byte>.Count], within = stackalloc byte[Vector512<byte>.Count];
        within.Fill(Nothing);
        Span<ulong> marks = stackalloc ulong[PlaneMemory.Words];
        marks.Clear();
        at.Clear();
        bit.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i] % ColumnSet.BlockRows;
            at[i] = (byte)(row >> 3);
            bit[i] = (byte)(1 << (row & 7));
            marks[row >> 6] |= 1UL << (row & 63);
            if (AreFew) within[(at[i] & -Few) + i] = (byte)(at[i] & (Few - 1));
        }

        bytes = Vector512.Create<byte>(at);
        bits = Vector512.Create<byte>(bit);
        withinQuarter = Vector512.Create<byte>(within);
        marked = Vector512.Create<ulong>(marks);
    }

    /// <summary>The block the rows are of.</summary>
    public int Block { get; }

    /// <summary>The place of the first of them.</summary>
    public int First { get; }

    /// <summary>Whether they are at most sixteen.</summary>
    public bool AreFew { get; }

    /// <summary>Divides rows, in ascending order, by block and by word of their places.</summary>
    /// <param name="rows">At most a block of them; the place of each is its position.</param>
    public static RowPick[] Of(ReadOnlySpan<int> rows)
    {
        var picks = new List<RowPick>();
        for (int first = 0, count; first < rows.Length; first += count)
        {
            var block = rows[first] / ColumnSet.BlockRows;
            for (count = 1; first + count < rows.Length && rows[first + count] / ColumnSet.BlockRows == block && (first + count & 63) != 0;) count++;
            picks.Add(new RowPick(block, first, rows.Slice(first, count)));
        }

        return [.. picks];
    }

    /// <summary>Adds the bits of the rows to planes of their places.</summary>
    /// <param name="source">Planes of the block.</param>
    /// <param name="target">As many planes, in which these places are 0.</param>
    public void Add(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        if (Vector512.IsHardwareAccelerated) AddByPlane(source, target);
        else if (AreFew && Avx2.IsSupported) AddFew(source, target);
        else AddByWord(source, target);
    }

    /// <summary>The same for at most sixteen rows in registers of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddFew(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        var (low, high, bit, place) = (withinQuarter.GetLower(), withinQuarter.GetUpper(), bits.GetLower().GetLower(), First);
        ref var half = ref Unsafe.As<ulong, Vector256<byte>>(ref MemoryMarshal.GetReference(source));
        for (var word = place >> 6; word < target.Length; word += PlaneMemory.Words, half = ref Unsafe.Add(ref half, 2))
        {
            var found = Avx2.Shuffle(half, low) | Avx2.Shuffle(Unsafe.Add(ref half, 1), high);
            var absent = Vector128.Equals((found.GetLower() | found.GetUpper()) & bit, Vector128<byte>.Zero);
            target[word] |= (ulong)(ushort)~absent.ExtractMostSignificantBits() << place;
        }
    }

    /// <summary>The same with a few instructions a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddByPlane(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        var (at, bit, place) = (bytes, bits, First);
        ref var plane = ref Unsafe.As<ulong, Vector512<byte>>(ref MemoryMarshal.GetReference(source));
        for (var word = place >> 6; word < target.Length; word += PlaneMemory.Words, plane = ref Unsafe.Add(ref plane, 1))
        {
            var absent = Vector512.Equals(Vector512.ShuffleNative(plane, at) & bit, Vector512<byte>.Zero);
            target[word] |= ~PlanePacker.TopBits(absent) << place;
        }
    }

    /// <summary>The same word by word, for many rows and for machines without those instructions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddByWord(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        Span<ulong> marks = stackalloc ulong[PlaneMemory.Words];
        marked.CopyTo(marks);
        var place = First;
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            var rows = marks[word];
            if (rows == 0) continue;
            for (int from = word, to = place >> 6; from < source.Length; from += PlaneMemory.Words, to += PlaneMemory.Words) target[to] |= Together(source[from], rows) << place;
            place += BitOperations.PopCount(rows);
        }
    }

    // The marked bits side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Together(ulong bits, ulong marked)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitExtract(bits, marked);
        var together = 0UL;
        for (var place = 0; marked != 0; marked &= marked - 1, place++) together |= (bits >> BitOperations.TrailingZeroCount(marked) & 1) << place;
        return together;
    }
}
