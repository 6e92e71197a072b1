using System.Globalization;
using System.Text;

namespace Funeng.Feel.BuiltIns;

/// <summary>A set of characters behind an escape, as the content of a class of the platform.</summary>
/// <param name="Content">What stands between the brackets.</param>
/// <param name="IsNegative">Whether the set is everything but something, so that characters beyond U+FFFF belong to it.</param>
internal sealed record RegexSet(string Content, bool IsNegative);

/// <summary>The escapes of XML Schema's regular expressions.</summary>
internal static class RegexSets
{
    private const string SingleEscapes = @"\|.-^?*+{}()[]$";

    // Name characters of XML 1.0, fifth edition.
    private static readonly (char First, char Last)[] NameStart =
    [
        (':', ':'), ('A', 'Z'), ('_', '_'), ('a', 'z'), ('\u00C0', '\u00D6'), ('\u00D8', '\u00F6'), ('\u00F8', '\u02FF'),
        ('\u0370', '\u037D'), ('\u037F', '\u1FFF'), ('\u200C', '\u200D'), ('\u2070', '\u218F'), ('\u2C00', '\u2FEF'),
        ('\u3001', '\uD7FF'), ('\uF900', '\uFDCF'), ('\uFDF0', '\uFFFD'),
    ];

    private static readonly (char First, char Last)[] NameOther =
        [('-', '.'), ('0', '9'), ('\u00B7', '\u00B7'), ('\u0300', '\u036F'), ('\u203F', '\u2040')];

    private static readonly (char First, char Last)[] Space = [('\t', '\n'), ('\r', '\r'), (' ', ' ')];

    private static readonly Dictionary<char, RegexSet> Shorthands = new()
    {
        ['s'] = new(Text(Space), false),
        ['S'] = new(Text(Complement(Space)), true),
        ['d'] = new(@"\p{Nd}", false),
        ['D'] = new(@"\P{Nd}", true),
        ['w'] = new(@"\p{L}\p{M}\p{N}\p{S}", false),
        ['W'] = new(@"\p{P}\p{Z}\p{C}", false),
        ['i'] = new(Text(NameStart), false),
        ['I'] = new(Text(Complement(NameStart)), true),
        ['c'] = new(Text([.. NameStart, .. NameOther]), false),
        ['C'] = new(Text(Complement([.. NameStart, .. NameOther])), true),
    };

    /// <summary>
    /// Reads what follows a backslash: one character, or a set when <paramref name="set"/> is not null. False when XPath has no such escape.
    /// </summary>
    public static bool TryReadEscape(string pattern, ref int position, out char sign, out RegexSet? set)
    {
        set = null;
        sign = pattern[position++];
        if (SingleEscapes.Contains(sign, StringComparison.Ordinal))
            return true;
        if (sign is 'n' or 'r' or 't')
        {
            sign = sign == 'n' ? '\n' : sign == 'r' ? '\r' : '\t';
            return true;
        }

        return Shorthands.TryGetValue(sign, out set) || (sign is 'p' or 'P' && TryReadProperty(pattern, ref position, sign == 'P', out set));
    }

    /// <summary>A character that stands for itself in the platform's dialect, inside a class and outside.</summary>
    public static string Escaped(char sign) => char.IsAsciiLetterOrDigit(sign) || sign > '~' && !char.IsWhiteSpace(sign)
        ? sign.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)sign:X4}");

    private static bool TryReadProperty(string pattern, ref int position, bool isNegative, out RegexSet? set)
    {
        set = null;
        var end = pattern.IndexOf('}', position);
        if (end < 0 || pattern[position] != '{')
            return false;

        var name = pattern[(position + 1)..end];
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            return false;
        position = end + 1;
        set = new RegexSet($"\\{(isNegative ? 'P' : 'p')}{{{name}}}", isNegative);
        return true;
    }

    private static string Text(IEnumerable<(char First, char Last)> ranges)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in ranges)
            text.Append(Escaped(first)).Append(first == last ? "" : "-" + Escaped(last));
        return text.ToString();
    }

    private static List<(char First, char Last)> Complement(IEnumerable<(char First, char Last)> ranges)
    {
        var complement = new List<(char, char)>();
        var next = 0;
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (first > next)
                complement.Add(((char)next, (char)(first - 1)));
            next = last + 1;
        }

        if (next <= char.MaxValue)
            complement.Add(((char)next, char.MaxValue));
        return complement;
    }
}
