using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Facts;

/// <summary>The rows of a fact table that a scope covers, with where each lies.</summary>
public sealed class PlacedTable
{
    private readonly RowPlaces places;
    private readonly bool[] seen;
    private readonly int own;

    internal PlacedTable(FactTable table, RowPlaces places, Scope scope)
    {
        (Table, this.places) = (table, places);
        // Nobody has this number: only the place counts.
        seen = [.. places.Places.Select(place => scope.Covers(place.Region, place.Zone, subject: -1))];
        own = scope.Organization is { } subject ? table.FindRow(subject) : -1;
    }

    /// <summary>The facts of everybody: to be read by the rows of the scope only.</summary>
    internal FactTable Table { get; }

    /// <summary>Every place there is; <see cref="PlaceOf"/> is a number among them.</summary>
    internal IReadOnlyList<SubjectPlace> Places => places.Places;

    public int PlaceOf(int row) => places[row];

    public SubjectPlace Place(int row) => places.Places[places[row]];

    public bool Covers(int row) => seen[places[row]] || row == own;

    /// <summary>The covered rows, in their order.</summary>
    public IEnumerable<int> Rows => Enumerable.Range(0, Table.Subjects.Count).Where(Covers);
}
