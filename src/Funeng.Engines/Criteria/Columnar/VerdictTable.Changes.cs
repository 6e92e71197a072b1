using System.Collections.Concurrent;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

// What changes when facts do: the old codes are still there, so who entered and who left follows by difference.
public sealed partial class VerdictTable
{
    // From here on a block of 512 changed rows costs less than the rows one by one.
    private const int FewRows = 32;

    private readonly ConcurrentBag<RowGroup> groupsAtWork = [];

    /// <summary>Takes in what the source now holds for some subjects: after a filing, or a day's filings.</summary>
    /// <param name="rows">Rows whose facts may have changed, in any order.</param>
    /// <param name="facts">The facts that were filed, where that is known: others are not looked at again. What is computed from facts always is.</param>
    /// <returns>The verdicts that are not what they were, by row.</returns>
    public IReadOnlyList<VerdictChange> Update(IReadOnlyCollection<int> rows, IReadOnlyCollection<FactDefinition>? facts = null)
    {
        int[] ordered = rows is int[] given && IsAscending(given) ? [.. given] : [.. rows.Distinct().Order()];
        if (ordered.Length >= FewRows && facts is not null && Codes.ComputedColumns == 0) ordered = KeepMoved(ordered, [.. facts.Select(Plan.Columns.Find).OfType<PlanColumn>()]);
        if (ordered.Length < FewRows) return [.. ordered.SelectMany(UpdateRow)];
        var moved = facts?.Select(fact => fact.Key).ToHashSet(StringComparer.Ordinal);
        var changed = UpdateIrregular(ordered);
        if (Codes.HasIrregular) ordered = [.. ordered.Where(row => Codes.IrregularView(row) is null)];
        return Join(changed, UpdateBlocks(ordered, (work, first, count) => work.Update(ordered.AsSpan(first, count), moved)));
    }

    /// <summary>The same for many subjects whose facts are at hand one beside the other, as a day's filings are: nothing is looked for all over the table.</summary>
    /// <param name="rows">Rows in ascending order.</param>
    /// <param name="filed">All facts of these rows as they now stand, in the same order; the source holds them too.</param>
    /// <returns>The verdicts that are not what they were, by row.</returns>
    public IReadOnlyList<VerdictChange> UpdateFrom(IReadOnlyList<int> rows, IFactRows filed)
    {
        int[] ordered = [.. rows];
        if (filed.On != Plan.On) throw new ArgumentException($"The facts are of {filed.On}, the plan decides {Plan.On}.", nameof(filed));
        if (filed.Rows != ordered.Length || !IsAscending(ordered)) throw new ArgumentException("One row of facts for each row, in ascending order.", nameof(rows));
        var changed = UpdateIrregular(ordered);
        int[] places = [.. Enumerable.Range(0, ordered.Length)];
        if (Codes.HasIrregular) places = [.. places.Where(place => Codes.IrregularView(ordered[place]) is null)];
        var memory = Plan.Columns.Arenas.Rent(Plan.Columns.Planes * CodeTable.BlocksFor(filed.Rows));
        var codes = CodeTable.Encode(Plan.Columns, filed, threads, width, memory);
        Codes.TakeIrregular(codes, ordered);
        ordered = Array.ConvertAll(places, place => ordered[place]);
        var others = UpdateBlocks(ordered, (work, first, count) => work.Update(ordered.AsSpan(first, count), codes, places.AsSpan(first, count)));
        Plan.Columns.Arenas.Return(memory);
        return Join(changed, others);
    }

    /// <summary>Takes in one stored fact of one subject: only criteria whose threshold the value crosses are decided.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <param name="fact">The fact. One that others are computed from takes <see cref="Update"/>, which this falls back to.</param>
    /// <returns>The verdicts that are not what they were.</returns>
    public IReadOnlyList<VerdictChange> UpdateFact(int row, FactDefinition fact)
    {
        if (Codes.ComputedColumns > 0) return UpdateRow(row);
        if (Plan.Columns.Find(fact) is not { } column) return [];
        if (!Codes.TryEncode(row, column, out var code)) return UpdateRow(row);
        var before = Codes.Read(row, column);
        if (before == (code, code)) return [];
        var touched = new List<int>();
        Plan.Index.Touched(column, before, (code, code), touched);
        Codes.Write(row, column, (code, code));
        return touched.Count == 0 ? [] : Changes(row, column, before, touched);
    }

