using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>What a piece of an input's values is.</summary>
internal enum PieceKind
{
    /// <summary>One value at which some test may change its answer.</summary>
    Point,

    /// <summary>The values strictly between two points, or beyond the last one; all tests answer alike for them.</summary>
    Stretch,

    /// <summary>No value at all.</summary>
    Null,

    /// <summary>A value of another kind, where the input has no declared type.</summary>
    OtherKind,
}

/// <summary>A piece of an input's values, with one of them. <c>Low</c> and <c>High</c> are the ends of a stretch; null for none.</summary>
internal readonly record struct Piece(PieceKind Kind, FeelValue? Low, FeelValue? High, FeelValue Example)
{
    /// <summary>Cuts the values of a kind at points; what lies between two points is left out where nothing does.</summary>
    public static List<Piece> Cut(FeelKind kind, IEnumerable<FeelValue> cuts, bool isWhole)
    {
        if (kind == FeelKind.Boolean) return [Point(FeelValue.False), Point(FeelValue.True)];
        var points = cuts.Where(cut => cut.Kind == kind).ToList();
        points.Sort((left, right) => FeelOperations.Compare(left, right) ?? 0);
        var pieces = new List<Piece>();
        FeelValue? last = null;
        foreach (var point in points)
        {
            if (last is { } before && FeelOperations.Compare(before, point) == 0) continue;
            AddStretch(pieces, kind, last, point, isWhole);
            if (!isWhole || point.AsNumber().IsInteger) pieces.Add(Point(point));
            last = point;
        }

        AddStretch(pieces, kind, last, null, isWhole);
        return pieces;
    }

    private static Piece Point(FeelValue value) => new(PieceKind.Point, value, value, value);

    private static void AddStretch(List<Piece> pieces, FeelKind kind, FeelValue? low, FeelValue? high, bool isWhole)
    {
        var example = Between.Find(kind, low, high, isWhole);
        if (!example.IsNull) pieces.Add(new Piece(PieceKind.Stretch, low, high, example));
    }
}

/// <summary>Pieces of one input for which every rule's cells answer alike.</summary>
/// <param name="Must">The rules whose cells hold.</param>
/// <param name="May">Those and the rules with a cell that could not be read.</param>
/// <param name="IsOrdinary">Values that have to be covered; not null or another kind, unless some cell asks for it.</param>
/// <param name="Pieces">Indices of the pieces.</param>
internal sealed record PieceClass(RuleSet Must, RuleSet May, bool IsOrdinary, IReadOnlyList<int> Pieces);
