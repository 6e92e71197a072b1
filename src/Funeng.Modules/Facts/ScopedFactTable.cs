using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>Rows of a fact table that a scope covers. There is no way to the others.</summary>
public sealed class ScopedFactTable
{
    private readonly FactTable table;
    private readonly IReadOnlyList<int>? rows;
    private readonly Lazy<FactTable> own;

    internal ScopedFactTable(FactTable table, IReadOnlyList<int>? rows)
    {
        this.table = table;
        this.rows = rows;
        own = new Lazy<FactTable>(() => rows is null ? table : table.Pick(rows));
    }

    public int Count => rows?.Count ?? table.Subjects.Count;

    /// <summary>The covered rows as a table of their own, for engines that decide whole columns.</summary>
    public FactTable Table => own.Value;

    /// <param name="index">From 0 up to <see cref="Count"/>.</param>
    public long Subject(int index) => table.Subjects[Row(index)];

    public FeelValue Read(int index, FactDefinition definition, Period period) => table.Read(Row(index), definition, period);

    /// <summary>The facts and titles of one row for the exact evaluator, without their filings.</summary>
    public SubjectFacts Facts(int index) => table.ReadSubject(Row(index));

    private int Row(int index) => rows is null ? index : rows[index];
}
