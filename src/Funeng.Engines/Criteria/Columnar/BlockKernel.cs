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
internal abstract class BlockKernel(BlockProgram program, PlaneMemory arena)
{
    /// <summary>The planes the program works on.</summary>
    public PlaneMemory Arena => arena;

    public static BlockKernel Create(BlockProgram program, PlaneMemory arena, KernelWidth width) => width switch
    {
        KernelWidth.Bits512 => new BlockKernel<Wide512, Vector512<ulong>>(program, arena),
        KernelWidth.Bits256 => new BlockKernel<Wide256, Vector256<ulong>>(program, arena),
        KernelWidth.Scalar => new BlockKernel<Scalar64, ulong>(program, arena),
        _ when Vector512.IsHardwareAccelerated => new BlockKernel<Wide512, Vector512<ulong>>(program, arena),
        _ when Vector256.IsHardwareAccelerated => new BlockKernel<Wide256, Vector256<ulong>>(program, arena),
        _ => new BlockKernel<Scalar64, ulong>(program, arena),
    };

    /// <summary>Brings in the codes of a block and computes what all chunks share.</summary>
    /// <param name="next">The block that comes after it, whose codes are fetched meanwhile; −1 for none.</param>
    public void Begin(CodeBlocks codes, int block, int next = -1)
    {
        foreach (var columns in program.Columns)
        {
            Copy(columns.Copies, codes, block);
            if (next >= 0) Fetch(columns.Copies, codes, next);
            Run(columns.Tests);
        }

        Run(program.Shared);
    }

    /// <summary>Decides the criteria of a chunk: two planes each, certainly and possibly true.</summary>
    public ReadOnlySpan<ulong> Decide(CriteriaChunk chunk)
    {
        Run(chunk.Runs);
        return Arena.Span.Slice(program.Output * PlaneMemory.Words, chunk.Count * 2 * PlaneMemory.Words);
    }

    private static void Fetch(PlaneCopy[] copies, CodeBlocks codes, int block)
    {
        ref var source = ref codes.FirstByte;
        foreach (ref readonly var copy in copies.AsSpan())
        {
            ref var from = ref Unsafe.AddByteOffset(ref source, copy.At(codes.Blocks, block));
            for (var plane = 0; plane < copy.Count; plane++) PlaneMemory.Fetch(ref Unsafe.AddByteOffset(ref from, (nint)plane * BlockProgram.PlaneBytes));
        }
    }

    protected abstract void Copy(PlaneCopy[] copies, CodeBlocks codes, int block);

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

    public BlockKernel(BlockProgram program, PlaneMemory arena)
        : base(program, arena)
    {
        code = program.Code;
        arena.Plane(0).Clear();
        arena.Plane(1).Fill(ulong.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Copy(PlaneCopy[] copies, CodeBlocks codes, int block)
    {
        ref var source = ref codes.FirstByte;
        ref var arena = ref Arena.FirstByte;
        foreach (ref readonly var copy in copies.AsSpan())
        {
            ref var from = ref Unsafe.AddByteOffset(ref source, copy.At(codes.Blocks, block));
            ref var to = ref Unsafe.AddByteOffset(ref arena, (nint)copy.To * BlockProgram.PlaneBytes);
            var bytes = (nint)copy.Count * BlockProgram.PlaneBytes;
            for (nint at = 0; at < bytes; at += TWidth.Bytes) TWidth.Store(TWidth.Load(ref Unsafe.AddByteOffset(ref from, at)), ref Unsafe.AddByteOffset(ref to, at));
        }
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
            ref var target = ref First(ref arena, ref code, 0, out var more);
            ref var condition = ref Second(ref arena, more);
            ref var then = ref First(ref arena, ref code, 2, out more);
            ref var otherwise = ref Second(ref arena, more);
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes) Store(TWidth.Select(Load(ref condition, at), Load(ref then, at), Load(ref otherwise, at)), ref target, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FullAdd(ref int code, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 4))
        {
            ref var target = ref First(ref arena, ref code, 0, out var more);
            ref var one = ref Second(ref arena, more);
            ref var two = ref First(ref arena, ref code, 2, out more);
            ref var three = ref Second(ref arena, more);
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var (a, b, c) = (Load(ref one, at), Load(ref two, at), Load(ref three, at));
                Store(TWidth.Odd(a, b, c), ref target, at);
                Store(TWidth.Most(a, b, c), ref target, at + BlockProgram.PlaneBytes);
            }
        }
    }

    // Each operand is two planes: where it holds for certain, and where it is open; together they are where it may hold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void All(ref int code, int operands, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 1 + operands))
        {
            ref var target = ref Unsafe.AddByteOffset(ref arena, (nint)code);
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var certain = Load(ref First(ref arena, ref code, 1, out var more), at);
                var possible = TWidth.Or(certain, Load(ref Second(ref arena, more), at));
                for (nint operand = 3; operand < operands; operand += 2)
                {
                    var also = Load(ref First(ref arena, ref code, operand, out more), at);
                    certain = TWidth.And(certain, also);
                    possible = TWidth.AndOr(possible, also, Load(ref Second(ref arena, more), at));
                }

                Store(certain, ref target, at);
                Store(possible, ref target, at + BlockProgram.PlaneBytes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Some(ref int code, int operands, int count, ref byte arena)
    {
        for (; count > 0; count--, code = ref Unsafe.Add(ref code, 1 + operands))
        {
            ref var target = ref Unsafe.AddByteOffset(ref arena, (nint)code);
            for (var at = 0; at < BlockProgram.PlaneBytes; at += TWidth.Bytes)
            {
                var certain = Load(ref First(ref arena, ref code, 1, out var more), at);
                var open = Load(ref Second(ref arena, more), at);
                for (nint operand = 3; operand < operands; operand += 2)
                {
                    certain = TWidth.Or(certain, Load(ref First(ref arena, ref code, operand, out more), at));
                    open = TWidth.Or(open, Load(ref Second(ref arena, more), at));
                }

                Store(certain, ref target, at);
                Store(TWidth.Or(certain, open), ref target, at + BlockProgram.PlaneBytes);
            }
        }
    }

    // Operands are read in twos, the first in the lower half: there are but two loads a cycle, and planes want them too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte First(ref byte arena, ref int code, nint operand, out ulong both)
    {
        both = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<int, byte>(ref Unsafe.Add(ref code, operand)));
        return ref Unsafe.AddByteOffset(ref arena, (nint)(uint)both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Second(ref byte arena, ulong both) => ref Unsafe.AddByteOffset(ref arena, (nint)(both >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBits Load(ref byte plane, int at) => TWidth.Load(ref Unsafe.AddByteOffset(ref plane, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TBits bits, ref byte plane, int at) => TWidth.Store(bits, ref Unsafe.AddByteOffset(ref plane, at));
}
