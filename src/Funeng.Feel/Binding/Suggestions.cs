namespace Funeng.Feel.Binding;

/// <summary>Names that a person may have meant.</summary>
internal static class Suggestions
{
    private const int MostSuggestions = 3;

    /// <summary>The names most like an unknown one, the best first; none where nothing is like it.</summary>
    public static string[] For(string name, IEnumerable<string> candidates) =>
    [
        .. candidates.Distinct()
            .Select(candidate => (Name: candidate, Likeness: Likeness(name, candidate)))
            .Where(candidate => candidate.Likeness >= 0.5)
            .OrderByDescending(candidate => candidate.Likeness)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(MostSuggestions)
            .Select(candidate => candidate.Name),
    ];

    // 1 for the same name; a name that contains the other counts as close, because people leave parts out (营收 for 营业收入).
    private static double Likeness(string name, string candidate)
    {
        if (name.Length == 0 || candidate.Length == 0)
        {
            return 0;
        }

        var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
        var byEdits = 1 - ((double)distance / Math.Max(name.Length, candidate.Length));
        return IsSubsequence(name, candidate) || IsSubsequence(candidate, name) ? Math.Max(byEdits, 0.6) : byEdits;
    }

    private static bool IsSubsequence(string shorter, string longer)
    {
        if (shorter.Length < 2)
        {
            return false;
        }

        var index = 0;
        foreach (var character in longer)
        {
            if (index < shorter.Length && shorter[index] == character)
            {
                index++;
            }
        }

        return index == shorter.Length;
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var substitution = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(substitution, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
