using System.Numerics;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Up to 512 changed rows, gathered into one block of old codes and one of new: decided side by side by the kernel.</summary>
internal sealed class RowGroup(VerdictPlan plan, CodeTable codes, KernelWidth width)
{
    private readonly CodeBlocks before = new(plan.Columns.Planes, 1);
    private readonly CodeBlocks after = new(plan.Columns.Planes, 1);
    private readonly BlockKernel kernel = plan.Rent(width);
    private readonly int[] movedCriteria = new int[plan.Criteria.Count];
    private readonly ulong[] oldVerdicts = new ulong[plan.Criteria.Count * 2 * PlaneMemory.Words];
    private readonly ulong[] newVerdicts = new ulong[plan.Criteria.Count * 2 * PlaneMemory.Words];

    /// <param name="rows">In ascending order.</param>
    /// <param name="moved">The facts that moved; null for any.</param>
    /// <returns>What changed, by row and criterion.</returns>
    public VerdictChange[] Update(ReadOnlySpan<int> rows, IReadOnlySet<string>? moved)
    {
        Collect(rows);
        before.All.CopyTo(after.All);
        codes.Encode(rows, moved, after);
        return Compare(rows);
    }

    /// <param name="rows">In ascending order.</param>
    /// <param name="filed">The codes of what was filed.</param>
    /// <param name="places">For each row its place there.</param>
    /// <returns>What changed, by row and criterion.</returns>
    public VerdictChange[] Update(ReadOnlySpan<int> rows, CodeTable filed, ReadOnlySpan<int> places)
    {
        Collect(rows);
        after.All.Clear();
        filed.Gather(RowPick.Of(places), after);
        return Compare(rows);
    }

    private void Collect(ReadOnlySpan<int> rows)
    {
        before.All.Clear();
        codes.Gather(RowPick.Of(rows), before);
    }

    private VerdictChange[] Compare(ReadOnlySpan<int> rows)
    {
        Decide(before, oldVerdicts);
        Decide(after, newVerdicts);
        if (codes.HasIrregular) Overlay(rows);
        codes.PutBack(rows, before, after);
        return Differences(rows);
    }

    // In the order of the criteria, not of the program.
    private void Decide(CodeBlocks block, ulong[] verdicts)
    {
        kernel.Begin(block, 0);
        foreach (var chunk in plan.Program.Chunks)
        {
            var decided = kernel.Decide(chunk);
            for (var position = 0; position < chunk.Count; position++)
            {
                const int words = 2 * PlaneMemory.Words;
                decided.Slice(position * words, words).CopyTo(verdicts.AsSpan(plan.Program.Order[chunk.First + position] * words));
            }
        }
    }

    // Rows whose new values have no codes get the verdicts of the scalar evaluator; those that had none before are not in a group.
    private void Overlay(ReadOnlySpan<int> rows)
    {
        for (var place = 0; place < rows.Length; place++)
        {
            if (codes.IrregularView(rows[place]) is not { } view) continue;
            var outcomes = IrregularVerdicts.Decide(plan, view);
            for (var criterion = 0; criterion < outcomes.Length; criterion++) OutcomeBits.Set(newVerdicts.AsSpan(2 * criterion * PlaneMemory.Words), place, outcomes[criterion]);
        }
    }

    // Counted first, so that each change goes straight to its place: by row, and within it in the order of the criteria.
    private VerdictChange[] Differences(ReadOnlySpan<int> rows)
    {
        Span<int> next = stackalloc int[ColumnSet.BlockRows + 1];
        next.Clear();
        var moved = 0;
        for (var criterion = 0; criterion < plan.Criteria.Count; criterion++)
        {
            if (!Differs(criterion)) continue;
            movedCriteria[moved++] = criterion;
            Count(criterion, rows.Length, next[1..]);
        }

        for (var place = 1; place < next.Length; place++) next[place] += next[place - 1];
        var changes = new VerdictChange[next[^1]];
        foreach (var criterion in movedCriteria.AsSpan(0, moved)) Place(criterion, rows, next, changes);
        return changes;
    }

    private bool Differs(int criterion)
    {
        var plane = 2 * criterion * PlaneMemory.Words;
        return !oldVerdicts.AsSpan(plane, 2 * PlaneMemory.Words).SequenceEqual(newVerdicts.AsSpan(plane, 2 * PlaneMemory.Words));
    }

    private void Count(int criterion, int rows, Span<int> counts)
    {
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            for (var bits = Different(criterion, word, rows); bits != 0; bits &= bits - 1) counts[word * 64 + BitOperations.TrailingZeroCount(bits)]++;
        }
    }

    private void Place(int criterion, ReadOnlySpan<int> rows, Span<int> next, VerdictChange[] changes)
    {
        var plane = 2 * criterion * PlaneMemory.Words;
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            for (var bits = Different(criterion, word, rows.Length); bits != 0; bits &= bits - 1)
            {
                var bit = BitOperations.TrailingZeroCount(bits);
                var place = word * 64 + bit;
                changes[next[place]++] = new VerdictChange(
                    rows[place], criterion, OutcomeBits.At(oldVerdicts.AsSpan(plane), place), OutcomeBits.At(newVerdicts.AsSpan(plane), place));
            }
        }
    }

    private ulong Different(int criterion, int word, int rows)
    {
        var certain = 2 * criterion * PlaneMemory.Words + word;
        var possible = certain + PlaneMemory.Words;
        return ((oldVerdicts[certain] ^ newVerdicts[certain]) | (oldVerdicts[possible] ^ newVerdicts[possible])) & VerdictReader.Valid(word, rows);
    }
}
