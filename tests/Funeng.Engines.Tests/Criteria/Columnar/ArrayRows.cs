using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>The facts of other rows as plain arrays: doubles, days from an origin, numbered texts, bytes for yes and no.</summary>
internal sealed class ArrayRows(IFactRows rows) : IFactRows
{
    private static readonly DateOnly Origin = new(2000, 1, 1);
    private readonly Dictionary<string, FactValues> found = [];

    public FactCatalogue Catalogue => rows.Catalogue;

    public DateOnly On => rows.On;

    public int Rows => rows.Rows;

    public FactView View(int row) => rows.View(row);

    public FactValues? Find(FactDefinition definition)
    {
        if (rows.Find(definition) is null) return null;
        return found.TryGetValue(definition.Key, out var values) ? values : found[definition.Key] = Make(definition);
    }

    private FactValues Make(FactDefinition definition)
    {
        FeelValue[] values = [.. Enumerable.Range(0, Rows).Select(row => View(row).Find(definition)?.Value ?? FeelValue.Null)];
        switch (definition.Type)
        {
            case FactType.Boolean:
                return FactValues.OfTruths(values.Select(value => value.IsNull ? (byte)255 : value.IsTrue ? (byte)1 : (byte)0).ToArray());
            case FactType.Text:
                string[] texts = [.. values.Where(value => !value.IsNull).Select(value => value.AsString()).Distinct().Order(StringComparer.Ordinal)];
                return FactValues.OfCodes(values.Select(value => value.IsNull ? (byte)255 : (byte)Array.IndexOf(texts, value.AsString())).ToArray(), texts);
            case FactType.Date:
                return FactValues.OfDays(values.Select(value => value.IsNull ? int.MinValue : Day(value).DayNumber - Origin.DayNumber).ToArray(), Origin);
            default:
                return FactValues.OfDoubles(values.Select(value => value.IsNull ? double.NaN : Number(value)).ToArray());
        }
    }

    private static DateOnly Day(FeelValue value) => value.AsDate().TryToDateOnly(out var day) ? day : throw new ArgumentOutOfRangeException(nameof(value));

    private static double Number(FeelValue value) => value.AsNumber().TryToDecimal(out var number) ? (double)number : throw new ArgumentOutOfRangeException(nameof(value));
}
