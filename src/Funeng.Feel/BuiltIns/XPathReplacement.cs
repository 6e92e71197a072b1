using System.Text;
using System.Text.RegularExpressions;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>A replacement string of XPath: <c>$1</c>, <c>$0</c>, and the escapes <c>\$</c> and <c>\\</c>.</summary>
internal sealed class XPathReplacement
{
    private readonly List<(string Text, int Group)> _parts = [];

    private XPathReplacement()
    {
    }

    /// <summary>Reads a replacement; false when a dollar or a backslash stands alone.</summary>
    public static bool TryParse(string text, XPathRegex pattern, out XPathReplacement replacement)
    {
        replacement = new XPathReplacement();
        if (pattern.IsLiteral)
        {
            replacement._parts.Add((text, -1));
            return true;
        }

        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\\' && next is '\\' or '$')
            {
                literal.Append(next);
                i++;
            }
            else if (text[i] == '$' && char.IsAsciiDigit(next))
            {
                replacement.AddLiteral(literal);
                i = replacement.AddGroup(text, i + 1, pattern.GroupCount);
            }
            else if (text[i] is '\\' or '$')
            {
                return false;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        replacement.AddLiteral(literal);
        return true;
    }

    public string Apply(Match match)
    {
        var result = new StringBuilder();
        foreach (var (text, group) in _parts)
        {
            result.Append(group < 0 ? text : match.Groups[group].Value);
            if (result.Length > ValueText.LongestText)
                break;
        }

        return result.ToString();
    }

    private void AddLiteral(StringBuilder literal)
    {
        if (literal.Length > 0)
            _parts.Add((literal.ToString(), -1));
        literal.Clear();
    }

    // As many digits as name an existing group; a single digit too large stands for nothing.
    private int AddGroup(string text, int position, int groupCount)
    {
        var group = text[position] - '0';
        while (position + 1 < text.Length && char.IsAsciiDigit(text[position + 1]) && group * 10 + text[position + 1] - '0' <= groupCount)
            group = group * 10 + text[++position] - '0';
        _parts.Add(group <= groupCount ? ("", group) : ("", -1));
        return position;
    }
}
