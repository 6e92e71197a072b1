namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Up to 512 changed rows, gathered into one block of old codes and one of new: decided side by side by the kernel.</summary>
internal sealed class RowGroup(VerdictPlan plan, CodeTable codes, KernelWidth width)
{
    private readonly PlaneMemory before = new(plan.Columns.Planes);
    private readonly PlaneMemory after = new(plan.Columns.Planes);
    private readonly BlockKernel kernel = BlockKernel.Create(plan.Program, width);
    private readonly int[] places = new int[ColumnSet.BlockRows];
    private readonly int[] movedPlanes = new int[plan.Columns.Planes];
    private readonly ulong[] verdicts = new ulong[plan.Criteria.Count * 2 * PlaneMemory.Words];

    /// <param name="rows">In ascending order.</param>
    /// <param name="moved">The facts that moved; null for any.</param>
    public List<VerdictChange> Update(ReadOnlySpan<int> rows, IReadOnlySet<string>? moved)
    {
        for (var i = 0; i < rows.Length; i++) places[i] = rows[i] % ColumnSet.BlockRows;
        before.Span.Clear();
        foreach (var (block, first, count) in Blocks(rows)) codes.Gather(block, places.AsSpan(first, count), first, before.Span);
        before.Span.CopyTo(after.Span);
        codes.Encode(rows, moved, after.Span);
        var changes = new List<VerdictChange>();
        var special = Special(rows, changes);
        PutBack(rows);
        kernel.Begin(before.Range(0, plan.Columns.Planes));
        foreach (var chunk in plan.Program.Chunks) kernel.Decide(chunk).CopyTo(verdicts.AsSpan(chunk.First * 2 * PlaneMemory.Words));
        var differences = Differences(rows);
        changes.AddRange(special.Count == 0 ? differences : differences.Where(change => !special.Contains(change.Row)));
        return changes;
    }

    private static List<(int Block, int First, int Count)> Blocks(ReadOnlySpan<int> rows)
    {
        var blocks = new List<(int, int, int)>();
        for (var first = 0; first < rows.Length;)
        {
            var block = rows[first] / ColumnSet.BlockRows;
            var end = first + 1;
            while (end < rows.Length && rows[end] / ColumnSet.BlockRows == block) end++;
            blocks.Add((block, first, end - first));
            first = end;
        }

        return blocks;
    }

    // Only planes that differ are written: mostly those of a few facts.
    private void PutBack(ReadOnlySpan<int> rows)
    {
        var count = 0;
        for (var plane = 0; plane < plan.Columns.Planes; plane++)
        {
            if (!before.Plane(plane).SequenceEqual(after.Plane(plane))) movedPlanes[count++] = plane;
        }

        foreach (var (block, first, length) in Blocks(rows)) codes.PutBack(block, places.AsSpan(first, length), first, movedPlanes.AsSpan(0, count), after.Span);
    }

    // Rows whose new values have no codes: their old codes still stand, their new verdicts are the scalar evaluator's.
    private HashSet<int> Special(ReadOnlySpan<int> rows, List<VerdictChange> changes)
    {
        var special = new HashSet<int>();
        if (!codes.HasIrregular) return special;
        foreach (var row in rows)
        {
            if (codes.IrregularView(row) is not { } view) continue;
            special.Add(row);
            var old = new RowCodes(plan.Columns);
            codes.Read(row, old);
            var now = IrregularVerdicts.Decide(plan, view);
            for (var criterion = 0; criterion < now.Length; criterion++)
            {
                var outcome = plan.RowTerms[criterion].Decide(old).Outcome;
                if (outcome != now[criterion]) changes.Add(new VerdictChange(row, criterion, outcome, now[criterion]));
            }
        }

        return special;
    }

    private List<VerdictChange> Differences(ReadOnlySpan<int> rows)
    {
        var changes = new List<VerdictChange>();
        kernel.Begin(after.Range(0, plan.Columns.Planes));
        foreach (var chunk in plan.Program.Chunks)
        {
            var now = kernel.Decide(chunk);
            var old = verdicts.AsSpan(chunk.First * 2 * PlaneMemory.Words, now.Length);
            for (var position = 0; position < chunk.Count; position++)
            {
                var plane = 2 * position * PlaneMemory.Words;
                ChangeLister.Compare(old[plane..], now[plane..], rows, plan.Program.Order[chunk.First + position], changes);
            }
        }

        return changes;
    }
}
