namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// All verdicts of a table as two bits a pair, written out: only where somebody needs every pair. It says nothing before
/// <see cref="VerdictTable.Write"/>, and can be written again.
/// </summary>
public sealed class VerdictBits
{
    private readonly PlaneMemory memory;
    private readonly int criteria;
    private readonly int[] positions;

    /// <summary>Room for the verdicts of a table.</summary>
    /// <param name="table">The table.</param>
    public VerdictBits(VerdictTable table)
    {
        criteria = table.Plan.Criteria.Count;
        positions = new int[criteria];
        for (var position = 0; position < criteria; position++) positions[table.Plan.Program.Order[position]] = position;
        memory = new PlaneMemory(2L * criteria * table.Codes.Blocks, isCleared: false);
    }

    /// <summary>Bytes that the verdicts take.</summary>
    public long Bytes => memory.Planes * BlockProgram.PlaneBytes;

    /// <summary>The verdict of one subject.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <param name="criterion">Position of the criterion in the plan.</param>
    public Outcome this[int row, int criterion] => OutcomeBits.At(Planes(row / ColumnSet.BlockRows, positions[criterion], 1), row % ColumnSet.BlockRows);

    internal Span<ulong> Planes(int block, int position, int count) => memory.Range(2 * ((long)block * criteria + position), 2 * count);

    internal sealed class Writer(VerdictBits bits) : VerdictReader
    {
        public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes) =>
            PlaneMemory.CopyPast(planes, bits.Planes(block, chunk.First, chunk.Count));
    }
}
