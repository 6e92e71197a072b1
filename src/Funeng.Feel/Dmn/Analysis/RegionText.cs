using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>Writes a set of pieces as FEEL unary tests, the shorter of "these" and "all but those".</summary>
internal static class RegionText
{
    /// <param name="pieces">All pieces that may occur, in order.</param>
    /// <param name="isIn">Whether a piece is in the set, by index.</param>
    /// <param name="nullMatters">The region says of null too whether it is in; otherwise it speaks of values only.</param>
    public static string Of(IReadOnlyList<Piece> pieces, Func<int, bool> isIn, bool nullMatters = false)
    {
        var ordinary = Enumerable.Range(0, pieces.Count).Where(index => pieces[index].Kind is PieceKind.Point or PieceKind.Stretch).ToList();
        var others = Enumerable.Range(0, pieces.Count).Except(ordinary).Where(isIn).ToList();
        var hasNull = others.Exists(index => pieces[index].Kind == PieceKind.Null);
        if (ordinary.TrueForAll(index => isIn(index)) && (hasNull || (!nullMatters && ordinary.Count > 0))) return "-";
        var these = Runs(pieces, ordinary, isIn).ConvertAll(run => run.Text);
        var those = Runs(pieces, ordinary, index => !isIn(index));
        var arePoints = those.TrueForAll(run => run.IsPoint);
        var left = those.ConvertAll(run => run.Text);
        // not("A") holds for null, because null = "A" is false; not(< 5) does not, because null < 5 is null.
        if (nullMatters && !hasNull && arePoints) left.Add("null");
        if (hasNull && (!arePoints || left.Count >= these.Count)) return Join([.. these, "null"]);
        return left.Count > 0 && left.Count < these.Count ? $"not({Join(left)})" : Join(these);
    }

    private static string Join(IEnumerable<string> tests) => string.Join(", ", tests);

    // Neighbouring pieces are one interval; booleans have no intervals.
    private static List<(string Text, bool IsPoint)> Runs(IReadOnlyList<Piece> pieces, List<int> ordinary, Func<int, bool> isIn)
    {
        var runs = new List<(string, bool)>();
        for (var first = 0; first < ordinary.Count; first++)
        {
            if (!isIn(ordinary[first])) continue;
            var last = first;
            while (last + 1 < ordinary.Count && isIn(ordinary[last + 1]) && pieces[ordinary[last]].Low is not { Kind: FeelKind.Boolean }) last++;
            runs.Add((Run(pieces[ordinary[first]], pieces[ordinary[last]]), first == last && pieces[ordinary[first]].Kind == PieceKind.Point));
            first = last;
        }

        return runs;
    }

    private static string Run(in Piece first, in Piece last)
    {
        if (first.Kind == PieceKind.Point && first.Low == last.High) return $"{first.Low}";
        var lowIncluded = first.Kind == PieceKind.Point;
        var highIncluded = last.Kind == PieceKind.Point;
        if (first.Low is null && last.High is null) return "not(null)";
        if (first.Low is null) return $"{(highIncluded ? "<=" : "<")} {last.High}";
        if (last.High is null) return $"{(lowIncluded ? ">=" : ">")} {first.Low}";
        return $"{(lowIncluded ? "[" : "(")}{first.Low}..{last.High}{(highIncluded ? "]" : ")")}";
    }
}
