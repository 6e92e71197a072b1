using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>
/// Reads the text of a range with literal ends, such as <c>[18..21)</c> or <c>["a".."f"]</c>. One end may be left out where the range is
/// open: <c>[2..)</c> is <c>(&gt;= 2)</c>.
/// </summary>
internal static class RangeText
{
    private const string Dots = "..";

    // Functions that may stand at an end with one string argument, beside the literals.
    private static readonly string[] Constructors = ["date and time", "date", "time", "duration"];

    public static FeelRange? Parse(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || trimmed[0] is not ('[' or '(' or ']') || trimmed[^1] is not (']' or ')' or '['))
            return null;

        var ends = trimmed[1..^1];
        for (var dots = FindDots(ends, 0); dots >= 0; dots = FindDots(ends, dots + 1))
        {
            var start = Literal(ends[..dots].Trim());
            var end = Literal(ends[(dots + Dots.Length)..].Trim());
            if (!start.IsNull && !end.IsNull)
                return FeelRange.TryCreate(start, end, trimmed[0] == '[', trimmed[^1] == ']');
            if (!end.IsNull && ends[..dots].IsWhiteSpace() && trimmed[0] != '[')
                return FeelRange.TryCreate(trimmed[^1] == ']' ? FeelRangeForm.LessOrEqual : FeelRangeForm.Less, end);
            if (!start.IsNull && ends[(dots + Dots.Length)..].IsWhiteSpace() && trimmed[^1] != ']')
                return FeelRange.TryCreate(trimmed[0] == '[' ? FeelRangeForm.GreaterOrEqual : FeelRangeForm.Greater, start);
        }

        return null;
    }

    // Dots may also stand inside of a string; then what is left of them is no literal.
    private static int FindDots(ReadOnlySpan<char> text, int start)
    {
        var found = start < text.Length ? text[start..].IndexOf(Dots) : -1;
        return found < 0 ? -1 : found + start;
    }

    private static FeelValue Literal(ReadOnlySpan<char> text)
    {
        if (FeelNumber.TryParse(text, out var number) && text[0] != '+')
            return number;
        if (text.Length > 1 && text[0] == '@')
            return Quoted(text[1..].Trim()) is { } temporal ? TemporalText.Parse(temporal) : FeelValue.Null;
        return Quoted(text) is { } plain ? plain : Constructed(text);
    }

    private static FeelValue Constructed(ReadOnlySpan<char> text)
    {
        var open = text.IndexOf('(');
        if (open < 0 || text[^1] != ')' || Quoted(text[(open + 1)..^1].Trim()) is not { } argument)
            return FeelValue.Null;

        var name = text[..open].Trim().ToString();
        var function = Array.Find(ConversionFunctions.All, function => function.Name == name);
        return function is not null && Constructors.Contains(name) ? function.Invoke([argument], SilentHost.Instance) : FeelValue.Null;
    }

    // Strings without escapes are enough for the ends of a range.
    private static string? Quoted(ReadOnlySpan<char> text) =>
        text.Length >= 2 && text[0] == '"' && text[^1] == '"' && !text[1..^1].ContainsAny('"', '\\') ? text[1..^1].ToString() : null;

    private sealed class SilentHost : ICallHost
    {
        public static readonly SilentHost Instance = new();

        public FeelDateTime Now => default;

        public bool Spend(long steps) => true;

        public void Report(Evaluation.DiagnosticKind kind, string word, FeelValue value = default, FeelValue other = default)
        {
        }
    }
}
