namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Equal instructions on equally many planes in a row, so that the kernel's loops predict: they start at a place of the code.</summary>
internal readonly record struct InstructionRun(Instruction Instruction, int Operands, int Start, int Count);

/// <summary>Criteria decided together, with everything that only they need; small enough that its planes stay in the first-level cache.</summary>
/// <param name="First">Position of its first criterion in the order of the program.</param>
internal sealed record CriteriaChunk(int First, int Count, InstructionRun[] Runs);

/// <summary>Planes of one column to bring in from a block of codes.</summary>
/// <param name="FirstPlane">The first plane of the column.</param>
/// <param name="Planes">How many it has.</param>
/// <param name="From">The first of them that is wanted.</param>
/// <param name="Count">How many are.</param>
/// <param name="To">Where they go.</param>
internal readonly record struct PlaneCopy(int FirstPlane, int Planes, int From, int Count, int To)
{
    /// <summary>The byte of all codes at which they lie.</summary>
    /// <param name="blocks">How many blocks there are.</param>
    /// <param name="block">Which of them.</param>
    public nint At(int blocks, int block) => (((nint)FirstPlane * blocks) + ((nint)Planes * block) + From - FirstPlane) * BlockProgram.PlaneBytes;
}

/// <summary>
/// A few columns: their planes to bring in and all tests on them, made before those of the next are brought in. So the planes are still at hand, and
/// those of the next block are fetched a few at a time: more than the processor has places for would have it wait.
/// </summary>
internal sealed record ColumnGroup(PlaneCopy[] Copies, InstructionRun[] Tests);

/// <summary>
/// The circuit as code for the kernel: operands are byte offsets into one arena. Steps that serve several chunks come first and keep their
/// planes; each chunk then uses the same scratch anew and leaves two planes a criterion at <see cref="Output"/>.
/// </summary>
internal sealed class BlockProgram
{
    /// <summary>Bytes of a plane.</summary>
    public const int PlaneBytes = ColumnSet.BlockRows / 8;

    /// <summary>Criteria of a chunk: two planes each are 4 KB, a twelfth of the first-level cache.</summary>
    public const int ChunkSize = 32;

    public required int[] Code { get; init; }

    public required ColumnGroup[] Columns { get; init; }

    public required InstructionRun[] Shared { get; init; }

    public required CriteriaChunk[] Chunks { get; init; }

    /// <summary>For each position of the program the criterion.</summary>
    public required int[] Order { get; init; }

    /// <summary>Planes of the arena.</summary>
    public required int ArenaPlanes { get; init; }

    /// <summary>Plane at which a chunk leaves its verdicts.</summary>
    public required int Output { get; init; }

    /// <summary>Number of instructions of a block.</summary>
    public required int Steps { get; init; }
}
