using System.Runtime.InteropServices;

namespace Funeng.Modules.Facts;

/// <summary>Region and zone by code; both null where nobody has said.</summary>
public readonly record struct SubjectPlace(string? Region, string? Zone);

/// <summary>
/// Where every row of a fact table lies, as the number of one of the few hundred places there are. Never changed: what moves makes the next one.
/// </summary>
internal sealed class RowPlaces
{
    private readonly int[] placeOf;

    private RowPlaces(int[] placeOf, IReadOnlyList<SubjectPlace> places)
    {
        this.placeOf = placeOf;
        Places = places;
    }

    /// <summary>Every place there is, by number.</summary>
    public IReadOnlyList<SubjectPlace> Places { get; }

    public int Count => placeOf.Length;

    public int this[int row] => placeOf[row];

    /// <summary>As many rows, of which nobody knows where they lie yet.</summary>
    public static Changing OfNowhere(int rows) => new(new int[rows], [default]);

    /// <summary>A copy that can be written, with room for rows that were added.</summary>
    public Changing Change(int rows)
    {
        var copy = new int[Math.Max(rows, placeOf.Length)];
        placeOf.CopyTo(copy, 0);
        return new Changing(copy, [.. Places]);
    }

    internal sealed class Changing(int[] placeOf, List<SubjectPlace> places)
    {
        private readonly Dictionary<SubjectPlace, int> numbers = places.Select((place, number) => (place, number)).ToDictionary(pair => pair.place, pair => pair.number);

        public void Put(int row, string? region, string? zone)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, new SubjectPlace(region, zone), out var isKnown);
            if (!isKnown)
            {
                number = places.Count;
                places.Add(new SubjectPlace(region, zone));
            }

            placeOf[row] = number;
        }

        public RowPlaces Finish() => new(placeOf, places);
    }
}
