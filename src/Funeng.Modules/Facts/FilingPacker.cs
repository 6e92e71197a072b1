using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>Packs the values of a filing under their stored numbers, refusing what no catalogue entry or limit allows.</summary>
internal sealed class FilingPacker(FactCatalogue catalogue)
{
    public const int MostValues = 2000;
    public const int LongestText = 4000;
    public const int LongestKey = 200;
    public const int FirstYear = 1900;
    public const int LastYear = 2200;

    private readonly PackedValues packed = new();
    private (int Number, FeelValue Value)[] sorted = new (int, FeelValue)[128];
    private Numbering typesOf = Numbering.None;
    private FactType?[] types = [];

    /// <summary>A view given as such is a value of its base fact; the period of the filing says which year.</summary>
    public string KeyOf(FiledValue value) => catalogue.Find(value.Key)?.Origin is FactOrigin.View view ? view.Of : value.Key;

    /// <summary>Whether a fact of this type can hold the value; null, which takes back, always fits.</summary>
    public static bool Fits(FactType type, FeelValue value) => value.Kind switch
    {
        FeelKind.Null => true,
        FeelKind.Number => type == FactType.Number || (type == FactType.Integer && value.AsNumber().IsInteger),
        FeelKind.Boolean => type == FactType.Boolean,
        FeelKind.Date => type == FactType.Date && value.AsDate().TryToDateOnly(out _),
        FeelKind.String => type == FactType.Text,
        _ => false,
    };

    /// <summary>The packed values; null when a key has no number yet.</summary>
    public byte[]? TryPack(NewFiling filing, Numbering numbering)
    {
        var values = filing.Values;
        if (filing.Period is { IsState: false, Year: < FirstYear or > LastYear })
        {
            throw new ArgumentException($"Filings speak of the years {FirstYear} to {LastYear}, not {filing.Period}.", nameof(filing));
        }

        if (values.Count > MostValues)
        {
            throw new ArgumentException($"A filing holds at most {MostValues} values.", nameof(filing));
        }

        if (sorted.Length < values.Count)
        {
            sorted = new (int, FeelValue)[values.Count];
        }

        KnowTypes(numbering);
        var rising = true;
        for (var index = 0; index < values.Count; index++)
        {
            var value = values[index];
            if (value.Key.Length > LongestKey || (value.Value.Kind == FeelKind.String && value.Value.AsString().Length > LongestText))
            {
                throw new ArgumentException($"'{value.Key[..Math.Min(value.Key.Length, LongestKey)]}' is longer than allowed.", nameof(filing));
            }

            if ((numbering.Find(value.Key) ?? numbering.Find(KeyOf(value))) is not { } number)
            {
                return null;
            }

            if (types[number] is { } type && !Fits(type, value.Value))
            {
                throw new ArgumentException($"'{value.Key}' is {type} and cannot hold {value.Value.Kind} {value.Value}.", nameof(filing));
            }

            sorted[index] = (number, value.Value);
            rising &= index == 0 || sorted[index - 1].Number < number;
        }

        var filled = sorted.AsSpan(0, values.Count);
        if (!rising)
        {
            filled.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        }

        return packed.Pack(filled);
    }

    private void KnowTypes(Numbering numbering)
    {
        if (!ReferenceEquals(typesOf, numbering))
        {
            typesOf = numbering;
            types = [.. Enumerable.Range(0, numbering.Count).Select(number => numbering.KeyOf(number) is { } key ? catalogue.Find(key)?.Type : null)];
        }
    }
}
