using System.Text.RegularExpressions;

namespace Funeng.Modules.Schemes;

/// <summary>
/// The files under <c>rules/</c>: a folder with a <c>criteria.dmn</c> is a pack and its name the scheme's id. <c>criteria-1.dmn</c> beside
/// it is an earlier version of the same scheme, kept because it still decides the applications of its time.
/// </summary>
internal static partial class RuleFolder
{
    public static RuleFiles Read(string folder)
    {
        var packs = new List<PackFile>();
        var pages = new List<PackFile>();
        foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var models = Directory.EnumerateFiles(directory, "criteria*.dmn").Where(file => ModelName().IsMatch(Path.GetFileName(file))).ToList();
            if (models.Count == 0 && Path.GetFileName(Path.GetDirectoryName(directory)) == "reading" && TextOf(directory, "notice.md") is { Length: > 0 } page)
                pages.Add(new PackFile(Path.GetFileName(directory), directory, "", page));
            packs.AddRange(models.Select(model => new PackFile(
                Path.GetFileName(directory), directory, File.ReadAllText(model), TextOf(directory, NoticeOf(model)))));
        }

        return new RuleFiles(TextOf(folder, "facts.yaml"), TextOf(folder, "units.dmn"), packs, pages);
    }

    private static string NoticeOf(string model) => Path.GetFileName(model).Replace("criteria", "notice", StringComparison.Ordinal).Replace(".dmn", ".md", StringComparison.Ordinal);

    private static string TextOf(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    [GeneratedRegex(@"^criteria(-\d+)?\.dmn$")]
    private static partial Regex ModelName();
}

internal sealed record RuleFiles(string Catalogue, string Units, IReadOnlyList<PackFile> Packs, IReadOnlyList<PackFile> Pages);

internal sealed record PackFile(string Id, string Folder, string Criteria, string Notice);
