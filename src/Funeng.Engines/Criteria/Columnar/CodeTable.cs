using System.Collections.Concurrent;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// The codes of all rows for the columns of a plan. Encoded once from the facts; afterwards only rows that change are encoded again.
/// </summary>
internal sealed partial class CodeTable
{
    // Blocks encoded together: long enough to read each stored column in stretches, short enough to stay in the cache.
    private const int BlocksTogether = 8;

    private readonly ColumnSet columns;
    private readonly ColumnEncoder?[] encoders;
    private readonly ComputedCodes computed;
    private readonly ConcurrentDictionary<int, FactView> irregular = [];
    private int passes;

    private CodeTable(ColumnSet columns, IFactRows source, KernelWidth width, PlaneMemory? memory)
    {
        this.columns = columns;
        Source = source;
        encoders = [.. columns.All.Select(column => EncoderOf(column, source, width))];
        computed = new ComputedCodes([.. columns.All.Where(column => encoders[column.Index] is null)]);
        Codes = new CodeBlocks(memory ?? new PlaneMemory((long)columns.Planes * Blocks, isCleared: false), Blocks);
    }

    public IFactRows Source { get; }

    public CodeBlocks Codes { get; }

    public int Rows => Source.Rows;

    public int Blocks => BlocksFor(Source.Rows);

    public static int BlocksFor(int rows) => (rows + ColumnSet.BlockRows - 1) / ColumnSet.BlockRows;

    public long Bytes => (long)columns.Planes * Blocks * BlockProgram.PlaneBytes;

    /// <summary>Number of columns the scalar evaluator filled.</summary>
    public int ComputedColumns => computed.Columns.Count;

    /// <summary>The rows some value of which has no code, with their facts when they were encoded: the scalar evaluator decides them. Hardly any.</summary>
    public IEnumerable<KeyValuePair<int, FactView>> Irregular => irregular.OrderBy(row => row.Key);

    /// <param name="memory">Where the codes go; null for memory of their own.</param>
    public static CodeTable Encode(ColumnSet columns, IFactRows source, int threads, KernelWidth width, PlaneMemory? memory = null)
    {
        var table = new CodeTable(columns, source, width, memory);
        table.EncodeAll(threads);
        return table;
    }

    /// <summary>Encodes everything anew, in the memory at hand.</summary>
    public void Renew(int threads)
    {
        irregular.Clear();
        EncodeAll(threads);
    }

    /// <summary>Whether the next pass over all blocks goes backward. Every other one does: what the last one read last is still in the caches.</summary>
    public bool TurnRound() => (Interlocked.Increment(ref passes) & 1) == 0;

    /// <summary>Rows of a block: all but the last are full.</summary>
    public int RowsOf(int block) => Math.Min(ColumnSet.BlockRows, Rows - block * ColumnSet.BlockRows);

    private static ColumnEncoder? EncoderOf(PlanColumn column, IFactRows source, KernelWidth width)
    {
        if (column.Fact is not { Origin: FactOrigin.Filed or FactOrigin.View or FactOrigin.Review } fact) return null;
        return source.Find(fact)?.Encoder(column, width);
    }

    private void EncodeAll(int threads)
    {
        var together = Math.Clamp(Blocks / (4 * threads), 1, BlocksTogether);
        var groups = (Blocks + together - 1) / together;
        Parallel.For(0, groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
        {
            var first = group * together;
            var end = Math.Min(first + together, Blocks);
            EncodeStored(first, end - first);
            for (var block = first; computed.Columns.Count > 0 && block < end; block++) EncodeComputed(block);
        });
    }

    private void EncodeStored(int firstBlock, int blocks)
    {
        foreach (var column in columns.All)
        {
            if (encoders[column.Index] is not { } encoder) continue;
            for (var block = firstBlock; block < firstBlock + blocks; block++)
            {
                encoder.Planes(block * ColumnSet.BlockRows, RowsOf(block), Codes[column, block]);
            }
        }
    }

    private void Compute(int row, Span<uint> codes)
    {
        var view = Source.View(row);
        if (computed.Compute(view, codes)) irregular.TryRemove(row, out _);
        else irregular[row] = view;
    }

    private void EncodeComputed(int block)
    {
        Span<int> rows = stackalloc int[RowsOf(block)];
        for (var row = 0; row < rows.Length; row++) rows[row] = block * ColumnSet.BlockRows + row;
        EncodeComputed(rows, Codes, block);
    }

    // All computed columns of a row at once, then column by column into the planes of a block.
    private void EncodeComputed(ReadOnlySpan<int> rows, CodeBlocks target, int block)
    {
        var width = computed.Columns.Count;
        var codes = new uint[rows.Length * width];
        for (var row = 0; row < rows.Length; row++) Compute(rows[row], codes.AsSpan(row * width, width));
        Span<ushort> half = stackalloc ushort[ColumnSet.BlockRows];
        for (var i = 0; i < width; i++)
        {
            var column = computed.Columns[i];
            var planes = target[column, block];
            for (var part = 0; !planes.IsEmpty; part++, planes = planes[(column.Digits.Planes * PlaneMemory.Words)..])
            {
                half.Clear();
                for (var row = 0; row < rows.Length; row++) half[row] = (ushort)(codes[row * width + i] >> (16 * part));
                PlanePacker.Pack(half, column.Digits, planes);
            }
        }
    }
}
