using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>The facts of other rows as plain arrays: doubles, days from an origin, numbered texts, bytes for yes and no.</summary>
internal sealed class ArrayRows(IFactRows rows) : IFactRows
{
    private static readonly DateOnly Origin = new(2000, 1, 1);
    private readonly Dictionary<string, FactValues> found = [];
    private readonly List<Action<int>> readers = [];

    public FactCatalogue Catalogue => rows.Catalogue;

    public DateOnly On => rows.On;

    public int Rows => rows.Rows;

    public FactView View(int row) => rows.View(row);

    public FactValues? Find(FactDefinition definition)
    {
        if (rows.Find(definition) is null) return null;
        return found.TryGetValue(definition.Key, out var values) ? values : found[definition.Key] = Make(definition);
    }

    /// <summary>Takes over what the rows behind it now hold for one row.</summary>
    public void Refresh(int row) => readers.ForEach(read => read(row));

    private FactValues Make(FactDefinition definition)
    {
        switch (definition.Type)
        {
            case FactType.Boolean:
                return FactValues.OfTruths(Fill(definition, value => value.IsNull ? (byte)255 : value.IsTrue ? (byte)1 : (byte)0));
            case FactType.Text:
                string[] texts = [.. Enumerable.Range(0, Rows).Select(row => Value(definition, row)).Where(value => !value.IsNull).Select(value => value.AsString()).Distinct().Order(StringComparer.Ordinal)];
                return FactValues.OfCodes(Fill(definition, value => value.IsNull ? (byte)255 : Number(texts, value.AsString())), texts);
            case FactType.Date:
                return FactValues.OfDays(Fill(definition, value => value.IsNull ? int.MinValue : Day(value).DayNumber - Origin.DayNumber), Origin);
            default:
                return FactValues.OfDoubles(Fill(definition, value => value.IsNull ? double.NaN : Number(value)));
        }
    }

    private T[] Fill<T>(FactDefinition definition, Func<FeelValue, T> stored)
    {
        var values = new T[Rows];
        void Read(int row) => values[row] = stored(Value(definition, row));
        for (var row = 0; row < Rows; row++) Read(row);
        readers.Add(Read);
        return values;
    }

    private FeelValue Value(FactDefinition definition, int row) => View(row).Find(definition)?.Value ?? FeelValue.Null;

    private static byte Number(string[] texts, string text) =>
        Array.IndexOf(texts, text) is >= 0 and var number ? (byte)number : throw new ArgumentException($"No row held '{text}' at first.", nameof(text));

    private static DateOnly Day(FeelValue value) => value.AsDate().TryToDateOnly(out var day) ? day : throw new ArgumentOutOfRangeException(nameof(value));

    private static double Number(FeelValue value) => value.AsNumber().TryToDecimal(out var number) ? (double)number : throw new ArgumentOutOfRangeException(nameof(value));
}
