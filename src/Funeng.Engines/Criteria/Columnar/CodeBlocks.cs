namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Planes of codes: column after column, and of a column block after block. So whoever looks at a few columns reads memory in order, and whoever
/// looks at all reads as many stretches as there are columns.
/// </summary>
/// <param name="memory">At least as many planes as all blocks have.</param>
/// <param name="blocks">Number of blocks.</param>
internal sealed class CodeBlocks(PlaneMemory memory, int blocks)
{
    /// <param name="planes">Planes of a block.</param>
    /// <param name="blocks">Number of blocks.</param>
    public CodeBlocks(int planes, int blocks)
        : this(new PlaneMemory((long)blocks * planes), blocks)
    {
    }

    public int Blocks => blocks;

    public PlaneMemory Memory => memory;

    public Span<ulong> All => memory.Span;

    /// <summary>The first byte, for the kernel.</summary>
    public ref byte FirstByte => ref memory.FirstByte;

    /// <summary>The planes of one column in one block.</summary>
    public Span<ulong> this[PlanColumn column, int block] => Of(column.FirstPlane, column.Planes, block);

    /// <summary>The same for a column given by its planes.</summary>
    public Span<ulong> Of(int firstPlane, int count, int block) => memory.Range(((long)firstPlane * blocks) + ((long)block * count), count);

    /// <summary>The planes of one column in all blocks, block after block.</summary>
    public Span<ulong> Of(PlanColumn column) => memory.Range((long)column.FirstPlane * blocks, column.Planes * blocks);
}
