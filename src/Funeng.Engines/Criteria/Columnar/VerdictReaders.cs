using System.Numerics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Takes the verdicts of a chunk for one block from the kernel; each thread has one of its own.</summary>
internal abstract class VerdictReader
{
    /// <param name="rows">Rows of the block; bits beyond them mean nothing.</param>
    /// <param name="planes">For each criterion of the chunk where it is certainly, then where it is possibly met.</param>
    public abstract void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes);

    /// <summary>The bits of a word that belong to rows.</summary>
    public static ulong Valid(int word, int rows)
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

/// <summary>Writes out the outcomes of the one criterion of a plan.</summary>
internal sealed class OutcomeWriter(Outcome[] outcomes) : VerdictReader
{
    public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes)
    {
        for (var row = 0; row < rows; row++) outcomes[block * ColumnSet.BlockRows + row] = OutcomeBits.At(planes, row);
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

    /// <summary>The outcome at a place of two planes that follow each other.</summary>
    public static Outcome At(ReadOnlySpan<ulong> planes, int place) => At(planes[place >> 6], planes[PlaneMemory.Words + (place >> 6)], place & 63);

    /// <summary>Writes the outcome at a place of two planes that follow each other.</summary>
    public static void Set(Span<ulong> planes, int place, Outcome outcome)
    {
        Set(ref planes[place >> 6], 1UL << (place & 63), outcome == Outcome.Met);
        Set(ref planes[PlaneMemory.Words + (place >> 6)], 1UL << (place & 63), outcome != Outcome.NotMet);
    }

    private static void Set(ref ulong word, ulong bit, bool value) => word = value ? word | bit : word & ~bit;
}

/// <summary>Counts verdicts by the group of the row.</summary>
internal sealed class GroupCounter(VerdictPlan plan, ReadOnlyMemory<int> groups, int count) : VerdictReader
{
    private readonly long[] met = new long[plan.Criteria.Count * count];
    private readonly long[] possible = new long[plan.Criteria.Count * count];

    public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes)
    {
        var group = groups.Span.Slice(block * ColumnSet.BlockRows, rows);
        for (var position = 0; position < chunk.Count; position++)
        {
            var criterion = plan.Program.Order[chunk.First + position];
            Count(group, planes.Slice(2 * position * PlaneMemory.Words, PlaneMemory.Words), met.AsSpan(criterion * count, count));
            Count(group, planes.Slice((2 * position + 1) * PlaneMemory.Words, PlaneMemory.Words), possible.AsSpan(criterion * count, count));
        }
    }

    public GroupCounter Add(GroupCounter other)
    {
        for (var i = 0; i < met.Length; i++)
        {
            met[i] += other.met[i];
            possible[i] += other.possible[i];
        }

        return this;
    }

    public IReadOnlyList<IReadOnlyList<VerdictCount>> Result(long[] sizes) =>
    [
        .. Enumerable.Range(0, plan.Criteria.Count).Select(criterion => sizes.Select((size, group) =>
            new VerdictCount(met[criterion * count + group], size - possible[criterion * count + group], possible[criterion * count + group] - met[criterion * count + group])).ToArray()),
    ];

    private static void Count(ReadOnlySpan<int> groups, ReadOnlySpan<ulong> plane, Span<long> counts)
    {
        for (var word = 0; word < plane.Length; word++)
        {
            for (var bits = plane[word] & Valid(word, groups.Length); bits != 0; bits &= bits - 1)
            {
                var group = groups[word * 64 + BitOperations.TrailingZeroCount(bits)];
                if (group >= 0) counts[group]++;
            }
        }
    }
}

/// <summary>Adds up an amount of the rows that meet each criterion.</summary>
internal sealed class AmountAdder(VerdictPlan plan, ReadOnlyMemory<long> amounts) : VerdictReader
{
    private readonly long[] sums = new long[plan.Criteria.Count];

    public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes)
    {
        var own = amounts.Span.Slice(block * ColumnSet.BlockRows, rows);
        for (var position = 0; position < chunk.Count; position++)
        {
            var sum = 0L;
            for (var word = 0; word < PlaneMemory.Words; word++)
            {
                for (var bits = planes[2 * position * PlaneMemory.Words + word] & Valid(word, rows); bits != 0; bits &= bits - 1)
                {
                    sum = checked(sum + own[word * 64 + BitOperations.TrailingZeroCount(bits)]);
                }
            }

            sums[plan.Program.Order[chunk.First + position]] += sum;
        }
    }

    public AmountAdder Add(AmountAdder other)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] += other.sums[i];
        return this;
    }

    public IReadOnlyList<long> Result() => sums;
}

/// <summary>Lists the rows in which two criteria differ.</summary>
internal sealed class ChangeLister(VerdictPlan plan, int criterion) : VerdictReader
{
    public List<VerdictChange> Changes { get; } = [];

    public override void Read(int block, int rows, CriteriaChunk chunk, ReadOnlySpan<ulong> planes)
    {
        var (before, after) = plan.Program.Order[0] == 0 ? (0, 1) : (1, 0);
        Span<int> numbers = stackalloc int[rows];
        for (var row = 0; row < rows; row++) numbers[row] = block * ColumnSet.BlockRows + row;
        Compare(planes[(before * 2 * PlaneMemory.Words)..], planes[(after * 2 * PlaneMemory.Words)..], numbers, criterion, Changes);
    }

    /// <summary>Adds the rows whose two verdicts differ; rows are numbered by their place in the planes.</summary>
    public static void Compare(ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after, ReadOnlySpan<int> rows, int criterion, List<VerdictChange> changes)
    {
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            var (oldCertain, oldPossible) = (before[word], before[PlaneMemory.Words + word]);
            var (newCertain, newPossible) = (after[word], after[PlaneMemory.Words + word]);
            for (var bits = ((oldCertain ^ newCertain) | (oldPossible ^ newPossible)) & Valid(word, rows.Length); bits != 0; bits &= bits - 1)
            {
                var bit = BitOperations.TrailingZeroCount(bits);
                changes.Add(new VerdictChange(rows[word * 64 + bit], criterion, OutcomeBits.At(oldCertain, oldPossible, bit), OutcomeBits.At(newCertain, newPossible, bit)));
            }
        }
    }
}
