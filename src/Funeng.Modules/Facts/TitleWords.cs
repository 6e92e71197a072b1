using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>How sheets name the titles an enterprise holds: by the id of the scheme (a folder with a notice below <c>rules/</c>) or by its name.</summary>
public sealed class TitleWords
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

    /// <summary>The schemes a cell names, and the words in it that name none.</summary>
    public (IReadOnlyList<string> Schemes, IReadOnlyList<string> Unknown) Read(string cell)
    {
        var text = ChineseText.HalfWidth(cell);
        if (text is "无" or "-" or "/" or "—")
        {
            return ([], []);
        }

        var schemes = new List<string>();
        var unknown = new List<string>();
        // HalfWidth makes 、 a comma.
        foreach (var title in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Find(title) is { } scheme)
            {
                schemes.Add(scheme);
            }
            else
            {
                unknown.Add(title);
            }
        }

        return ([.. schemes.Distinct()], unknown);
    }

    public string Refuse(string title) => $"“{title}”不是已知的认定。可填：{string.Join("、", ids.Order().Take(8))} 等，多个用分号隔开。";

    private string? Find(string title) =>
        ids.TryGetValue(title, out var id) ? id : (catalogue.All.FirstOrDefault(fact => fact.Origin is FactOrigin.TitleHeld
            && (fact.Name == title || fact.Name == "持有" + title || fact.Label == title))?.Origin as FactOrigin.TitleHeld)?.Scheme;
}
