using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// Recognizes the columns of a sheet: <c>上年度营业收入(万元)</c> is the fact of that label in 万元. Labels, names in rules and English
/// keys are understood, full-width and half-width alike; brackets that belong to the label are not taken for a unit.
/// </summary>
public sealed class CatalogueHeadings
{
    private static readonly char[] Opening = ['(', '[', '{', ',', '/'];
    private readonly Dictionary<string, FactDefinition> byText = [];

    public CatalogueHeadings(FactCatalogue catalogue)
    {
        // The label comes last, because it is what sheets are made with.
        foreach (var definition in catalogue.All) byText[Plain(definition.Key)] = definition;
        foreach (var definition in catalogue.All) byText[Plain(definition.Name)] = definition;
        foreach (var definition in catalogue.All) byText[Plain(definition.Label)] = definition;
    }

    /// <summary>The fact a heading names, or null. A unit that does not fit the fact is reported in the heading's problem.</summary>
    public FactHeading? Find(string heading)
    {
        var text = Plain(heading);
        if (text.Length == 0) return null;
        if (byText.TryGetValue(text, out var whole)) return new FactHeading(whole, null, null);

        var open = text.LastIndexOfAny(Opening);
        if (open <= 0 || !byText.TryGetValue(text[..open], out var definition)) return null;
        var written = text[(open + 1)..].TrimEnd(')', ']', '}');
        if (written.StartsWith("单位", StringComparison.Ordinal)) written = written[2..].TrimStart(':');
        return ReadUnit(definition, written);
    }

    private static FactHeading ReadUnit(FactDefinition definition, string written)
    {
        if (written.Length == 0 || written == "是,否" || written == "是/否") return new FactHeading(definition, null, null);
        var unit = Unit.Find(written);
        if (unit is not null && unit.Measures(definition.Unit)) return new FactHeading(definition, unit, null);
        var expected = definition.Unit.Length == 0 ? "没有单位" : $"以{definition.Unit}计";
        return new FactHeading(definition, null, $"“{definition.Label}”{expected}，读不懂表头中的“{written}”。");
    }

    private static string Plain(string text) => string.Concat(ChineseText.HalfWidth(text).Where(letter => !char.IsWhiteSpace(letter)));
}

/// <summary>What a heading was understood to mean.</summary>
/// <param name="Definition">The fact of the column.</param>
/// <param name="Unit">The unit the heading names; null when it names none.</param>
/// <param name="Problem">Why the unit cannot be understood, in Chinese; null when it can.</param>
public sealed record FactHeading(FactDefinition Definition, Unit? Unit, string? Problem);
