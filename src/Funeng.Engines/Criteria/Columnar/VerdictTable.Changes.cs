using System.Collections.Concurrent;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

// What changes when facts do: the old codes are still there, so who entered and who left follows by difference.
public sealed partial class VerdictTable
{
    // From here on a block of 512 changed rows costs less than the rows one by one.
    private const int FewRows = 32;

    private readonly ConcurrentBag<RowGroup> groupsAtWork = [];
    private CriteriaIndex? index;

    private CriteriaIndex Index => index ??= new CriteriaIndex(Plan);

    /// <summary>Takes in what the source now holds for some subjects: after a filing, or a day's filings.</summary>
    /// <param name="rows">Rows whose facts may have changed, in any order.</param>
    /// <returns>The verdicts that are not what they were, by row.</returns>
    public IReadOnlyList<VerdictChange> Update(IReadOnlyCollection<int> rows)
    {
        int[] ordered = [.. rows.Distinct().Order()];
        return ordered.Length < FewRows ? [.. ordered.SelectMany(UpdateRow)] : UpdateBlocks(ordered);
    }

    /// <summary>Takes in one stored fact of one subject: only criteria whose threshold the value crosses are decided.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <param name="fact">The fact. One that others are computed from takes <see cref="Update"/>, which this falls back to.</param>
    /// <returns>The verdicts that are not what they were.</returns>
    public IReadOnlyList<VerdictChange> UpdateFact(int row, FactDefinition fact)
    {
        var column = Plan.Columns.All.FirstOrDefault(column => column.Fact?.Key == fact.Key);
        if (Codes.ComputedColumns > 0) return UpdateRow(row);
        if (column is null) return [];
        var codes = new RowCodes(Plan.Columns);
        Codes.Read(row, codes);
        var before = codes[column.Index];
        if (!Codes.TryEncode(row, column, codes)) return UpdateRow(row);
        var after = codes[column.Index];
        var touched = new HashSet<int>();
        Index.Touched(column, before, after, touched);
        if (before != after) Codes.Write(row, codes);
        return Changes(row, touched, criterion => Decide(codes, column, before, criterion), criterion => Decide(codes, column, after, criterion));
    }

    private Outcome Decide(RowCodes codes, PlanColumn column, (int, int) value, int criterion)
    {
        codes[column.Index] = value;
        return codes.Decide(Plan.Terms[criterion]).Outcome;
    }

    private List<VerdictChange> UpdateRow(int row)
    {
        var (before, after) = (new RowCodes(Plan.Columns), new RowCodes(Plan.Columns));
        Codes.Read(row, before);
        var oldView = Codes.IrregularView(row);
        Codes.Encode(row, after);
        var newView = Codes.IrregularView(row);
        var touched = new HashSet<int>();
        foreach (var column in Plan.Columns.All) Index.Touched(column, before[column.Index], after[column.Index], touched);
        Codes.Write(row, after);
        if (oldView is null && newView is null)
        {
            return Changes(row, touched, criterion => before.Decide(Plan.Terms[criterion]).Outcome, criterion => after.Decide(Plan.Terms[criterion]).Outcome);
        }

        var old = oldView is null ? null : IrregularVerdicts.Decide(Plan, oldView);
        var now = newView is null ? null : IrregularVerdicts.Decide(Plan, newView);
        return Changes(
            row,
            Enumerable.Range(0, Plan.Terms.Count),
            criterion => old?[criterion] ?? before.Decide(Plan.Terms[criterion]).Outcome,
            criterion => now?[criterion] ?? after.Decide(Plan.Terms[criterion]).Outcome);
    }

    private static List<VerdictChange> Changes(int row, IEnumerable<int> criteria, Func<int, Outcome> before, Func<int, Outcome> after)
    {
        var changes = new List<VerdictChange>();
        foreach (var criterion in criteria.Order())
        {
            var (old, now) = (before(criterion), after(criterion));
            if (old != now) changes.Add(new VerdictChange(row, criterion, old, now));
        }

        return changes;
    }