    // A column of the row has moved from what it was before to what stands in the table.
    private List<VerdictChange> Changes(int row, PlanColumn column, (int, int) before, List<int> touched)
    {
        var (old, now) = (new RowCodes(Plan.Columns), new RowCodes(Plan.Columns));
        Codes.Read(row, now);
        now.CopyTo(old);
        old[column.Index] = before;
        return Changes(row, Once(touched), Outcomes(old, null), Outcomes(now, null));
    }

    private List<VerdictChange> UpdateRow(int row)
    {
        var (before, after) = (new RowCodes(Plan.Columns), new RowCodes(Plan.Columns));
        Codes.Read(row, before);
        var oldView = Codes.IrregularView(row);
        Codes.Encode(row, after);
        var newView = Codes.IrregularView(row);
        var touched = new List<int>();
        foreach (var column in Plan.Columns.All) Plan.Index.Touched(column, before[column.Index], after[column.Index], touched);
        Codes.Write(row, after);
        var isSpecial = oldView is not null || newView is not null;
        return Changes(row, isSpecial ? Enumerable.Range(0, Plan.Terms.Count) : Once(touched), Outcomes(before, oldView), Outcomes(after, newView));
    }

    private static IEnumerable<int> Once(List<int> criteria)
    {
        criteria.Sort();
        return criteria.Distinct();
    }

    private Func<int, Outcome> Outcomes(RowCodes codes, FactView? special)
    {
        if (special is null) return criterion => Plan.RowTerms[criterion].Decide(codes).Outcome;
        var decided = IrregularVerdicts.Decide(Plan, special);
        return criterion => decided[criterion];
    }

    private static List<VerdictChange> Changes(int row, IEnumerable<int> criteria, Func<int, Outcome> before, Func<int, Outcome> after)
    {
        var changes = new List<VerdictChange>();
        foreach (var criterion in criteria)
        {
            var (old, now) = (before(criterion), after(criterion));
            if (old != now) changes.Add(new VerdictChange(row, criterion, old, now));
        }

        return changes;
    }

    private static bool IsAscending(ReadOnlySpan<int> rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i - 1] >= rows[i]) return false;
        }

        return true;
    }

    private int[] KeepMoved(int[] rows, IReadOnlyList<PlanColumn> filed)
    {
        var groups = Groups(rows);
        var kept = new int[groups.Count];
        Parallel.For(0, groups.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, group =>
            kept[group] = Codes.KeepMoved(rows.AsSpan(groups[group].First, groups[group].Count), filed));
        return [.. groups.Zip(kept).SelectMany(pair => rows.AsSpan(pair.First.First, pair.Second).ToArray())];
    }

    // Rows that the scalar evaluator decided so far have no codes to compare with.
    private List<VerdictChange> UpdateIrregular(int[] rows) =>
        Codes.HasIrregular ? [.. rows.Where(row => Codes.IrregularView(row) is not null).ToList().SelectMany(UpdateRow)] : [];

    // Whole blocks of changed rows, old and new side by side, through the same kernel as everything.
    private VerdictChange[] UpdateBlocks(int[] rows, Func<RowGroup, int, int, VerdictChange[]> update)
    {
        var groups = Groups(rows);
        var found = new VerdictChange[groups.Count][];
        var next = -1;
        var isBackward = Codes.TurnRound();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            if (!groupsAtWork.TryTake(out var work)) work = new RowGroup(Plan, Codes, width);
            for (int turn; (turn = Interlocked.Increment(ref next)) < groups.Count;)
            {
                var group = isBackward ? groups.Count - 1 - turn : turn;
                found[group] = update(work, groups[group].First, groups[group].Count);
            }

            groupsAtWork.Add(work);
        });
        return Concatenated(found);
    }

    private static VerdictChange[] Concatenated(VerdictChange[][] lists)
    {
        var all = GC.AllocateUninitializedArray<VerdictChange>(lists.Sum(list => list.Length));
        var next = 0;
        foreach (var list in lists)
        {
            list.CopyTo(all, next);
            next += list.Length;
        }

        return all;
    }

    private static IReadOnlyList<VerdictChange> Join(List<VerdictChange> some, VerdictChange[] others) =>
        some.Count == 0 ? others : [.. others.Concat(some).OrderBy(change => change.Row).ThenBy(change => change.Criterion)];

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
