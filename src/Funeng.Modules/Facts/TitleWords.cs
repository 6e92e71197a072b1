using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// How sheets name the titles an enterprise holds: by the id of the scheme (a folder with a notice below <c>rules/</c>), by its name or by a
/// word people use for it (<c>rules/reference/titles.csv</c>), with the first day or the first and the last one in brackets where the sheet
/// gives them: 高新技术企业(2024-12-07至2027-12-06).
/// </summary>
public sealed partial class TitleWords
{
    private const string Holding = "持有";
    private static readonly char[] Separators = [';', ',', ' ', '|', '\n', '\r'];
    private readonly FactCatalogue catalogue;
    private readonly HashSet<string> ids;
    private readonly TitleSynonyms words;

    public TitleWords(FactCatalogue catalogue, string rulesFolder)
    {
        this.catalogue = catalogue;
        var inForceSince = Notices(rulesFolder);
        ids = inForceSince.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        words = TitleSynonyms.Read(catalogue, rulesFolder, inForceSince);
    }

    // A notice that names no first day has always been in force; the check of rules holds it to what the scheme says.
    private static Dictionary<string, DateOnly> Notices(string rulesFolder) => Directory.Exists(rulesFolder)
        ? Directory.EnumerateFiles(rulesFolder, "notice.md", SearchOption.AllDirectories).DistinctBy(FolderOf).ToDictionary(FolderOf, InForceSince)
        : [];

    private static string FolderOf(string file) => Path.GetFileName(Path.GetDirectoryName(file)!);

    private static DateOnly InForceSince(string notice)
    {
        const string field = "effectiveFrom:";
        var line = File.ReadLines(notice).TakeWhile((line, index) => index == 0 || line != "---").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return DateOnly.TryParseExact(line?[field.Length..].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MinValue;
    }

    /// <summary>The titles a cell names, and the words in it that name none.</summary>
    /// <param name="cell">The text of the cell.</param>
    /// <param name="on">The day the sheet speaks of: of a title with several versions and no date it is the one in force then.</param>
    public (IReadOnlyList<HeldTitle> Titles, IReadOnlyList<string> Unknown) Read(string cell, DateOnly on)
    {
        var text = ChineseText.HalfWidth(cell);
        if (text is "无" or "-" or "/" or "—")
        {
            return ([], []);
        }

        var titles = new List<HeldTitle>();
        var unknown = new List<string>();
        // HalfWidth makes 、 a comma.
        foreach (var title in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ReadOne(title, on) is { } held)
            {
                titles.Add(held);
            }
            else
            {
                unknown.Add(title);
            }
        }

        return ([.. titles.DistinctBy(title => title.Scheme)], unknown);
    }

    /// <summary>What a title is called; its id where the catalogue has no name for it.</summary>
    public string NameOf(string scheme) =>
        catalogue.All.FirstOrDefault(fact => fact.Origin is FactOrigin.TitleHeld held && held.Scheme == scheme) is not { } known ? scheme
        : known.Name.StartsWith(Holding, StringComparison.Ordinal) ? known.Name[Holding.Length..] : known.Name;

    public string Refuse(string title) => Several(title) is { Count: > 1 } several
        ? $"“{title}”可能是几种认定，分不清是哪一种：{string.Join("、", several.SelectMany(one => one.All).Select(version => version.Scheme))}。请填其中一个代码。"
        : Dated().Match(title) is { Success: true } dated && IsKnown(dated.Groups[1].Value.Trim())
        ? $"读不懂“{title}”括号里的日期。请写认定日期，或认定日期至有效期末日，例如 {dated.Groups[1].Value.Trim()}(2024-06-01至2027-05-31)。"
        : $"“{title}”不是已知的认定。可填名称或代码：{string.Join("、", Named)}；多个用分号隔开。";

    private IEnumerable<string> Named => catalogue.All.Where(fact => fact.Origin is FactOrigin.TitleHeld)
        .Select(fact => $"{((FactOrigin.TitleHeld)fact.Origin).Scheme}（{fact.Label}）");

    private HeldTitle? ReadOne(string text, DateOnly on)
    {
        if (FindHeld(text, on) is { } plain)
        {
            return plain;
        }

        if (Dated().Match(text) is not { Success: true } dated || FindHeld(dated.Groups[1].Value.Trim(), on) is not { } held)
        {
            return null;
        }

        var days = Until().Split(dated.Groups[2].Value);
        return days.Length is 1 or 2 && Day(days[0]) is { } from && (days.Length == 1 || Day(days[1]) >= from)
            ? held.Date(from, days.Length == 2 ? Day(days[1]) : null, on)
            : null;
    }

    private HeldTitle? FindHeld(string text, DateOnly on) =>
        Find(text) is { } scheme ? new HeldTitle(scheme)
        : words.Find(text) is [var only] ? new HeldTitle(only.On(on)) { Versions = only.All.Count > 1 ? only : null }
        : null;

    private bool IsKnown(string text) => Find(text) is not null || words.Find(text).Count == 1;

    private IReadOnlyList<TitleVersions> Several(string text) => words.Find(text) is { Count: > 1 } plain ? plain
        : Dated().Match(text) is { Success: true } dated ? words.Find(dated.Groups[1].Value.Trim()) : [];

    private static DateOnly? Day(string text) => DateCell.Read(SheetCell.OfText(text.Trim())) .Value;

    [GeneratedRegex(@"^(.+?)\s*[(\[【]\s*([^()\[\]【】]{4,30})\s*[)\]】]$")]
    private static partial Regex Dated();

    [GeneratedRegex(@"\s*(?:至|到|~|—+|--+)\s*")]
    private static partial Regex Until();

    private string? Find(string title) =>
        ids.TryGetValue(title, out var id) ? id : (catalogue.All.FirstOrDefault(fact => fact.Origin is FactOrigin.TitleHeld
            && (fact.Name == title || fact.Name == Holding + title || fact.Label == title))?.Origin as FactOrigin.TitleHeld)?.Scheme;
}