    // Whole blocks of changed rows, old and new side by side, through the same kernel as everything.
    private List<VerdictChange> UpdateBlocks(int[] rows)
    {
        // Rows that the scalar evaluator decided so far have no codes to compare with.
        int[] special = [.. rows.Where(row => Codes.IrregularView(row) is not null)];
        var changed = special.SelectMany(UpdateRow).ToList();
        if (special.Length > 0) rows = [.. rows.Except(special)];
        var groups = Groups(rows);
        var found = new ConcurrentBag<List<VerdictChange>>();
        var next = -1;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            if (!groupsAtWork.TryTake(out var work)) work = new RowGroup(Plan, Codes, width);
            for (int group; (group = Interlocked.Increment(ref next)) < groups.Count;) found.Add(work.Update(rows.AsSpan(groups[group].First, groups[group].Count)));
            groupsAtWork.Add(work);
        });
        return [.. found.SelectMany(list => list).Concat(changed).OrderBy(change => change.Row).ThenBy(change => change.Criterion)];
    }

    // Rows of whole blocks of codes, up to one block of changed rows each: no two groups write to the same block.
    private static List<(int First, int Count)> Groups(int[] rows)
    {
        var groups = new List<(int First, int Count)>();
        for (var first = 0; first < rows.Length;)
        {
            var end = first;
            while (end < rows.Length)
            {
                var block = rows[end] / ColumnSet.BlockRows;
                var after = end;
                while (after < rows.Length && rows[after] / ColumnSet.BlockRows == block) after++;
                if (after - first > ColumnSet.BlockRows) break;
                end = after;
            }

            groups.Add((first, end - first));
            first = end;
        }

        return groups;
    }
}

/// <summary>Up to 512 changed rows, gathered into one block of old codes and one of new.</summary>
internal sealed class RowGroup(VerdictPlan plan, CodeTable codes, KernelWidth width)
{
    private readonly PlaneMemory before = new(plan.Columns.Planes);
    private readonly PlaneMemory after = new(plan.Columns.Planes);
    private readonly BlockKernel kernel = BlockKernel.Create(plan.Program, width);
    private readonly RowCodes row = new(plan.Columns);
    private readonly int[] places = new int[ColumnSet.BlockRows];
    private readonly ulong[] verdicts = new ulong[plan.Criteria.Count * 2 * PlaneMemory.Words];

    public List<VerdictChange> Update(ReadOnlySpan<int> rows)
    {
        before.Span.Clear();
        var changes = new List<VerdictChange>();
        var special = new HashSet<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            codes.Encode(rows[i], row);
            if (codes.IrregularView(rows[i]) is { } view)
            {
                special.Add(rows[i]);
                AddSpecial(rows[i], view, changes);
            }

            codes.Write(0, i, row, after, plan.Columns.Planes);
            places[i] = rows[i] % ColumnSet.BlockRows;
        }

        for (var first = 0; first < rows.Length;)
        {
            var block = rows[first] / ColumnSet.BlockRows;
            var end = first + 1;
            while (end < rows.Length && rows[end] / ColumnSet.BlockRows == block) end++;
            codes.Gather(block, places.AsSpan(first, end - first), first, before.Span);
            codes.PutBack(block, places.AsSpan(first, end - first), first, after.Span);
            first = end;
        }

        kernel.Begin(before.Range(0, plan.Columns.Planes));
        foreach (var chunk in plan.Program.Chunks) kernel.Decide(chunk).CopyTo(verdicts.AsSpan(chunk.First * 2 * PlaneMemory.Words));
        changes.AddRange(Differences(rows).Where(change => !special.Contains(change.Row)));
        return changes;
    }

    // A row whose new values have no codes: its old codes still stand, its new verdicts are the scalar evaluator's.
    private void AddSpecial(int number, Facts.FactView view, List<VerdictChange> changes)
    {
        var old = new RowCodes(plan.Columns);
        codes.Read(number, old);
        var now = IrregularVerdicts.Decide(plan, view);
        for (var criterion = 0; criterion < now.Length; criterion++)
        {
            var outcome = old.Decide(plan.Terms[criterion]).Outcome;
            if (outcome != now[criterion]) changes.Add(new VerdictChange(number, criterion, outcome, now[criterion]));
        }
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
