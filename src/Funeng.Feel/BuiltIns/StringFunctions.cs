using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions of strings, in which positions and lengths count code points (DMN 1.5, table 76).</summary>
internal static class StringFunctions
{
    private const long SecondOfMatching = 10_000_000;
    private const double NoTime = 0.02;

    public static readonly BuiltIn[] All =
    [
        new("substring", BuiltInSignature.Of("string: string, start position: number, length?: number", FeelType.String, Substring)),
        new("string length", BuiltInSignature.Of("string: string", FeelType.Number, (in call) => CodePoints.Count(call[0].AsString()))),
        new("upper case", BuiltInSignature.Of("string: string", FeelType.String, (in call) => FullCase.Upper(call[0].AsString()))),
        new("lower case", BuiltInSignature.Of("string: string", FeelType.String, (in call) => FullCase.Lower(call[0].AsString()))),
        new("substring before", BuiltInSignature.Of("string: string, match: string", FeelType.String, SubstringBefore)),
        new("substring after", BuiltInSignature.Of("string: string, match: string", FeelType.String, SubstringAfter)),
        new("contains", BuiltInSignature.Of("string: string, match: string", FeelType.Boolean, Contains)),
        new("starts with", BuiltInSignature.Of("string: string, match: string", FeelType.Boolean, StartsWith)),
        new("ends with", BuiltInSignature.Of("string: string, match: string", FeelType.Boolean, EndsWith)),
        new("matches", BuiltInSignature.Of("input: string, pattern: string, flags?: string?", FeelType.Boolean, Matches)),
        new("replace", BuiltInSignature.Of("input: string, pattern: string, replacement: string, flags?: string?", FeelType.String, Replace)),
        new("split", BuiltInSignature.Of("string: string, delimiter: string", FeelType.ListOf(FeelType.String), Split)),
        new("string join", BuiltInSignature.Of("list: list, delimiter?: string?", FeelType.String, Join)),
    ];

    private static FeelValue Substring(in BuiltInCall call)
    {
        var text = call[0].AsString();
        var count = CodePoints.Count(text);
        if (!call[1].AsNumber().Truncate().TryToInt64(out var position) || position == 0 || Math.Abs(position) > count)
            return call.OutOfDomain("a substring from this position", call[0], call[1]);

        var start = (int)(position > 0 ? position - 1 : count + position);
        if (call.Count < 3)
            return text[CodePoints.IndexOf(text, start)..];
        if (call[2].AsNumber() < 1)
            return call.OutOfDomain("a substring of this length", call[2]);

        var length = call[2].AsNumber().Truncate().TryToInt64(out var wanted) ? Math.Min(wanted, count - start) : count - start;
        return text[CodePoints.IndexOf(text, start)..CodePoints.IndexOf(text, start + (int)length)];
    }

    private static FeelValue SubstringBefore(in BuiltInCall call)
    {
        var found = call[0].AsString().IndexOf(call[1].AsString(), StringComparison.Ordinal);
        return found <= 0 ? "" : call[0].AsString()[..found];
    }

    private static FeelValue SubstringAfter(in BuiltInCall call)
    {
        var found = call[0].AsString().IndexOf(call[1].AsString(), StringComparison.Ordinal);
        return found < 0 ? "" : call[0].AsString()[(found + call[1].AsString().Length)..];
    }

    private static FeelValue Contains(in BuiltInCall call) => call[0].AsString().Contains(call[1].AsString(), StringComparison.Ordinal);

    private static FeelValue StartsWith(in BuiltInCall call) => call[0].AsString().StartsWith(call[1].AsString(), StringComparison.Ordinal);

    private static FeelValue EndsWith(in BuiltInCall call) => call[0].AsString().EndsWith(call[1].AsString(), StringComparison.Ordinal);

