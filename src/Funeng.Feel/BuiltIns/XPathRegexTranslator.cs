using System.Globalization;
using System.Text;

namespace Funeng.Feel.BuiltIns;

/// <summary>
/// Writes an XPath pattern in the platform's dialect and refuses what XPath does not know: look-arounds, octal escapes, back-references to
/// groups that are not complete, braces that are no quantifiers.
/// </summary>
internal sealed class XPathRegexTranslator(string pattern, bool dotAll, bool multiline, bool supplementary)
{
    public const string SurrogatePair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly StringBuilder _output = new();
    private readonly Stack<int> _open = new();
    private readonly HashSet<int> _complete = [];
    private int _position;

    public int GroupCount { get; private set; }

    /// <summary>Whether the translation uses back-references or look-arounds.</summary>
    public bool NeedsBacktracking { get; private set; }

    public bool TryTranslate(out string translated)
    {
        var isValid = true;
        while (isValid && _position < pattern.Length)
            isValid = TryTranslateNext();
        translated = _output.ToString();
        return isValid && _open.Count == 0;
    }

    private bool TryTranslateNext()
    {
        var sign = pattern[_position++];
        switch (sign)
        {
            case '\\':
                return TryTranslateEscape();
            case '[':
                return TryTranslateClass();
            case '(':
                return TryOpenGroup();
            case ')':
                return TryCloseGroup();
            case '{':
                return TryCopyCounts();
            case '}' or ']':
                return false;
            case '.':
                AppendDot();
                return true;
            case '^':
                AppendStartOfLine();
                return true;
            case '$':
                _output.Append(multiline ? "$" : @"\z");
                return true;
            default:
                AppendLiteral(sign);
                return true;
        }
    }

    private void AppendLiteral(char sign)
    {
        if (sign is '|' or '*' or '+' or '?')
        {
            _output.Append(sign);
        }
        else if (char.IsHighSurrogate(sign) && _position < pattern.Length && char.IsLowSurrogate(pattern[_position]))
        {
            // Kept together for a quantifier behind it.
            _output.Append("(?:").Append(sign).Append(pattern[_position++]).Append(')');
        }
        else
        {
            _output.Append(RegexSets.Escaped(sign));
        }
    }

    private void AppendDot()
    {
        if (supplementary)
            _output.Append("(?:").Append(SurrogatePair).Append(dotAll ? @"|[^\uD800-\uDFFF])" : @"|[^\n\r\uD800-\uDFFF])");
        else
            _output.Append(dotAll ? @"[\s\S]" : @"[^\n\r]");
    }

    // A line does not start after a line feed at the very end.
    private void AppendStartOfLine()
    {
        _output.Append(multiline ? @"(?:\A|(?<=\n)(?!\z))" : "^");
        NeedsBacktracking |= multiline;
    }

    private bool TryOpenGroup()
    {
        if (_position < pattern.Length && pattern[_position] == '?')
        {
            if (!pattern.AsSpan(_position).StartsWith("?:"))
                return false;
            _position += 2;
            _output.Append("(?:");
            _open.Push(0);
            return true;
        }

        _output.Append('(');
        _open.Push(++GroupCount);
        return true;
    }

    private bool TryCloseGroup()
    {
        if (_open.Count == 0)
            return false;
        _complete.Add(_open.Pop());
        _output.Append(')');
        return true;
    }

    private bool TryCopyCounts()
    {
        var end = pattern.IndexOf('}', _position);
        var counts = end < 0 ? "" : pattern[_position..end];
        var comma = counts.IndexOf(',', StringComparison.Ordinal);
        var least = comma < 0 ? counts : counts[..comma];
        var most = comma < 0 ? least : counts[(comma + 1)..];
        if (!IsCount(least) || (most.Length > 0 && (!IsCount(most) || Count(most) < Count(least))))
            return false;

        _output.Append('{').Append(counts).Append('}');
        _position = end + 1;
        return true;
    }

    private static bool IsCount(string text) => text.Length is > 0 and <= 6 && text.All(char.IsAsciiDigit);

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private bool TryTranslateEscape()
    {
        if (_position == pattern.Length)
            return false;
        if (char.IsAsciiDigit(pattern[_position]))
            return TryTranslateBackReference();
        if (RegexSets.TryReadEscape(pattern, ref _position, out var sign, out var set))
        {
            _output.Append(set is null ? RegexSets.Escaped(sign) : WithSupplementary(set, set.IsNegative));
            return true;
        }

        return false;
    }

    // As many digits as there are groups so far; the group must be closed.
    private bool TryTranslateBackReference()
    {
        var number = pattern[_position++] - '0';
        while (_position < pattern.Length && char.IsAsciiDigit(pattern[_position]) && number * 10 + pattern[_position] - '0' <= GroupCount)
            number = number * 10 + pattern[_position++] - '0';

        _output.Append("(?:\\").Append(number).Append(')');
        NeedsBacktracking = true;
        return number > 0 && _complete.Contains(number);
    }

    private bool TryTranslateClass()
    {
        var reader = new RegexClassReader(pattern, _position, supplementary);
        if (!reader.TryRead(out var text))
            return false;

        _position = reader.Position;
        if (supplementary && reader.IsNegative)
        {
            NeedsBacktracking |= reader.SupplementaryRanges.Length > 0;
            var guard = reader.SupplementaryRanges.Length > 0 ? $"(?!{reader.SupplementaryRanges})" : "";
            _output.Append(CultureInfo.InvariantCulture, $"(?:{guard}{SurrogatePair}|{text})");
        }
        else if (reader.SupplementaryRanges.Length > 0)
        {
            _output.Append(CultureInfo.InvariantCulture, $"(?:{reader.SupplementaryRanges}|{text})");
        }
        else
        {
            _output.Append(text);
        }

        return true;
    }

    // A negative set such as \D also takes a character of two units, as one.
    private string WithSupplementary(RegexSet set, bool isNegative) =>
        supplementary && isNegative ? $@"(?:{SurrogatePair}|[{set.Content}-[\uD800-\uDFFF]])" : $"[{set.Content}]";
}
