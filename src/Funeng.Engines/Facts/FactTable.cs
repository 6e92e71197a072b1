using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>The filed facts of many subjects in typed columns, one row a subject in a given order. A cache of filings: never the only copy.</summary>
/// <remarks>It knows no permissions; whoever hands it out to users puts their scope in front of it.</remarks>
public sealed class FactTable
{
    private readonly Dictionary<(int Number, int Year), FactColumn> columns;
    private readonly Dictionary<long, int> rowOf;

    internal FactTable(FactCatalogue catalogue, IReadOnlyList<long> subjects, Dictionary<(int, int), FactColumn> columns, Dictionary<long, int> rowOf)
    {
        Catalogue = catalogue;
        Subjects = subjects;
        this.columns = columns;
        this.rowOf = rowOf;
    }

    /// <summary>The catalogue of the facts.</summary>
    public FactCatalogue Catalogue { get; }

    /// <summary>Ids of the subjects in row order.</summary>
    public IReadOnlyList<long> Subjects { get; }

    /// <summary>Every column in which some subject has or had a value.</summary>
    public IReadOnlyCollection<FactColumn> Columns => columns.Values;

    /// <summary>The row of a subject.</summary>
    /// <param name="subject">Its id.</param>
    /// <returns>The row, or −1 when the table does not hold the subject.</returns>
    public int FindRow(long subject) => rowOf.GetValueOrDefault(subject, -1);

    /// <summary>The column of a filed fact in a period.</summary>
    /// <param name="definition">The fact; for a view the column of the filed fact is under the filed fact's definition.</param>
    /// <param name="period">The period.</param>
    /// <returns>The column, or null when nobody filed it.</returns>
    public FactColumn? FindColumn(FactDefinition definition, Period period) => columns.GetValueOrDefault((definition.Number, period.Year));

    /// <summary>The value a subject filed.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <param name="definition">The fact.</param>
    /// <param name="period">The period.</param>
    /// <returns>The value; null when it is missing.</returns>
    public FeelValue Read(int row, FactDefinition definition, Period period) => FindColumn(definition, period)?[row] ?? FeelValue.Null;

    /// <summary>The facts of one row for the exact evaluator. Their filings are not kept in columns and say <see cref="FilingRef.Assumed"/>.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <param name="titles">Titles of the subject, which have no columns.</param>
    /// <returns>The facts.</returns>
    public SubjectFacts ReadSubject(int row, IEnumerable<TitleGrant>? titles = null)
    {
        var builder = new SubjectFacts.Builder(Catalogue);
        foreach (var column in columns.Values)
        {
            if (column.Has(row)) builder.Add(new Fact(column.Definition, column[row], column.Period, FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        }

        foreach (var grant in titles ?? []) builder.Add(grant);
        return builder.Build();
    }
}
