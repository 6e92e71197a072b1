using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Funeng.Feel.BuiltIns;

/// <summary>A regular expression of XPath (F&amp;O 7.6), translated to the platform's dialect.</summary>
internal sealed class XPathRegex
{
    private const int LongestPattern = 10_000;
    private const int MostPatterns = 1000;

    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<(string Pattern, string Flags, bool Supplementary), XPathRegex?> Known = new();

    private XPathRegex(Regex regex, int groupCount, bool isLiteral)
    {
        Regex = regex;
        GroupCount = groupCount;
        IsLiteral = isLiteral;
    }

    public Regex Regex { get; }

    public int GroupCount { get; }

    /// <summary>The flag q: neither pattern nor replacement has special signs.</summary>
    public bool IsLiteral { get; }

    /// <summary>The translated pattern, or null when pattern or flags are not valid.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="flags">Any of s, m, i, x, q.</param>
    /// <param name="supplementary">Whether the input has characters beyond U+FFFF, which the platform sees as two.</param>
    public static XPathRegex? Find(string pattern, string flags, bool supplementary)
    {
        var key = (pattern, flags, supplementary || CodePoints.HasSurrogates(pattern));
        if (Known.TryGetValue(key, out var known))
            return known;

        // Patterns can come from data; a full table is emptied rather than kept for ever.
        if (Known.Count >= MostPatterns)
            Known.Clear();
        return Known[key] = Compile(pattern, flags, key.Item3);
    }

    private static XPathRegex? Compile(string pattern, string flags, bool supplementary)
    {
        if (pattern.Length > LongestPattern || !flags.All(flag => "smixq".Contains(flag, StringComparison.Ordinal)))
            return null;

        var options = RegexOptions.CultureInvariant;
        if (flags.Contains('i', StringComparison.Ordinal))
            options |= RegexOptions.IgnoreCase;
        if (flags.Contains('q', StringComparison.Ordinal))
            return new XPathRegex(new Regex(Regex.Escape(pattern), options, LongestMatch), 0, true);

        var text = flags.Contains('x', StringComparison.Ordinal) ? WithoutWhiteSpace(pattern) : pattern;
        var translator = new XPathRegexTranslator(
            text, flags.Contains('s', StringComparison.Ordinal), flags.Contains('m', StringComparison.Ordinal), supplementary);
        if (!translator.TryTranslate(out var translated))
            return null;
        if (flags.Contains('m', StringComparison.Ordinal))
            options |= RegexOptions.Multiline;
        return Build(translated, options, translator);
    }

    // Matching in linear time where the pattern allows it; patterns come from users.
    private static XPathRegex? Build(string translated, RegexOptions options, XPathRegexTranslator translator)
    {
        try
        {
            if (!translator.NeedsBacktracking)
                return new XPathRegex(new Regex(translated, options | RegexOptions.NonBacktracking, LongestMatch), translator.GroupCount, false);
        }
        catch (NotSupportedException)
        {
            // The automaton would be too large.
        }
        catch (ArgumentException)
        {
            return null;
        }

        try
        {
            return new XPathRegex(new Regex(translated, options, LongestMatch), translator.GroupCount, false);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Flag x: white space counts only inside of a class, not even after a backslash.
    private static string WithoutWhiteSpace(string pattern)
    {
        var kept = new System.Text.StringBuilder(pattern.Length);
        var depth = 0;
        var isEscaped = false;
        foreach (var sign in pattern)
        {
            if (depth == 0 && sign is ' ' or '\t' or '\n' or '\r')
                continue;

            kept.Append(sign);
            if (!isEscaped && sign == '[')
                depth++;
            else if (!isEscaped && sign == ']' && depth > 0)
                depth--;
            isEscaped = !isEscaped && sign == '\\';
        }

        return kept.ToString();
    }
}
