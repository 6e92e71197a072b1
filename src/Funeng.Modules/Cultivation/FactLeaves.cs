using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Cultivation;

/// <summary>What people can file so that a scheme can be decided: its facts, with formulas followed down to what they are computed from.</summary>
internal static class FactLeaves
{
    public static IReadOnlyList<FactDefinition> Of(Scheme scheme, FactCatalogue catalogue)
    {
        var found = new List<FactDefinition>();
        var seen = new HashSet<string>();
        foreach (var fact in scheme.Facts) Follow(fact, catalogue, found, seen);
        return found;
    }

    private static void Follow(FactDefinition fact, FactCatalogue catalogue, List<FactDefinition> found, HashSet<string> seen)
    {
        if (!seen.Add(fact.Key))
            return;
        if (fact.Origin is not FactOrigin.Derived derived)
        {
            found.Add(fact);
            return;
        }

        // The longest names first: 上年度营业收入 is meant, not the 营业收入 inside it.
        var formula = derived.Formula;
        foreach (var other in catalogue.All.OrderByDescending(other => other.Name.Length))
        {
            if (!formula.Contains(other.Name, StringComparison.Ordinal)) continue;
            formula = formula.Replace(other.Name, " ", StringComparison.Ordinal);
            Follow(other, catalogue, found, seen);
        }
    }
}
