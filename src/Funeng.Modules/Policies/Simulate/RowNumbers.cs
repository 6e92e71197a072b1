using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>The value of one fact by row on a day: from its column where it has one, else as the facts of the row say.</summary>
internal sealed class RowNumbers
{
    private readonly FactDefinition fact;
    private readonly FactColumn? column;
    private readonly bool isStored;
    private readonly FactTableRows rows;

    /// <param name="scheme">One that rests on the fact: of other facts nothing is read.</param>
    public RowNumbers(FactTable table, FactDefinition fact, Scheme scheme, RuleBook rules, DateOnly on)
    {
        this.fact = fact;
        rows = new FactTableRows(scheme.NeededKeys(table.Catalogue) is { } needed ? table.Only(needed) : table, on, conclusions: rules);
        isStored = rows.TryColumn(fact, out column);
    }

    public FeelNumber? Find(int row) => Number(isStored ? column?[row] ?? FeelValue.Null : rows.View(row).Find(fact)?.Value ?? FeelValue.Null);

    private static FeelNumber? Number(FeelValue value) => value.Kind == FeelKind.Number ? value.AsNumber() : null;
}
