using System.Numerics;

namespace Funeng.Engines.Criteria.Columnar;

// Single rows: read, encoded again and written back.
internal sealed partial class CodeTable
{
    private const int BlocksAhead = 8;

    /// <summary>The codes of a row as they stand.</summary>
    public void Read(int row, RowCodes codes)
    {
        foreach (var column in columns.All) codes[column.Index] = Read(row, column);
    }

    /// <summary>The code of one column of a row.</summary>
    public (int Low, int High) Read(int row, PlanColumn column)
    {
        var planes = Codes[column, row / ColumnSet.BlockRows];
        var low = PlanePacker.Read(planes, column.Digits, row % ColumnSet.BlockRows);
        return (low, column.IsWide ? PlanePacker.Read(HighCodes(planes), column.Digits, row % ColumnSet.BlockRows) : low);
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
            codes[column.Index] = column.IsWide ? ((int)(values[i] & 0xFFFF), (int)(values[i] >> 16)) : ((int)values[i], (int)values[i]);
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

    /// <summary>Takes over the rows of others that the scalar evaluator decides.</summary>
    /// <param name="filed">Their codes.</param>
    /// <param name="rows">For each row of them the row it is here.</param>
    public void TakeIrregular(CodeTable filed, ReadOnlySpan<int> rows)
    {
        foreach (var (row, view) in filed.irregular) irregular[rows[row]] = view;
    }

    /// <summary>Writes the codes of a row into its block.</summary>
    public void Write(int row, RowCodes codes)
    {
        foreach (var column in columns.All) Write(row, column, codes[column.Index]);
    }

    /// <summary>Writes the code of one column of a row.</summary>
    public void Write(int row, PlanColumn column, (int Low, int High) code)
    {
        var planes = Codes[column, row / ColumnSet.BlockRows];
        PlanePacker.Write(planes, column.Digits, row % ColumnSet.BlockRows, code.Low);
        if (column.IsWide) PlanePacker.Write(HighCodes(planes), column.Digits, row % ColumnSet.BlockRows, code.High);
    }

    /// <summary>Encodes what the source now holds for some rows into a block of their own, in the order given.</summary>
    /// <param name="rows">At most a block of rows.</param>
    /// <param name="moved">The facts that moved; null for any. Other stored facts keep their codes.</param>
    /// <param name="target">One block of codes.</param>
    public void Encode(ReadOnlySpan<int> rows, IReadOnlySet<string>? moved, CodeBlocks target)
    {
        PlanColumn[] stored = [.. columns.All.Where(column => encoders[column.Index] is not null && moved?.Contains(column.Fact!.Key) != false)];
        for (var i = 0; i < stored.Length; i++)
        {
            // These rows lie all over the table: those of the next column are fetched meanwhile.
            if (i + 1 < stored.Length) encoders[stored[i + 1].Index]!.Fetch(rows);
            encoders[stored[i].Index]!.Planes(rows, target[stored[i], 0]);
        }

        if (computed.Columns.Count > 0) EncodeComputed(rows, target, 0);
    }

    /// <summary>Brings those rows to the front whose codes of some columns are not what they were: most filings move a value across no threshold.</summary>
    /// <param name="rows">In ascending order, at most a block of them.</param>
    /// <param name="filed">Columns of stored facts.</param>
    /// <returns>How many they are.</returns>
    public int KeepMoved(Span<int> rows, IReadOnlyList<PlanColumn> filed)
    {
        Span<ulong> moved = stackalloc ulong[PlaneMemory.Words];
        moved.Clear();
        var picks = RowPick.Of(rows);
        foreach (var column in filed)
        {
            var (before, after) = (new ulong[column.Planes * PlaneMemory.Words], new ulong[column.Planes * PlaneMemory.Words]);
            Gather(picks, column, before, null);
            encoders[column.Index]!.Planes(rows, after);
            for (var i = 0; i < before.Length; i++) moved[i % PlaneMemory.Words] |= before[i] ^ after[i];
        }

        var kept = 0;
        for (var place = 0; place < rows.Length; place++)
        {
            if ((moved[place >> 6] >> (place & 63) & 1) != 0) rows[kept++] = rows[place];
        }

        return kept;
    }

    /// <summary>Collects rows one beside the other in a block of their own, column by column, so that memory is read in order.</summary>
    /// <param name="picks">The rows.</param>
    /// <param name="target">One cleared block.</param>
    public void Gather(RowPick[] picks, CodeBlocks target)
    {
        for (var index = 0; index < columns.All.Count; index++)
        {
            Gather(picks, columns.All[index], target[columns.All[index], 0], index + 1 < columns.All.Count ? columns.All[index + 1] : null);
        }
    }

    /// <summary>Writes the codes of collected rows where they are not what they were. Rows of one block are for one thread.</summary>
    public void PutBack(ReadOnlySpan<int> rows, CodeBlocks before, CodeBlocks after)
    {
        foreach (var column in columns.All)
        {
            ReadOnlySpan<ulong> old = before[column, 0], now = after[column, 0];
            for (var word = 0; word < old.Length; word++)
            {
                for (var moved = old[word] ^ now[word]; moved != 0; moved &= moved - 1)
                {
                    var row = rows[(word % PlaneMemory.Words * 64) + BitOperations.TrailingZeroCount(moved)];
                    Codes[column, row / ColumnSet.BlockRows][(word & -PlaneMemory.Words) + (row % ColumnSet.BlockRows >> 6)] ^= 1UL << (row & 63);
                }
            }
        }
    }

    private static Span<ulong> HighCodes(Span<ulong> planesOfBoth) => planesOfBoth[(planesOfBoth.Length / 2)..];

    private void Gather(RowPick[] picks, PlanColumn column, Span<ulong> target, PlanColumn? next)
    {
        // Fetched a few blocks ahead, at the end of a column the first ones of the next: of each block only a few rows are wanted.
        var all = Codes.Of(column);
        var words = column.Planes * PlaneMemory.Words;
        for (var i = 0; i < picks.Length; i++)
        {
            var ahead = i + BlocksAhead;
            if (ahead < picks.Length) PlaneMemory.Fetch(all.Slice(picks[ahead].Block * words, words));
            else if (next is not null && ahead - picks.Length < picks.Length) PlaneMemory.Fetch(Codes[next, picks[ahead - picks.Length].Block]);
            ref readonly var pick = ref picks[i];
            pick.Add(all.Slice(pick.Block * words, words), target);
        }
    }
}
