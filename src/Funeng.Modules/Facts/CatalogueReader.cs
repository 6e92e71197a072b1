using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Facts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Funeng.Modules.Facts;

/// <summary>Reads <c>rules/facts.yaml</c>. Every entry that cannot be read is reported with its line; the others are kept.</summary>
public sealed class CatalogueReader
{
    private static readonly string[] Known =
    [
        "name", "label", "type", "unit", "per", "of", "year", "formula", "title", "scheme", "domain", "atMost", "values", "words", "subject", "definition", "source",
    ];

    private readonly List<CatalogueProblem> problems = [];
    private readonly Dictionary<string, YamlMappingNode> entries = [];

    private CatalogueReader()
    {
    }

    /// <summary>Reads the text of the catalogue; its signature is the SHA-256 of the text.</summary>
    public static CatalogueReading Read(string text)
    {
        var reader = new CatalogueReader();
        var definitions = reader.ReadDefinitions(text);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var catalogue = new FactCatalogue(definitions, sha256);
        return new CatalogueReading(catalogue, [.. reader.problems, .. catalogue.Problems]);
    }

    private List<FactDefinition> ReadDefinitions(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            Report("facts.yaml", error.Start, $"The file is not YAML: {error.Message}");
            return [];
        }

        if (stream.Documents is not [var document] || document.RootNode is not YamlMappingNode root) return [];
        foreach (var (key, value) in root.Children)
        {
            if (value is YamlMappingNode entry) entries[key.ToString()] = entry;
            else Report(key.ToString(), value.Start, "An entry is a list of 'field: value'.");
        }

        return [.. entries.Select(entry => Define(entry.Key, entry.Value)).OfType<FactDefinition>()];
    }

    private FactDefinition? Define(string key, YamlMappingNode entry)
    {
        foreach (var field in entry.Children.Keys.Where(field => !Known.Contains(field.ToString())))
            Report(key, field.Start, $"'{field}' is not a field; there are: {string.Join(", ", Known)}.");

        var described = entry;
        if (Text(entry, "of") is { } of)
        {
            if (!entries.TryGetValue(of, out var filed)) return Refuse(key, entry, $"It is a view of '{of}', which the catalogue lacks.");
            described = filed;
        }

        if (Text(entry, "name") is not { } name) return Refuse(key, entry, "It has no name.");
        if (!IsLegalName(name)) return Refuse(key, entry, $"'{name}' is not a FEEL name: use letters, digits and underscores, no punctuation.");
        if (ReadType(Text(entry, "type") ?? Text(described, "type")) is not { } type)
            return Refuse(key, entry, "Its type must be number, integer, boolean, string or date.");
        if (ReadOrigin(key, entry) is not { } origin) return null;

        return new FactDefinition(key, name, Text(entry, "label") ?? name, type, origin)
        {
            Unit = Text(entry, "unit") ?? Text(described, "unit") ?? "",
            Domain = Text(entry, "domain") ?? Text(described, "domain") ?? "",
            AtMost = ReadWhole(key, entry),
            Choices = ReadChoices(entry.Children.ContainsKey("values") ? entry : described, "values"),
            Words = ReadChoices(described, "words"),
            Subject = Text(entry, "subject") ?? Text(described, "subject") ?? "enterprise",
            Meaning = Text(entry, "definition") ?? Text(described, "definition") ?? "",
            Source = Text(entry, "source") ?? Text(described, "source") ?? "",
        };
    }

    private string ReadWhole(string key, YamlMappingNode entry)
    {
        if (Text(entry, "atMost") is not { } whole) return "";
        if (entries.TryGetValue(whole, out var other) && Text(other, "per") == Text(entry, "per") && Text(entry, "per") is not null) return whole;
        Report(key, entry.Start, $"'atMost' names a filed fact with the same 'per', not '{whole}'.");
        return "";
    }

    private FactOrigin? ReadOrigin(string key, YamlMappingNode entry)
    {
        string[] ways = ["per", "of", "formula", "title", "scheme"];
        var present = ways.Where(way => Text(entry, way) is not null).ToList();
        if (present is not [var way])
        {
            Report(key, entry.Start, $"It needs exactly one of {string.Join(", ", ways)}; it has {present.Count}.");
            return null;
        }

        var text = Text(entry, way)!;
        return way switch
        {
            "of" => ReadView(key, entry, text),
            "formula" => new FactOrigin.Derived(text.Trim()),
            "title" => new FactOrigin.TitleHeld(text),
            "scheme" => new FactOrigin.SchemeResult(text),
            _ when text is "year" or "state" => new FactOrigin.Filed(text == "year"),
            _ => RefuseOrigin(key, entry, $"'per' is year or state, not '{text}'."),
        };
    }

    private FactOrigin? ReadView(string key, YamlMappingNode entry, string of)
    {
        var isYear = int.TryParse(Text(entry, "year"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset);
        if (!isYear || offset is > 0 or < -9) return RefuseOrigin(key, entry, "'year' counts from the application year: 0, -1, -2 …");
        return Text(entries[of], "per") == "year"
            ? new FactOrigin.View(of, offset)
            : RefuseOrigin(key, entry, $"'{of}' is not filed per year, so it has no view.");
    }

    private static FactType? ReadType(string? text) => text switch
    {
        "number" => FactType.Number,
        "integer" => FactType.Integer,
        "boolean" => FactType.Boolean,
        "string" => FactType.Text,
        "date" => FactType.Date,
        _ => null,
    };

    private static IReadOnlyList<FactChoice> ReadChoices(YamlMappingNode entry, string field) =>
        entry.Children.TryGetValue(field, out var node) && node is YamlMappingNode values
            ? [.. values.Children.Select(pair => new FactChoice(pair.Key.ToString(), pair.Value.ToString()))]
            : [];

    /// <summary>FEEL allows full-width punctuation inside names; the catalogue does not, because nobody can tell it from an operator.</summary>
    private static bool IsLegalName(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or (>= 'Ⅰ' and <= 'Ⅻ'));

    private static string? Text(YamlMappingNode entry, string field) =>
        entry.Children.TryGetValue(field, out var node) && node is YamlScalarNode { Value: { } value } ? value : null;

    private FactDefinition? Refuse(string key, YamlMappingNode entry, string message)
    {
        Report(key, entry.Start, message);
        return null;
    }

    private FactOrigin? RefuseOrigin(string key, YamlMappingNode entry, string message)
    {
        Report(key, entry.Start, message);
        return null;
    }

    private void Report(string key, Mark place, string message) =>
        problems.Add(new CatalogueProblem(key, CatalogueProblemKind.Unreadable, $"{message} (facts.yaml, line {place.Line})"));
}

/// <summary>The catalogue and everything that is wrong with its text.</summary>
public sealed record CatalogueReading(FactCatalogue Catalogue, IReadOnlyList<CatalogueProblem> Problems);
