using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Funeng.Engines.Criteria.Columnar;

// Single rows: read, encoded again and written back.
internal sealed partial class CodeTable
{
    /// <summary>The codes of a row as they stand.</summary>
    public void Read(int row, RowCodes codes)
    {
        var block = Block(row / ColumnSet.BlockRows);
        var (word, bit) = (row % ColumnSet.BlockRows >> 6, row & 63);
        foreach (var column in columns.All)
        {
            if (column is NumberCodes { IsWide: true } wide)
            {
                codes[column.Index] = (Gather(block, column.FirstPlane, wide.Bits, word, bit), Gather(block, column.FirstPlane + wide.Bits, wide.Bits, word, bit));
                continue;
            }

            var code = Gather(block, column.FirstPlane, column.Planes, word, bit);
            codes[column.Index] = (code, code);
        }
    }

    /// <summary>Encodes the facts that the source now holds for a row.</summary>
    public void Encode(int row, RowCodes codes)
    {
        foreach (var column in columns.All)
        {
            if (encoders[column.Index] is not { } encoder) continue;
            var code = encoder.Code(row);
            codes[column.Index] = (code, code);
        }

        if (computed.Columns.Count == 0) return;
        var values = new uint[computed.Columns.Count];
        Compute(row, values);
        for (var i = 0; i < values.Length; i++)
        {
            var column = computed.Columns[i];
            codes[column.Index] = column is NumberCodes { IsWide: true } ? ((int)(values[i] & 0xFFFF), (int)(values[i] >> 16)) : ((int)values[i], (int)values[i]);
        }
    }

    /// <summary>Encodes only stored facts of a row, for one fact that moved.</summary>
    public bool TryEncode(int row, PlanColumn column, RowCodes codes)
    {
        if (encoders[column.Index] is not { } encoder) return false;
        var code = encoder.Code(row);
        codes[column.Index] = (code, code);
        return true;
    }

    /// <summary>The stored value behind a code; null where it is missing or computed.</summary>
    public Feel.Values.FeelValue Value(int row, PlanColumn column) =>
        encoders[column.Index]?.Value(row) ?? (column.Fact is { } fact ? Source.View(row).Find(fact)?.Value : null) ?? Feel.Values.FeelValue.Null;

    /// <summary>The facts of a row that the scalar evaluator decides; null for a row with codes.</summary>
    public Facts.FactView? IrregularView(int row) => irregular.GetValueOrDefault(row);

    /// <summary>Writes the codes of a row into its block.</summary>
    public void Write(int row, RowCodes codes) => Write(row / ColumnSet.BlockRows, row % ColumnSet.BlockRows, codes, memory, columns.Planes);

    /// <summary>Writes the codes of a row into a block of other memory with the same layout.</summary>
    public void Write(int block, int place, RowCodes codes, PlaneMemory target, int planes)
    {
        var words = target.Range((long)block * planes, planes);
        var (word, bit) = (place >> 6, place & 63);
        foreach (var column in columns.All)
        {
            var (low, high) = codes[column.Index];
            var bits = column is NumberCodes { IsWide: true } wide ? wide.Bits : column.Planes;
            Scatter(words, column.FirstPlane, bits, word, bit, low);
            if (bits < column.Planes) Scatter(words, column.FirstPlane + bits, bits, word, bit, high);
        }
    }

    /// <summary>Collects rows of one block at places of another, plane by plane, so that memory is read in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(int block, ReadOnlySpan<int> rows, int firstPlace, Span<ulong> target)
    {
        var source = Block(block);
        for (var plane = 0; plane < columns.Planes; plane++)
        {
            ref var from = ref MemoryMarshal.GetReference(source[(plane * PlaneMemory.Words)..]);
            var to = target.Slice(plane * PlaneMemory.Words, PlaneMemory.Words);
            for (var i = 0; i < rows.Length; i++)
            {
                var bit = Unsafe.Add(ref from, rows[i] >> 6) >> (rows[i] & 63) & 1;
                to[(firstPlace + i) >> 6] |= bit << ((firstPlace + i) & 63);
            }
        }
    }

    /// <summary>Puts collected rows back, the reverse of <see cref="Gather(int, ReadOnlySpan{int}, int, Span{ulong})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PutBack(int block, ReadOnlySpan<int> rows, int firstPlace, ReadOnlySpan<ulong> source)
    {
        var target = memory.Range((long)block * columns.Planes, columns.Planes);
        for (var plane = 0; plane < columns.Planes; plane++)
        {
            var from = source.Slice(plane * PlaneMemory.Words, PlaneMemory.Words);
            var to = target.Slice(plane * PlaneMemory.Words, PlaneMemory.Words);
            for (var i = 0; i < rows.Length; i++)
            {
                var bit = from[(firstPlace + i) >> 6] >> ((firstPlace + i) & 63) & 1;
                ref var word = ref to[rows[i] >> 6];
                word = (word & ~(1UL << (rows[i] & 63))) | bit << (rows[i] & 63);
            }
        }
    }

    private static int Gather(ReadOnlySpan<ulong> block, int firstPlane, int bits, int word, int bit)
    {
        var code = 0;
        for (var i = 0; i < bits; i++) code |= (int)(block[(firstPlane + i) * PlaneMemory.Words + word] >> bit & 1) << i;
        return code;
    }

    private static void Scatter(Span<ulong> block, int firstPlane, int bits, int word, int bit, int code)
    {
        for (var i = 0; i < bits; i++)
        {
            ref var place = ref block[(firstPlane + i) * PlaneMemory.Words + word];
            place = (place & ~(1UL << bit)) | (ulong)(code >> i & 1) << bit;
        }
    }
}
