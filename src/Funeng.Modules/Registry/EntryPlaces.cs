using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Registry;

/// <summary>
/// Where each entry of the names lies, as the number of one of the few hundred places there are: who sees one township is told of its entries
/// without looking at the others one by one.
/// </summary>
internal sealed class EntryPlaces
{
    private readonly (string? Region, string? Zone)[] places;
    private readonly int[] placeOf;

    private EntryPlaces((string? Region, string? Zone)[] places, int[] placeOf)
    {
        this.places = places;
        this.placeOf = placeOf;
    }

    /// <summary>Those of some entries that may lie in the scope. An organization of its own is not told by its place, so nothing is left out for it.</summary>
    public IEnumerable<int> Within(Scope scope, int[] candidates)
    {
        if (scope.Everything || scope.Organization is not null)
            return candidates;

        // Nobody has this number: only the place counts.
        var seen = Array.ConvertAll(places, place => scope.Covers(place.Region, place.Zone, subject: -1));
        return Array.TrueForAll(seen, covered => covered) ? candidates : Seen(seen, candidates);
    }

    private IEnumerable<int> Seen(bool[] seen, int[] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (seen[placeOf[candidate]]) yield return candidate;
        }
    }

    internal sealed class Builder
    {
        private readonly Dictionary<(string? Region, string? Zone), int> numbers = [];
        private readonly List<int> placeOf = [];

        public void Add(string? region, string? zone)
        {
            if (!numbers.TryGetValue((region, zone), out var number))
                numbers[(region, zone)] = number = numbers.Count;
            placeOf.Add(number);
        }

        public EntryPlaces Build() => new([.. numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)], [.. placeOf]);
    }
}
