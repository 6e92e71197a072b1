namespace Funeng.Feel.BuiltIns;

/// <summary>Counts and finds code points in strings of UTF-16.</summary>
internal static class CodePoints
{
    public static bool HasSurrogates(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    public static int Count(string text)
    {
        if (!HasSurrogates(text))
            return text.Length;

        var count = 0;
        for (var i = 0; i < text.Length; i += Width(text, i))
            count++;
        return count;
    }

    /// <summary>The index in the string of a code point.</summary>
    public static int IndexOf(string text, int codePoint)
    {
        if (!HasSurrogates(text))
            return codePoint;

        var index = 0;
        for (var i = 0; i < codePoint; i++)
            index += Width(text, index);
        return index;
    }

    public static int Width(string text, int index) => char.IsSurrogatePair(text, index) ? 2 : 1;
}
