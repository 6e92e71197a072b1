using System.Numerics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Takes the verdicts of a chunk for one block from the kernel; each thread has one of its own.</summary>
internal abstract class VerdictReader
{
    /// <param name="rows">Rows of the block; bits beyond them mean nothing.</param>
    /// <param name="planes">For each criterion of the chunk where it is certainly, then where it is possibly met.</param>
    public abstract void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes);

    /// <summary>The bits of a word that belong to rows.</summary>
    protected static ulong Valid(int word, int rows)
    {
        var left = rows - word * 64;
        return left >= 64 ? ulong.MaxValue : left <= 0 ? 0 : (1UL << left) - 1;
    }
}

/// <summary>Counts met and possible verdicts.</summary>
internal sealed class VerdictCounter(VerdictPlan plan) : VerdictReader
{
    private readonly long[] met = new long[plan.Criteria.Count];
    private readonly long[] possible = new long[plan.Criteria.Count];

    public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes)
    {
        for (var position = 0; position < chunk.Count; position++)
        {
            var certain = planes.Slice(2 * position * PlaneMemory.Words, PlaneMemory.Words);
            var maybe = planes.Slice((2 * position + 1) * PlaneMemory.Words, PlaneMemory.Words);
            met[chunk.First + position] += rows == ColumnSet.BlockRows ? Count(certain) : Count(certain, rows);
            possible[chunk.First + position] += rows == ColumnSet.BlockRows ? Count(maybe) : Count(maybe, rows);
        }
    }

    public VerdictCounter Add(VerdictCounter other)
    {
        for (var i = 0; i < met.Length; i++)
        {
            met[i] += other.met[i];
            possible[i] += other.possible[i];
        }

        return this;
    }

    public IReadOnlyList<VerdictCount> Result(long rows)
    {
        var counts = new VerdictCount[met.Length];
        for (var position = 0; position < counts.Length; position++)
        {
            counts[plan.Program.Order[position]] = new VerdictCount(met[position], rows - possible[position], possible[position] - met[position]);
        }

        return counts;
    }

    private static int Count(ReadOnlySpan<ulong> plane) =>
        BitOperations.PopCount(plane[0]) + BitOperations.PopCount(plane[1]) + BitOperations.PopCount(plane[2]) + BitOperations.PopCount(plane[3])
        + BitOperations.PopCount(plane[4]) + BitOperations.PopCount(plane[5]) + BitOperations.PopCount(plane[6]) + BitOperations.PopCount(plane[7]);

    private static int Count(ReadOnlySpan<ulong> plane, int rows)
    {
        var count = 0;
        for (var word = 0; word < plane.Length; word++) count += BitOperations.PopCount(plane[word] & Valid(word, rows));
        return count;
    }
}

/// <summary>Lists the rows of one outcome of a plan with one criterion.</summary>
internal sealed class VerdictLister(VerdictPlan plan, Outcome outcome) : VerdictReader
{
    public List<int> Rows { get; } = [];

    public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes)
    {
        if (plan.Criteria.Count != 1) throw new InvalidOperationException("A list is of one criterion.");
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            var bits = OutcomeBits.Of(outcome, planes[word], planes[PlaneMemory.Words + word]) & Valid(word, rows);
            for (; bits != 0; bits &= bits - 1) Rows.Add(block * ColumnSet.BlockRows + word * 64 + BitOperations.TrailingZeroCount(bits));
        }
    }
}

/// <summary>Outcomes as bits of the two planes.</summary>
internal static class OutcomeBits
{
    public static ulong Of(Outcome outcome, ulong certain, ulong possible) => outcome switch
    {
        Outcome.Met => certain,
        Outcome.NotMet => ~possible,
        _ => possible & ~certain,
    };

    public static Outcome At(ulong certain, ulong possible, int bit) =>
        (certain >> bit & 1) != 0 ? Outcome.Met : (possible >> bit & 1) != 0 ? Outcome.Unknown : Outcome.NotMet;
}
