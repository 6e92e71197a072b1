using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Whether two names are of one enterprise.</summary>
internal static partial class NameMatch
{
    /// <summary>The same but for width, blanks and brackets.</summary>
    public static bool IsSame(string one, string other) => Normal(one) == Normal(other);

    /// <summary>Alike enough to be a rename or a slip of the pen; without what every name has (the province, the city, 有限公司) at least half of the shorter one.</summary>
    /// <param name="one">A name.</param>
    /// <param name="other">Another.</param>
    /// <param name="everywhere">Words of places that half the names begin with, the longer before the shorter.</param>
    public static bool IsAlike(string one, string other, IReadOnlyList<string> everywhere)
    {
        var (left, right) = (Core(one, everywhere), Core(other, everywhere));
        var shorter = Math.Min(left.Length, right.Length);
        return shorter == 0 || Common(left, right) * 2 >= shorter;
    }

    public static string Normal(string name) =>
        string.Concat(ChineseText.HalfWidth(name).Where(character => !char.IsWhiteSpace(character) && character is not ('(' or ')' or '·' or '.'))).ToUpperInvariant();

    private static string Core(string name, IReadOnlyList<string> everywhere) =>
        Everyday().Replace(everywhere.Aggregate(Normal(name), (rest, word) => rest.Replace(word, "", StringComparison.Ordinal)), "");

    // Length of the longest common subsequence.
    private static int Common(string left, string right)
    {
        var lengths = new int[right.Length + 1];
        foreach (var letter in left)
        {
            var diagonal = 0;
            for (var index = 1; index <= right.Length; index++)
            {
                var above = lengths[index];
                lengths[index] = letter == right[index - 1] ? diagonal + 1 : Math.Max(above, lengths[index - 1]);
                diagonal = above;
            }
        }

        return lengths[^1];
    }

    [GeneratedRegex("中国|有限责任|股份|有限|公司|集团|厂$")]
    private static partial Regex Everyday();
}
