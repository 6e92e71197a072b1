using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// The words for titles: the labels of the fact catalogue without 持有 and 称号, with and without the standard in brackets, and those of
/// <c>rules/reference/titles.csv</c>. Quotation marks are seen through.
/// </summary>
internal sealed partial class TitleSynonyms
{
    private static readonly string[] Decoration = ["持有", "称号", "证书", "“", "”", "\"", "'", "‘", "’", "「", "」", "《", "》"];
    private readonly Dictionary<string, List<TitleVersions>> words = [];

    private TitleSynonyms(FactCatalogue catalogue, IEnumerable<(string Word, string Scheme)> synonyms, IReadOnlyDictionary<string, DateOnly> inForceSince)
    {
        var titles = catalogue.All.Where(fact => fact.Origin is FactOrigin.TitleHeld).Select(fact => (((FactOrigin.TitleHeld)fact.Origin).Scheme, fact.Label)).ToList();
        var families = titles.Select(title => title.Scheme).Distinct().GroupBy(TitleVersions.FamilyOf)
            .ToDictionary(family => family.Key, family => new TitleVersions(family.Key, [.. family.Select(scheme => (scheme, inForceSince.GetValueOrDefault(scheme))).OrderBy(version => version.Item2)]));
        foreach (var (scheme, label) in titles)
        {
            var versions = families[TitleVersions.FamilyOf(scheme)];
            Add(label, versions with { All = [.. versions.All.Where(version => version.Scheme == scheme)] });
            Add(Standard().Replace(ChineseText.HalfWidth(label), ""), versions);
        }

        foreach (var (word, scheme) in synonyms)
        {
            if (families.TryGetValue(TitleVersions.FamilyOf(scheme), out var versions))
            {
                Add(word, versions);
            }
        }
    }

    /// <param name="inForceSince">The first day of each scheme that names one.</param>
    public static TitleSynonyms Read(FactCatalogue catalogue, string rulesFolder, IReadOnlyDictionary<string, DateOnly> inForceSince)
    {
        var file = Path.Combine(rulesFolder, "reference", "titles.csv");
        var synonyms = File.Exists(file) && SheetReader.Read(file) is SheetReading.Read { Sheets: [var sheet] }
            ? sheet.Rows.Skip(1).Where(row => row.Length >= 2).Select(row => (row[0].Text, row[1].Text)) : [];
        return new TitleSynonyms(catalogue, synonyms, inForceSince);
    }

    /// <summary>What a word names; several when it fits titles that are not versions of one another.</summary>
    public IReadOnlyList<TitleVersions> Find(string word) => words.GetValueOrDefault(Normal(word), []);

    private void Add(string word, TitleVersions versions)
    {
        if (!words.TryGetValue(Normal(word), out var known))
        {
            words[Normal(word)] = known = [];
        }

        // A label without a standard names its only version twice; a family is wider than one of its versions.
        known.RemoveAll(one => one.Family == versions.Family && one.All.Count <= versions.All.Count);
        if (!known.Exists(one => one.Family == versions.Family))
        {
            known.Add(versions);
        }
    }

    private static string Normal(string word) => Decoration.Aggregate(
        string.Concat(ChineseText.HalfWidth(word).Where(character => !char.IsWhiteSpace(character))), (text, mark) => text.Replace(mark, "", StringComparison.Ordinal));

    [GeneratedRegex(@"\((?:19|20)[0-9]{2}标准\)$")]
    private static partial Regex Standard();
}
