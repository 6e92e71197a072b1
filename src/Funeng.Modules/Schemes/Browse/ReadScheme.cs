using Funeng.Modules.Schemes.Check;

namespace Funeng.Modules.Schemes.Browse;

/// <summary>Everything the page of a scheme shows: its rules as tables, its notice, its versions and those it is linked to, its cases.</summary>
public sealed class ReadScheme(RuleBook book)
{
    /// <param name="id">The scheme.</param>
    /// <param name="version">Which version of it; null for the latest.</param>
    /// <returns>Null when there is no such scheme, or no such version of it.</returns>
    public ReadableScheme? Run(string id, string? version = null)
    {
        if ((version is null ? book.FindLatest(id) : book.Versions(id).FirstOrDefault(pack => pack.Scheme.Version == version)) is not { } pack) return null;
        var linked = new[] { pack.Scheme.SupersededBy, pack.Scheme.Supersedes }.Where(other => other.Length > 0).SelectMany(book.Versions);
        return new ReadableScheme(pack, SchemeOutline.Of(pack, book.Catalogue), [.. book.Versions(id), .. linked], Cases(pack));
    }

    /// <summary>Decides its cases. Those are written for the latest version: of an earlier one they show what has changed since.</summary>
    public IReadOnlyList<CaseResult> Decide(ReadableScheme scheme) => RunCases.Run(scheme.Cases, scheme.Pack, book);

    private RuleCases Cases(RulePack pack)
    {
        var path = Path.Combine(pack.Folder, "cases.yaml");
        return File.Exists(path) ? RuleCases.Parse(File.ReadAllText(path), book.Catalogue) : RuleCases.None;
    }
}

public sealed record ReadableScheme(RulePack Pack, SchemeOutline Outline, IReadOnlyList<RulePack> Versions, RuleCases Cases);
