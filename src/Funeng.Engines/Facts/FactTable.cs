using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>The filed facts and titles of many subjects, the facts in typed columns, one row a subject. A cache of filings: never the only
/// copy. A table never changes; <see cref="With"/> makes the next one, which shares what is the same.</summary>
/// <remarks>It knows no permissions; whoever hands it out to users puts their scope in front of it.</remarks>
public sealed class FactTable
{
    private readonly long[] subjects;
    private readonly Dictionary<(int Number, int Year), FactColumn> columns;
    private readonly Dictionary<long, int> rowOf;
    private readonly Dictionary<long, IReadOnlyList<TitleGrant>> titles;

    internal FactTable(
        FactCatalogue catalogue, long[] subjects, Dictionary<(int, int), FactColumn> columns, Dictionary<long, int> rowOf,
        Dictionary<long, IReadOnlyList<TitleGrant>> titles, FactTableVersion? version = null)
    {
        Version = version ?? new FactTableVersion();
        Catalogue = catalogue;
        this.subjects = subjects;
        this.columns = columns;
        this.rowOf = rowOf;
        this.titles = titles;
    }

    /// <summary>The catalogue of the facts.</summary>
    public FactCatalogue Catalogue { get; }

    /// <summary>Which table of its line this is; whoever keeps it keeps nothing of the table.</summary>
    public FactTableVersion Version { get; }

    /// <summary>Ids of the subjects in row order.</summary>
    public IReadOnlyList<long> Subjects => subjects;

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

    /// <summary>The titles a subject was ever granted.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <returns>The grants, valid or not; their filings are not kept.</returns>
    public IReadOnlyList<TitleGrant> Titles(int row) => titles.GetValueOrDefault(subjects[row]) ?? [];

    /// <summary>The facts of one row for the exact evaluator. Their filings are not kept in columns and say <see cref="FilingRef.Assumed"/>.</summary>
    /// <param name="row">Row of the subject.</param>
    /// <param name="titles">Titles to take instead of those of the table.</param>
    /// <returns>The facts.</returns>
    public SubjectFacts ReadSubject(int row, IEnumerable<TitleGrant>? titles = null)
    {
        var builder = new SubjectFacts.Builder(Catalogue).TitlesAreAsFiled();
        foreach (var column in columns.Values)
        {
            if (column.Has(row)) builder.Add(new Fact(column.Definition, column[row], column.Period, FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        }

        foreach (var grant in titles ?? Titles(row)) builder.Add(grant);
        return builder.Finish();
    }

    /// <summary>The table with some subjects as another table has them; subjects it did not hold come after the last row.</summary>
    /// <param name="patch">Some subjects, whole, under the same catalogue.</param>
    /// <returns>A table of its own that shares every column in which none of them differs.</returns>
    /// <exception cref="ArgumentException">The patch has another catalogue.</exception>
    public FactTable With(FactTable patch)
    {
        if (!ReferenceEquals(patch.Catalogue, Catalogue)) throw new ArgumentException("Tables of two catalogues do not mix.", nameof(patch));
        var added = patch.subjects.Where(subject => !rowOf.ContainsKey(subject)).ToArray();
        var all = added.Length == 0 ? subjects : [.. subjects, .. added];
        var rows = rowOf;
        if (added.Length > 0)
        {
            rows = new Dictionary<long, int>(rowOf);
            for (var index = 0; index < added.Length; index++) rows.Add(added[index], subjects.Length + index);
        }

        int[] to = [.. patch.subjects.Select(subject => rows[subject])];
        var changed = new Dictionary<(int Number, int Year), FactColumn>(columns.Count);
        foreach (var (key, column) in columns) changed.Add(key, column.With(patch.columns.GetValueOrDefault(key), to, all.Length));
        foreach (var (key, column) in patch.columns)
        {
            if (!changed.ContainsKey(key)) changed.Add(key, FactColumn.Create(column.Definition, column.Period, all.Length).With(column, to, all.Length));
        }

        return new FactTable(Catalogue, all, changed, rows, TitlesWith(patch), Version.Next(to));
    }

    /// <summary>The table with some of its facts: its rows are read as fast as that is little.</summary>
    /// <param name="keys">Keys of the filed facts to keep.</param>
    /// <returns>A table that shares the columns kept, and every title.</returns>
    public FactTable Only(IReadOnlySet<string> keys) =>
        new(Catalogue, subjects, columns.Where(column => keys.Contains(column.Value.Definition.Key)).ToDictionary(), rowOf, titles, Version);

    /// <summary>Some rows as a table of their own.</summary>
    /// <param name="rows">Rows of this table, none twice.</param>
    /// <returns>A table that holds nothing of the other rows.</returns>
    public FactTable Pick(IReadOnlyList<int> rows)
    {
        var picked = new FactTableBuilder(Catalogue, [.. rows.Select(row => subjects[row])]);
        foreach (var row in rows)
        {
            foreach (var grant in Titles(row)) picked.Add(subjects[row], grant);
        }

        foreach (var column in columns.Values)
        {
            FactColumn? own = null;
            for (var index = 0; index < rows.Count; index++)
            {
                if (column.Has(rows[index])) (own ??= picked.Column(column.Definition, column.Period)).Write(index, column[rows[index]]);
            }
        }

        return picked.Build();
    }

    private Dictionary<long, IReadOnlyList<TitleGrant>> TitlesWith(FactTable patch)
    {
        if (patch.titles.Count == 0 && !Array.Exists(patch.subjects, titles.ContainsKey)) return titles;
        var together = new Dictionary<long, IReadOnlyList<TitleGrant>>(titles);
        foreach (var subject in patch.subjects)
        {
            if (patch.titles.TryGetValue(subject, out var granted)) together[subject] = granted;
            else together.Remove(subject);
        }

        return together;
    }
}
