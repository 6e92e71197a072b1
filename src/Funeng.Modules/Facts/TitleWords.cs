using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// How sheets name the titles an enterprise holds: by the id of the scheme (a folder with a notice below <c>rules/</c>) or by its name, with
/// the first day or the first and the last one in brackets where the sheet gives them: 高新技术企业(2024-12-07至2027-12-06).
/// </summary>
public sealed partial class TitleWords
{
    private static readonly char[] Separators = [';', ',', ' ', '|', '\n', '\r'];
    private readonly FactCatalogue catalogue;
    private readonly HashSet<string> ids;

    public TitleWords(FactCatalogue catalogue, string rulesFolder)
    {
        this.catalogue = catalogue;
        ids = Directory.Exists(rulesFolder)
            ? Directory.EnumerateFiles(rulesFolder, "notice.md", SearchOption.AllDirectories)
                .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];
    }

    /// <summary>The titles a cell names, and the words in it that name none.</summary>
    public (IReadOnlyList<HeldTitle> Titles, IReadOnlyList<string> Unknown) Read(string cell)
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
            if (ReadOne(title) is { } held)
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

    public string Refuse(string title) => Dated().Match(title) is { Success: true } dated && Find(dated.Groups[1].Value.Trim()) is not null
        ? $"读不懂“{title}”括号里的日期。请写认定日期，或认定日期至有效期末日，例如 {dated.Groups[1].Value.Trim()}(2024-06-01至2027-05-31)。"
        : $"“{title}”不是已知的认定。可填代码：{string.Join("、", Named)}；多个用分号隔开。";

    private IEnumerable<string> Named => catalogue.All.Where(fact => fact.Origin is FactOrigin.TitleHeld)
        .Select(fact => $"{((FactOrigin.TitleHeld)fact.Origin).Scheme}（{fact.Label}）");

    private HeldTitle? ReadOne(string text)
    {
        if (Find(text) is { } plain)
        {
            return new HeldTitle(plain);
        }

        if (Dated().Match(text) is not { Success: true } dated || Find(dated.Groups[1].Value.Trim()) is not { } scheme)
        {
            return null;
        }

        var days = Until().Split(dated.Groups[2].Value);
        return days.Length is 1 or 2 && Day(days[0]) is { } from && (days.Length == 1 || Day(days[1]) >= from)
            ? new HeldTitle(scheme, from, days.Length == 2 ? Day(days[1]) : null)
            : null;
    }

    private static DateOnly? Day(string text) => DateCell.Read(SheetCell.OfText(text.Trim())) .Value;

    [GeneratedRegex(@"^(.+?)\s*[(\[【]\s*([^()\[\]【】]{4,30})\s*[)\]】]$")]
    private static partial Regex Dated();

    [GeneratedRegex(@"\s*(?:至|到|~|—+|--+)\s*")]
    private static partial Regex Until();

    private string? Find(string title) =>
        ids.TryGetValue(title, out var id) ? id : (catalogue.All.FirstOrDefault(fact => fact.Origin is FactOrigin.TitleHeld
            && (fact.Name == title || fact.Name == "持有" + title || fact.Label == title))?.Origin as FactOrigin.TitleHeld)?.Scheme;
}
