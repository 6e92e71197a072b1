using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Some rows of others, one beside the other; for <see cref="ArrayRows"/>, since it holds no values of its own.</summary>
internal sealed class SomeRows(IFactRows rows, int[] some) : IFactRows
{
    public FactCatalogue Catalogue => rows.Catalogue;

    public DateOnly On => rows.On;

    public int Rows => some.Length;

    public FactValues? Find(FactDefinition definition) => rows.Find(definition) is null ? null : FactValues.None;

    public FactView View(int row) => rows.View(some[row]);
}