    private static FeelValue Matches(in BuiltInCall call)
    {
        if (FindPattern(call, call[2]) is not { } pattern)
            return FeelValue.Null;

        try
        {
            var started = Stopwatch.GetTimestamp();
            var isMatch = pattern.Regex.IsMatch(call[0].AsString());
            return Timed(call, started, isMatch);
        }
        catch (RegexMatchTimeoutException)
        {
            return TooSlow(call);
        }
    }

    private static FeelValue Replace(in BuiltInCall call)
    {
        if (FindPattern(call, call[3]) is not { } pattern)
            return FeelValue.Null;
        if (!XPathReplacement.TryParse(call[2].AsString(), pattern, out var replacement))
            return call.OutOfDomain("a replacement by this text", call[2]);

        try
        {
            if (pattern.Regex.IsMatch(""))
                return call.OutOfDomain("a pattern that matches the empty text", call[1]);
            // Behind the limit nothing more is added, so that the text cannot fill the memory before its length is known.
            var length = 0L;
            var started = Stopwatch.GetTimestamp();
            var replaced = pattern.Regex.Replace(call[0].AsString(), match =>
            {
                var text = length > ValueText.LongestText ? "" : replacement.Apply(match);
                length += text.Length;
                return text;
            });
            return replaced.Length <= ValueText.LongestText ? Timed(call, started, replaced) : call.Fail(DiagnosticKind.LimitExceeded, ValueText.TooLong);
        }
        catch (RegexMatchTimeoutException)
        {
            return TooSlow(call);
        }
    }

    private static FeelValue Split(in BuiltInCall call)
    {
        if (FindPattern(call, FeelValue.Null) is not { } pattern)
            return FeelValue.Null;

        try
        {
            if (pattern.Regex.IsMatch(""))
                return call.OutOfDomain("a pattern that matches the empty text", call[1]);
            var started = Stopwatch.GetTimestamp();
            return Timed(call, started, Pieces(call[0].AsString(), pattern.Regex));
        }
        catch (RegexMatchTimeoutException)
        {
            return TooSlow(call);
        }
    }

    private static FeelList Pieces(string text, Regex delimiter)
    {
        var pieces = new List<FeelValue>();
        var start = 0;
        foreach (var match in delimiter.EnumerateMatches(text))
        {
            pieces.Add(text[start..match.Index]);
            start = match.Index + match.Length;
        }

        pieces.Add(text[start..]);
        return FeelList.Wrap([.. pieces]);
    }

    private static FeelValue Join(in BuiltInCall call)
    {
        var delimiter = call[1].IsNull ? "" : call[1].AsString();
        var joined = new StringBuilder();
        var isFirst = true;
        foreach (ref readonly var item in call[0].AsList().Span)
        {
            if (item.IsNull)
                continue;
            if (item.Kind != FeelKind.String)
                return call.WrongKind("string join", item);
            if (joined.Length > ValueText.LongestText)
                return call.Fail(DiagnosticKind.LimitExceeded, ValueText.TooLong);

            joined.Append(isFirst ? "" : delimiter).Append(item.AsString());
            isFirst = false;
        }

        return joined.ToString();
    }

    // A match that ends just before its second is over is as dear as one that does not. What is over in no time costs no steps, so that honest work takes as
    // many on every machine.
    private static FeelValue Timed(in BuiltInCall call, long started, FeelValue result)
    {
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return seconds < NoTime || call.Host.Spend((long)(seconds * SecondOfMatching)) ? result : FeelValue.Null;
    }

    // A second is worth many steps: a few such matches are all that one evaluation gets.
    private static FeelValue TooSlow(in BuiltInCall call)
    {
        call.Host.Spend(SecondOfMatching);
        return call.Fail(DiagnosticKind.LimitExceeded, "matching takes longer than a second", call[1]);
    }

    private static XPathRegex? FindPattern(in BuiltInCall call, in FeelValue flags)
    {
        var pattern = XPathRegex.Find(call[1].AsString(), flags.IsNull ? "" : flags.AsString(), CodePoints.HasSurrogates(call[0].AsString()));
        if (pattern is null)
            call.OutOfDomain("this pattern with these flags", call[1], flags);
        return pattern;
    }
}
