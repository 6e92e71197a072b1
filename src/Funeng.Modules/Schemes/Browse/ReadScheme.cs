namespace Funeng.Modules.Schemes.Browse;

/// <summary>Everything the page of a scheme shows: its rules as tables, its notice, its versions and those it is linked to, its cases.</summary>
public sealed class ReadScheme(RuleBook book)
{
    /// <returns>Null when there is no such scheme.</returns>
    public ReadableScheme? Run(string id)
    {
        if (book.FindLatest(id) is not { } pack) return null;
        var linked = new[] { pack.Scheme.SupersededBy, pack.Scheme.Supersedes }.Where(other => other.Length > 0).SelectMany(book.Versions);
        return new ReadableScheme(pack, SchemeOutline.Of(pack, book.Catalogue), [.. book.Versions(id), .. linked], Cases(pack));
    }

    private RuleCases Cases(RulePack pack)
    {
        var path = Path.Combine(pack.Folder, "cases.yaml");
        return File.Exists(path) ? RuleCases.Parse(File.ReadAllText(path), book.Catalogue) : RuleCases.None;
    }
}

public sealed record ReadableScheme(RulePack Pack, SchemeOutline Outline, IReadOnlyList<RulePack> Versions, RuleCases Cases);
