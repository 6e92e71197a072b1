using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>Conditions that share changeable facts. Groups share none, so that each is repaired by itself and the costs add up.</summary>
internal sealed record PathGroup(IReadOnlyList<PathPart> Parts, IReadOnlyList<Lever> Levers)
{
    /// <summary>Splits the conditions of a conclusion into groups; those without any lever come as groups of their own.</summary>
    public static IReadOnlyList<PathGroup> Of(IReadOnlyList<PathPart> parts, IReadOnlyList<Lever> levers, FactView view)
    {
        var groups = new List<(List<PathPart> Parts, HashSet<Lever> Levers)>();
        foreach (var part in parts)
        {
            var touched = Touched(part, levers, view).ToHashSet();
            var joined = groups.Where(group => group.Levers.Overlaps(touched)).ToList();
            var merged = (Parts: new List<PathPart>(joined.SelectMany(group => group.Parts)) { part }, Levers: touched);
            foreach (var group in joined)
            {
                merged.Levers.UnionWith(group.Levers);
                groups.Remove(group);
            }

            groups.Add(merged);
        }

        return [.. groups.Select(group => new PathGroup(group.Parts, [.. levers.Where(group.Levers.Contains)]))];
    }

    /// <summary>The levers that may change a condition, those behind another scheme's conclusion included.</summary>
    private static IEnumerable<Lever> Touched(PathPart part, IReadOnlyList<Lever> levers, FactView view)
    {
        var facts = new HashSet<FactDefinition>(part.Facts, FactKeyComparer.Instance);
        foreach (var result in part.Facts.Select(fact => fact.Origin).OfType<FactOrigin.SchemeResult>())
        {
            if (view.FactsOfScheme(result.Scheme) is not { } behind || behind.Any(fact => fact.Origin is FactOrigin.SchemeResult)) return levers;
            facts.UnionWith(behind);
        }

        return levers.Where(lever => facts.Contains(lever.Fact));
    }
}
