using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>How many bits the kernel works on at once.</summary>
public enum KernelWidth
{
    /// <summary>The widest that this machine has.</summary>
    Widest,

    /// <summary>64 bits in ordinary registers.</summary>
    Scalar,

    /// <summary>256 bits.</summary>
    Bits256,

    /// <summary>512 bits.</summary>
    Bits512,
}

/// <summary>Runs a program on blocks of codes, one thread each. The arena is aligned to cache lines: a wide load that straddles two takes twice as long.</summary>
internal abstract class BlockKernel(BlockProgram program)
{
    /// <summary>The planes the program works on.</summary>
    public PlaneMemory Arena { get; } = new(program.ArenaPlanes);

    public static BlockKernel Create(BlockProgram program, KernelWidth width) => width switch
    {
        KernelWidth.Bits512 => new BlockKernel<Wide512, Vector512<ulong>>(program),
        KernelWidth.Bits256 => new BlockKernel<Wide256, Vector256<ulong>>(program),
        KernelWidth.Scalar => new BlockKernel<Scalar64, ulong>(program),
        _ when Vector512.IsHardwareAccelerated => new BlockKernel<Wide512, Vector512<ulong>>(program),
        _ when Vector256.IsHardwareAccelerated => new BlockKernel<Wide256, Vector256<ulong>>(program),
        _ => new BlockKernel<Scalar64, ulong>(program),
    };

    /// <summary>Has those codes of a block fetched that the program looks at.</summary>
    public void Fetch(ReadOnlySpan<ulong> codes)
    {
        foreach (var copy in program.Copies) PlaneMemory.Fetch(codes.Slice(copy.From * PlaneMemory.Words, copy.Count * PlaneMemory.Words));
    }

    /// <summary>Brings in the codes of a block and computes what all chunks share.</summary>
    public void Begin(ReadOnlySpan<ulong> codes)
    {
        var arena = Arena.Span;
        foreach (var copy in program.Copies)
        {
            codes.Slice(copy.From * PlaneMemory.Words, copy.Count * PlaneMemory.Words).CopyTo(arena[(copy.To * PlaneMemory.Words)..]);
        }

        Run(program.Shared);
    }

    /// <summary>Decides the criteria of a chunk: two planes each, certainly and possibly true.</summary>
    public ReadOnlySpan<ulong> Decide(CriteriaChunk chunk)
    {
        Run(chunk.Runs);
        return Arena.Span.Slice(program.Output * PlaneMemory.Words, chunk.Count * 2 * PlaneMemory.Words);
    }

    protected abstract void Run(InstructionRun[] runs);
}

/// <summary>
/// The kernel: four loops, each over equal instructions. Operands are byte offsets into the arena, trusted because
/// <see cref="ProgramWriter"/> alone makes them; so there are no bounds to check.
/// </summary>
internal sealed class BlockKernel<TWidth, TBits> : BlockKernel
    where TWidth : struct, IPlaneWidth<TBits>
{
    private readonly int[] code;

    public BlockKernel(BlockProgram program)
        : base(program)
    {
        code = program.Code;
        Arena.Plane(1).Fill(ulong.MaxValue);
    }

    protected override void Run(InstructionRun[] runs)
    {
        ref var arena = ref Arena.FirstByte;
        foreach (var run in runs)
        {
            ref var operands = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(code), run.Start);
            switch (run.Instruction)
            {
                case Instruction.Select:
                    Select(ref operands, run.Count, ref arena);
                    break;
                case Instruction.FullAdd:
                    FullAdd(ref operands, run.Count, ref arena);
                    break;
                case Instruction.All:
                    All(ref operands, run.Operands, run.Count, ref arena);
                    break;
                default:
                    Some(ref operands, run.Operands, run.Count, ref arena);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(ref int code, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 4))
        {
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var condition = TWidth.Load(ref At(ref arena, ref code, 1, at));
                var then = TWidth.Load(ref At(ref arena, ref code, 2, at));
                var otherwise = TWidth.Load(ref At(ref arena, ref code, 3, at));
                TWidth.Store(TWidth.Select(condition, then, otherwise), ref At(ref arena, ref code, 0, at));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FullAdd(ref int code, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 4))
        {
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var a = TWidth.Load(ref At(ref arena, ref code, 1, at));
                var b = TWidth.Load(ref At(ref arena, ref code, 2, at));
                var c = TWidth.Load(ref At(ref arena, ref code, 3, at));
                TWidth.Store(TWidth.Odd(a, b, c), ref At(ref arena, ref code, 0, at));
                TWidth.Store(TWidth.Most(a, b, c), ref At(ref arena, ref code, 0, at + BlockProgram.PlaneBytes));
            }
        }
    }

    // Each operand is two planes: where it holds for certain, and where it is open; together they are where it may hold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void All(ref int code, int operands, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 1 + operands))
        {
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var certain = TWidth.Load(ref At(ref arena, ref code, 1, at));
                var possible = TWidth.Or(certain, TWidth.Load(ref At(ref arena, ref code, 2, at)));
                for (var operand = 3; operand < operands; operand += 2)
                {
                    var next = TWidth.Load(ref At(ref arena, ref code, operand, at));
                    certain = TWidth.And(certain, next);
                    possible = TWidth.AndOr(possible, next, TWidth.Load(ref At(ref arena, ref code, operand + 1, at)));
                }

                TWidth.Store(certain, ref At(ref arena, ref code, 0, at));
                TWidth.Store(possible, ref At(ref arena, ref code, 0, at + BlockProgram.PlaneBytes));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Some(ref int code, int operands, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 1 + operands))
        {
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var certain = TWidth.Load(ref At(ref arena, ref code, 1, at));
                var open = TWidth.Load(ref At(ref arena, ref code, 2, at));
                for (var operand = 3; operand < operands; operand += 2)
                {
                    certain = TWidth.Or(certain, TWidth.Load(ref At(ref arena, ref code, operand, at)));
                    open = TWidth.Or(open, TWidth.Load(ref At(ref arena, ref code, operand + 1, at)));
                }

                TWidth.Store(certain, ref At(ref arena, ref code, 0, at));
                TWidth.Store(TWidth.Or(certain, open), ref At(ref arena, ref code, 0, at + BlockProgram.PlaneBytes));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte At(ref byte arena, ref int code, int operand, int at) =>
        ref Unsafe.AddByteOffset(ref arena, (nint)Unsafe.Add(ref code, operand) + at);
}
