using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>A program does what its circuit says: places are given out and taken back without two planes ever sharing one.</summary>
public sealed class ProgramTests
{
    private const int Inputs = 24;

    [Theory]
    [InlineData(KernelWidth.Scalar)]
    [InlineData(KernelWidth.Bits256)]
    [InlineData(KernelWidth.Bits512)]
    public void A_program_gives_what_its_circuit_gives_step_by_step(KernelWidth width)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var circuit = new Circuit([.. Enumerable.Range(0, Inputs).Select(input => input / 3)]);
            var roots = Enumerable.Range(0, random.Next(1, 150)).Select(_ => Truth(circuit, random, 4)).ToArray();
            var program = ProgramWriter.Write(circuit, roots);
            var codes = new CodeBlocks(Inputs, blocks: 3);
            foreach (ref var word in codes.All) word = (ulong)random.NextInt64();
            ulong[] block = [.. Enumerable.Range(0, Inputs / 3).SelectMany(column => codes.Of(3 * column, 3, 1).ToArray())];

            Naive[] naive = [.. Enumerable.Range(0, PlaneMemory.Words).Select(word => new Naive(circuit, block, word))];
            var kernel = BlockKernel.Create(program, new PlaneMemory(program.ArenaPlanes), width);
            kernel.Begin(codes, 1);
            foreach (var chunk in program.Chunks)
            {
                var planes = kernel.Decide(chunk);
                for (var position = 0; position < chunk.Count; position++)
                {
                    var root = roots[program.Order[chunk.First + position]];
                    for (var word = 0; word < PlaneMemory.Words; word++)
                    {
                        Assert.Equal(naive[word][root.Certain], planes[2 * position * PlaneMemory.Words + word]);
                        Assert.Equal(naive[word][root.Certain] | naive[word][root.Open], planes[(2 * position + 1) * PlaneMemory.Words + word]);
                    }
                }
            }
        }
    }

    private static TruthPlanes Truth(Circuit circuit, Random random, int depth)
    {
        var operands = Enumerable.Range(0, random.Next(1, 6)).Select(_ => depth == 0 || random.Next(3) == 0
            ? new TruthPlanes(Plane(circuit, random, 3), Plane(circuit, random, 1))
            : Truth(circuit, random, depth - 1)).ToList();
        return random.Next(2) == 0 ? circuit.All(operands) : circuit.Some(operands);
    }

    private static int Plane(Circuit circuit, Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0) return random.Next(0, Inputs + 2);
        if (random.Next(3) > 0) return circuit.Select(Plane(circuit, random, depth - 1), Plane(circuit, random, depth - 1), Plane(circuit, random, depth - 1));
        var (sum, carry) = circuit.FullAdd(Plane(circuit, random, depth - 1), Plane(circuit, random, depth - 1), Plane(circuit, random, depth - 1));
        return random.Next(2) == 0 ? sum : carry;
    }

    /// <summary>Computes one word of every plane from the definition of the steps.</summary>
    private sealed class Naive
    {
        private readonly ulong[] planes;

        public Naive(Circuit circuit, ulong[] block, int word)
        {
            planes = new ulong[circuit.Planes];
            planes[Circuit.Ones] = ulong.MaxValue;
            for (var input = 0; input < Inputs; input++) planes[Circuit.Input(input)] = block[input * PlaneMemory.Words + word];
            foreach (var step in circuit.Steps) Run(step);
        }

        public ulong this[int plane] => planes[plane];

        private void Run(CircuitStep step)
        {
            ulong At(int operand) => planes[step.Operands[operand]];
            switch (step.Instruction)
            {
                case Instruction.Select:
                    planes[step.First] = (At(0) & At(1)) | (~At(0) & At(2));
                    break;
                case Instruction.FullAdd:
                    planes[step.First] = At(0) ^ At(1) ^ At(2);
                    planes[step.First + 1] = (At(0) & At(1)) | (At(0) & At(2)) | (At(1) & At(2));
                    break;
                default:
                    var isAll = step.Instruction == Instruction.All;
                    var (certain, possible) = isAll ? (ulong.MaxValue, ulong.MaxValue) : (0UL, 0UL);
                    for (var i = 0; i < step.Operands.Length; i += 2)
                    {
                        certain = isAll ? certain & At(i) : certain | At(i);
                        possible = isAll ? possible & (At(i) | At(i + 1)) : possible | At(i) | At(i + 1);
                    }

                    (planes[step.First], planes[step.First + 1]) = (certain, possible);
                    break;
            }
        }
    }
}
