using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Rows of one block, at most 64, and the place in a word at which their bits are to stand side by side.</summary>
internal readonly struct RowPick
{
    // For each row the byte of the plane that holds its bit, and the bit.
    private readonly Vector512<byte> bytes;
    private readonly Vector512<byte> bits;

    private RowPick(int block, int first, ReadOnlySpan<int> rows)
    {
        Block = block;
        First = first;
        Span<byte> at = stackalloc byte[Vector512<byte>.Count], bit = stackalloc byte[Vector512<byte>.Count];
        at.Clear();
        bit.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            at[i] = (byte)(rows[i] % ColumnSet.BlockRows >> 3);
            bit[i] = (byte)(1 << (rows[i] & 7));
        }

        bytes = Vector512.Create<byte>(at);
        bits = Vector512.Create<byte>(bit);
    }

    /// <summary>The block the rows are of.</summary>
    public int Block { get; }

    /// <summary>The place of the first of them.</summary>
    public int First { get; }

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        var (at, bit, place) = (bytes, bits, First);
        ref var plane = ref Unsafe.As<ulong, Vector512<byte>>(ref MemoryMarshal.GetReference(source));
        for (var word = place >> 6; word < target.Length; word += PlaneMemory.Words, plane = ref Unsafe.Add(ref plane, 1))
        {
            var absent = Vector512.Equals(Vector512.ShuffleNative(plane, at) & bit, Vector512<byte>.Zero);
            target[word] |= ~PlanePacker.TopBits(absent) << place;
        }
    }
}
