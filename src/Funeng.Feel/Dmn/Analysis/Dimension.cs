using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>
/// One value that a table tests, in one column or several, cut into classes for which all rules answer alike. Dimensions do not depend on
/// each other, so that every combination of their classes can occur.
/// </summary>
/// <param name="Expression">The input expression.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="Columns">Indices of the columns.</param>
/// <param name="Input">The input that gives the value, still without one; null for a computed value.</param>
/// <param name="Pieces">All pieces that may occur.</param>
/// <param name="Classes">The pieces, put together where all rules answer alike.</param>
/// <param name="Impossible">For each rule why its cells hold for no value that may occur; null where they do for some.</param>
internal sealed record Dimension(
    string Expression, FeelType Type, IReadOnlyList<int> Columns, DmnInput? Input, IReadOnlyList<Piece> Pieces,
    IReadOnlyList<PieceClass> Classes, IReadOnlyList<string?> Impossible)
{
    /// <summary>All that may occur, as FEEL tests without what goes without saying.</summary>
    public string Domain { get; init; } = "-";

    /// <summary>The values of some classes as FEEL tests; <c>-</c> for all that have to be covered.</summary>
    public string RegionOf(IEnumerable<int> classes)
    {
        var chosen = classes.ToHashSet();
        if (Enumerable.Range(0, Classes.Count).All(index => !Classes[index].IsOrdinary || chosen.Contains(index))) return "-";
        var pieces = chosen.SelectMany(index => Classes[index].Pieces).ToHashSet();
        return RegionText.Of(Pieces, pieces.Contains, NullMatters);
    }

    /// <summary>A value of a class: one that stands in a cell, or else any.</summary>
    public FeelValue Example(int index)
    {
        var pieces = Classes[index].Pieces.Select(piece => Pieces[piece]).ToList();
        var point = pieces.FindIndex(piece => piece.Kind == PieceKind.Point);
        return pieces[point < 0 ? pieces.Count - 1 : point].Example;
    }

    // Some cell asks for null, so that null is a value like any other.
    private bool NullMatters => Classes.Any(side => side.IsOrdinary && side.Pieces.Any(piece => Pieces[piece].Kind == PieceKind.Null));

    /// <summary>Whether a rule has only "any value" cells here.</summary>
    public bool IsAnything(BoundRule rule) => Columns.All(column => rule.Cells[column] is null);
}
