using System.Globalization;
using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes.Check;

/// <summary>What every pack keeps besides its text: folder and id, dates, links between versions, a notice, a conclusion that is reached.</summary>
internal static class PackRules
{
    public static IEnumerable<string> Check(RulePack pack, RuleBook book)
    {
        var scheme = pack.Scheme;
        if (Path.GetFileName(pack.Folder) != scheme.Id) yield return $"Its folder is '{Path.GetFileName(pack.Folder)}', its id '{scheme.Id}'.";
        if (pack.Notice.Field("id") != scheme.Id) yield return "notice.md is missing or its 'id' is another.";
        if (pack.Notice.Field("effectiveFrom") != (scheme.EffectiveFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "")) yield return "notice.md gives another 'effectiveFrom' than the scheme.";
        if (scheme.EffectiveTo < scheme.EffectiveFrom) yield return "It goes out of force before it comes into force.";
        if (book.Catalogue.FindByName("符合" + scheme.ShortName) is null)
            yield return $"The catalogue lacks 符合{scheme.ShortName}, by which lists and other schemes name its conclusion.";
        foreach (var finding in Succession(scheme, book)) yield return finding;
    }

    private static IEnumerable<string> Succession(Scheme scheme, RuleBook book)
    {
        if (scheme.Supersedes.Length > 0)
        {
            var before = book.FindLatest(scheme.Supersedes)?.Scheme;
            if (before is null) yield return $"It supersedes '{scheme.Supersedes}', which does not exist.";
            else if (before.SupersededBy != scheme.Id) yield return $"It supersedes '{before.Id}', which does not say so.";
            else if (!(before.EffectiveTo < scheme.EffectiveFrom)) yield return $"'{before.Id}', which it supersedes, is still in force when it begins.";
        }

        if (scheme.SupersededBy.Length > 0 && book.FindLatest(scheme.SupersededBy) is null)
            yield return $"It is superseded by '{scheme.SupersededBy}', which does not exist.";
    }
}
