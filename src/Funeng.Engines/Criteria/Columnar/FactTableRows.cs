using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>A fact table on an application date: views such as 上年度营业收入 are the column of that year.</summary>
/// <param name="table">The filed facts.</param>
/// <param name="on">The application date.</param>
/// <param name="titles">Titles of the subject of a row, which have no columns; null when nobody holds any.</param>
/// <param name="conclusions">Answers the results of other schemes; without it those facts are missing unless filed.</param>
public sealed class FactTableRows(
    FactTable table, DateOnly on, Func<int, IEnumerable<TitleGrant>>? titles = null, ISchemeConclusions? conclusions = null) : IFactRows
{
    /// <inheritdoc/>
    public FactCatalogue Catalogue => table.Catalogue;

    /// <inheritdoc/>
    public DateOnly On => on;

    /// <inheritdoc/>
    public int Rows => table.Subjects.Count;

    /// <inheritdoc/>
    public FactValues? Find(FactDefinition definition)
    {
        // A fact of the scheme may come from another reading of the catalogue: the key counts.
        if (Catalogue.Find(definition.Key) is not { } own) return null;
        return own.Origin switch
        {
            FactOrigin.View view when Catalogue.Find(view.Of) is { } filed => filed.IsPerYear ? OfYear(filed, on.Year + view.YearOffset) : Latest(filed),
            FactOrigin.Filed { PerYear: true } => OfYear(own, on.Year),
            FactOrigin.Filed or FactOrigin.Review => Latest(own),
            _ => null,
        };
    }

    /// <summary>The column in which a fact is filed.</summary>
    /// <param name="definition">A fact of any kind.</param>
    /// <param name="column">The column; null where nobody filed the fact.</param>
    /// <returns>False for what is computed or concluded, or stored under several periods: it has to be found row by row.</returns>
    public bool TryColumn(FactDefinition definition, out FactColumn? column)
    {
        column = null;
        if (Catalogue.Find(definition.Key) is not { } own) return false;
        var (filed, year) = own.Origin switch
        {
            FactOrigin.View view => (Catalogue.Find(view.Of), on.Year + view.YearOffset),
            FactOrigin.Filed or FactOrigin.Review => (own, on.Year),
            _ => (null, 0),
        };
        if (filed is null) return false;
        if (filed.IsPerYear)
        {
            column = table.FindColumn(filed, new Period(year));
            return true;
        }

        var stored = table.Columns.Where(other => other.Definition.Number == filed.Number).Take(2).ToList();
        column = stored.FirstOrDefault();
        return stored.Count < 2;
    }

    /// <inheritdoc/>
    public FactView View(int row) => new(table.ReadSubject(row, titles?.Invoke(row)), on, conclusions);

    private FactValues OfYear(FactDefinition filed, int year) =>
        table.FindColumn(filed, new Period(year)) is { } column ? FactValues.Of(column) : FactValues.None;

    // A state that was filed under several periods has to be looked for row by row: the latest holds.
    private FactValues? Latest(FactDefinition filed)
    {
        FactColumn[] stored = [.. table.Columns.Where(column => column.Definition.Number == filed.Number)];
        return stored switch
        {
            [] => FactValues.None,
            [var column] => FactValues.Of(column),
            _ => null,
        };
    }
}
