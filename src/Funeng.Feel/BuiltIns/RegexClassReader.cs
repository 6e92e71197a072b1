using System.Globalization;
using System.Text;

namespace Funeng.Feel.BuiltIns;

/// <summary>Reads a character class of XPath, with subtraction, from behind its opening bracket.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="position">Behind the opening bracket.</param>
/// <param name="supplementary">Whether characters of two units are matched apart, so that the class must not match halves of them.</param>
internal sealed class RegexClassReader(string pattern, int position, bool supplementary)
{
    private const int DeepestSubtraction = 20;
    private const string NothingOfOneUnit = @"[^\s\S]";

    private readonly StringBuilder _content = new();
    private readonly List<string> _supplementary = [];
    private int _position = position;

    /// <summary>Behind the closing bracket.</summary>
    public int Position => _position;

    /// <summary>Whether the class begins with a circumflex.</summary>
    public bool IsNegative { get; private set; }

    /// <summary>The members beyond U+FFFF as alternatives; empty when there are none.</summary>
    public string SupplementaryRanges => string.Join('|', _supplementary);

    public bool TryRead(out string text) => TryRead(0, out text);

    private bool TryRead(int depth, out string text)
    {
        text = "";
        if (Take('^'))
            IsNegative = true;

        var isEmpty = true;
        var subtracted = "";
        while (!Take(']'))
        {
            if (_position == pattern.Length)
                return false;
            if (!isEmpty && pattern.AsSpan(_position).StartsWith("-["))
            {
                if (!TryReadSubtraction(depth, out subtracted))
                    return false;
                break;
            }

            if (!TryReadMember(isEmpty))
                return false;
            isEmpty = false;
        }

        text = $"[{(IsNegative ? "^" : "")}{_content}{(IsNegative && supplementary ? @"\uD800-\uDFFF" : "")}{subtracted}]";
        if (_content.Length == 0 && !IsNegative)
            text = NothingOfOneUnit;
        return !isEmpty;
    }

    private bool TryReadSubtraction(int depth, out string subtracted)
    {
        var inner = new RegexClassReader(pattern, _position + 2, supplementary);
        subtracted = "";
        if (depth == DeepestSubtraction || !inner.TryRead(depth + 1, out var text) || inner.SupplementaryRanges.Length > 0)
            return false;

        _position = inner.Position;
        subtracted = "-" + text;
        return Take(']');
    }

    private bool TryReadMember(bool isFirst)
    {
        if (!TryReadSign(isFirst, out var first, out var set))
            return false;
        if (set is not null)
        {
            _content.Append(set.Content);
            if (supplementary && set.IsNegative)
                _supplementary.Add(XPathRegexTranslator.SurrogatePair);
            return true;
        }

        var isRange = _position + 1 < pattern.Length && pattern[_position] == '-' && pattern[_position + 1] is not (']' or '[');
        if (!isRange)
        {
            Append(first, first);
            return true;
        }

        _position++;
        if (!TryReadSign(false, out var last, out set) || set is not null || last < first)
            return false;
        Append(first, last);
        return true;
    }

    // A code point or a set. Brackets must be escaped; a hyphen may stand first or last.
    private bool TryReadSign(bool isFirst, out int codePoint, out RegexSet? set)
    {
        set = null;
        codePoint = 0;
        if (_position == pattern.Length || pattern[_position] == '[')
            return false;
        if (Take('\\'))
        {
            var isKnown = _position < pattern.Length && RegexSets.TryReadEscape(pattern, ref _position, out var sign, out set);
            codePoint = isKnown && set is null ? pattern[_position - 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other } : 0;
            return isKnown;
        }

        if (pattern[_position] == '-' && !isFirst && _position + 1 < pattern.Length && pattern[_position + 1] is not (']' or '['))
            return false;
        codePoint = char.IsSurrogatePair(pattern, _position) ? char.ConvertToUtf32(pattern, _position) : pattern[_position];
        _position += codePoint > char.MaxValue ? 2 : 1;
        return true;
    }

    private void Append(int first, int last)
    {
        if (first <= char.MaxValue)
        {
            _content.Append(RegexSets.Escaped((char)first));
            if (last != first)
                _content.Append('-').Append(RegexSets.Escaped((char)Math.Min(last, char.MaxValue)));
        }

        // One alternative for each high surrogate.
        for (var start = Math.Max(first, char.MaxValue + 1); start <= last;)
        {
            var block = start | 0x3FF;
            var end = Math.Min(last, block);
            var low = char.ConvertFromUtf32(start);
            var high = char.ConvertFromUtf32(end);
            _supplementary.Add(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)low[0]:X4}[\\u{(int)low[1]:X4}-\\u{(int)high[1]:X4}]"));
            start = end + 1;
        }
    }

    private bool Take(char sign)
    {
        if (_position == pattern.Length || pattern[_position] != sign)
            return false;
        _position++;
        return true;
    }
}
