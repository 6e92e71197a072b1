namespace Funeng.Feel.Syntax;

/// <summary>A stretch of a <see cref="SourceText"/>: the place of a node or of a diagnostic.</summary>
/// <param name="Source">The text that the span is of.</param>
/// <param name="Start">Index of the first UTF-16 unit.</param>
/// <param name="Length">Number of UTF-16 units; 0 for a place between two signs.</param>
public readonly record struct TextSpan(SourceText Source, int Start, int Length)
{
    /// <summary>Index after the last unit.</summary>
    internal int End => Start + Length;

    /// <summary>The text inside the span.</summary>
    public string Text => Source is null ? "" : Source.Text.Substring(Start, Math.Min(Length, Source.Text.Length - Start));

    /// <summary>The span from the start of this one to the end of another.</summary>
    /// <param name="last">A span that ends at or after this one, in the same text.</param>
    internal TextSpan To(TextSpan last) => new(Source, Start, Math.Max(last.End, End) - Start);

    /// <summary>The place in words: "(line 3, column 5)", with the place of the text before it where it has one.</summary>
    public override string ToString()
    {
        if (Source is null)
        {
            return "";
        }

        var (line, column) = Source.LineAndColumn(Start);
        var inText = $"line {line}, column {column}";
        return Source.Place.Length == 0 ? $"({inText})" : $"({Source.Place}, {inText})";
    }
}
