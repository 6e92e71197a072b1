using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>Finds schemes whose conclusion needs itself through facts such as 符合中小企业划型; they could never be decided.</summary>
internal static class SchemeCycles
{
    public static HashSet<string> Find(IReadOnlyList<RulePack> packs)
    {
        var needs = packs.ToLookup(
            pack => pack.Id,
            pack => pack.Scheme.Facts.Select(fact => fact.Origin).OfType<FactOrigin.SchemeResult>().Select(origin => origin.Scheme));
        return [.. needs.Select(scheme => scheme.Key).Where(id => Reaches(id, id, needs, []))];
    }

    private static bool Reaches(string from, string target, ILookup<string, IEnumerable<string>> needs, HashSet<string> seen) =>
        needs[from].SelectMany(schemes => schemes).Any(next => next == target || (seen.Add(next) && Reaches(next, target, needs, seen)));
}
