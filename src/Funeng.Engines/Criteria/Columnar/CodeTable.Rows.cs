using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Funeng.Engines.Criteria.Columnar;

// Single rows: read, encoded again and written back.
internal sealed partial class CodeTable
{
    /// <summary>The codes of a row as they stand.</summary>
    public void Read(int row, RowCodes codes)
    {
        foreach (var column in columns.All) codes[column.Index] = Read(row, column);
    }

    /// <summary>The code of one column of a row.</summary>
    public (int Low, int High) Read(int row, PlanColumn column)
    {
        var block = Block(row / ColumnSet.BlockRows);
        var (word, bit) = (row % ColumnSet.BlockRows >> 6, row & 63);
        var bits = column is NumberCodes { IsWide: true } wide ? wide.Bits : column.Planes;
        var low = Gather(block, column.FirstPlane, bits, word, bit);
        return (low, bits < column.Planes ? Gather(block, column.FirstPlane + bits, bits, word, bit) : low);
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

    /// <summary>Encodes one stored fact of a row; false when it is computed.</summary>
    public bool TryEncode(int row, PlanColumn column, out int code)
    {
        code = encoders[column.Index]?.Code(row) ?? -1;
        return code >= 0;
    }

    /// <summary>The stored value behind a code; null where it is missing or computed.</summary>
    public Feel.Values.FeelValue Value(int row, PlanColumn column) =>
        encoders[column.Index]?.Value(row) ?? (column.Fact is { } fact ? Source.View(row).Find(fact)?.Value : null) ?? Feel.Values.FeelValue.Null;

    /// <summary>Whether there are rows that the scalar evaluator decides.</summary>
    public bool HasIrregular => !irregular.IsEmpty;

    /// <summary>The facts of a row that the scalar evaluator decides; null for a row with codes.</summary>
    public Facts.FactView? IrregularView(int row) => irregular.GetValueOrDefault(row);

    /// <summary>Writes the codes of a row into its block.</summary>
    public void Write(int row, RowCodes codes)
    {
        foreach (var column in columns.All) Write(row, column, codes[column.Index]);
    }

    /// <summary>Writes the code of one column of a row.</summary>
    public void Write(int row, PlanColumn column, (int Low, int High) code)
    {
        var words = memory.Range((long)(row / ColumnSet.BlockRows) * columns.Planes + column.FirstPlane, column.Planes);
        var bits = column is NumberCodes { IsWide: true } wide ? wide.Bits : column.Planes;
        PlanePacker.Write(words, bits, row % ColumnSet.BlockRows, code.Low);
        if (bits < column.Planes) PlanePacker.Write(words[(bits * PlaneMemory.Words)..], bits, row % ColumnSet.BlockRows, code.High);
    }

    /// <summary>Encodes what the source now holds for some rows into a block of their own, in the order given.</summary>
    /// <param name="rows">At most a block of rows.</param>
    /// <param name="moved">The facts that moved; null for any. Other stored facts keep their codes.</param>
    /// <param name="planes">A block of codes.</param>
    public void Encode(ReadOnlySpan<int> rows, IReadOnlySet<string>? moved, Span<ulong> planes)
    {
        foreach (var column in columns.All)
        {
            if (encoders[column.Index] is not { } encoder || moved?.Contains(column.Fact!.Key) == false) continue;
            encoder.Planes(rows, column.Planes, planes[(column.FirstPlane * PlaneMemory.Words)..]);
        }

        if (computed.Columns.Count > 0) EncodeComputed(rows, planes);
    }

    /// <summary>Brings those rows to the front whose codes of some columns are not what they were: most filings move a value across no threshold.</summary>
    /// <param name="rows">In ascending order, at most a block of them.</param>
    /// <param name="filed">Columns of stored facts.</param>
    /// <returns>How many they are.</returns>
    public int KeepMoved(Span<int> rows, IReadOnlyList<PlanColumn> filed)
    {
        Span<ulong> moved = stackalloc ulong[PlaneMemory.Words];
        moved.Clear();
        foreach (var column in filed)
        {
            var (before, after) = (new ulong[column.Planes * PlaneMemory.Words], new ulong[column.Planes * PlaneMemory.Words]);
            Gather(rows, column.FirstPlane, column.Planes, before);
            encoders[column.Index]!.Planes(rows, column.Planes, after);
            for (var i = 0; i < before.Length; i++) moved[i % PlaneMemory.Words] |= before[i] ^ after[i];
        }

        var kept = 0;
        for (var place = 0; place < rows.Length; place++)
        {
            if ((moved[place >> 6] >> (place & 63) & 1) != 0) rows[kept++] = rows[place];
        }

        return kept;
    }

    /// <summary>Collects rows, in ascending order, one beside the other in a block of their own, plane by plane, so that memory is read in order.</summary>
    /// <param name="rows">At most a block of them.</param>
    /// <param name="firstPlane">The first plane that is wanted.</param>
    /// <param name="planes">How many are.</param>
    /// <param name="target">Cleared planes.</param>
    public void Gather(ReadOnlySpan<int> rows, int firstPlane, int planes, Span<ulong> target)
    {
        Span<RowsOfWord> words = stackalloc RowsOfWord[PlaneMemory.Words];
        // What is of one block and goes to one word of the target at a time.
        for (int first = 0, count; first < rows.Length; first += count)
        {
            var block = rows[first] / ColumnSet.BlockRows;
            for (count = 1; first + count < rows.Length && rows[first + count] / ColumnSet.BlockRows == block && (first + count & 63) != 0;) count++;
            var split = words[..RowsOfWord.Split(rows.Slice(first, count), first & 63, words)];
            Gather(Block(block)[(firstPlane * PlaneMemory.Words)..], split, planes, target[(first >> 6)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<ulong> source, ReadOnlySpan<RowsOfWord> words, int planes, Span<ulong> target)
    {
        for (var plane = 0; plane < planes; plane++)
        {
            ref var from = ref MemoryMarshal.GetReference(source[(plane * PlaneMemory.Words)..]);
            var bits = 0UL;
            foreach (var word in words) bits |= word.Extract(Unsafe.Add(ref from, word.Word)) << word.Place;
            target[plane * PlaneMemory.Words] |= bits;
        }
    }

    /// <summary>Puts collected planes of rows back, the reverse of <see cref="Gather(ReadOnlySpan{int}, int, int, Span{ulong})"/>.</summary>
    public void PutBack(ReadOnlySpan<int> rows, ReadOnlySpan<int> planes, ReadOnlySpan<ulong> source)
    {
        for (int first = 0, count; first < rows.Length; first += count)
        {
            var block = rows[first] / ColumnSet.BlockRows;
            for (count = 1; first + count < rows.Length && rows[first + count] / ColumnSet.BlockRows == block;) count++;
            PutBack(memory.Range((long)block * columns.Planes, columns.Planes), rows.Slice(first, count), first, planes, source);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PutBack(Span<ulong> target, ReadOnlySpan<int> rows, int firstPlace, ReadOnlySpan<int> planes, ReadOnlySpan<ulong> source)
    {
        foreach (var plane in planes)
        {
            var from = source.Slice(plane * PlaneMemory.Words, PlaneMemory.Words);
            var to = target.Slice(plane * PlaneMemory.Words, PlaneMemory.Words);
            for (var i = 0; i < rows.Length; i++)
            {
                var place = rows[i] % ColumnSet.BlockRows;
                var bit = from[(firstPlace + i) >> 6] >> ((firstPlace + i) & 63) & 1;
                ref var word = ref to[place >> 6];
                word = (word & ~(1UL << (place & 63))) | bit << (place & 63);
            }
        }
    }

    private static int Gather(ReadOnlySpan<ulong> block, int firstPlane, int bits, int word, int bit)
    {
        var code = 0;
        for (var i = 0; i < bits; i++) code |= (int)(block[(firstPlane + i) * PlaneMemory.Words + word] >> bit & 1) << i;
        return code;
    }
}
