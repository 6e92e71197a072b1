namespace Funeng.Feel.Syntax;

/// <summary>A piece of FEEL text and where it stands: an expression typed by a person, a decision's logic, a cell of a table.</summary>
/// <param name="text">The text itself.</param>
/// <param name="place">Where it stands, such as "decision 'g1', rule 3, input 1"; empty for a text of its own.</param>
public sealed class SourceText(string text, string place = "")
{
    /// <summary>A text for nodes that stand in no text, such as a whole decision table.</summary>
    internal static SourceText None { get; } = new("");

    /// <summary>The text itself.</summary>
    public string Text { get; } = text;

    /// <summary>Where the text stands; empty for a text of its own.</summary>
    public string Place { get; } = place;

    /// <summary>Line and column, both counted from 1, of a position in the text.</summary>
    /// <param name="position">Index of a UTF-16 unit in <see cref="Text"/>.</param>
    public (int Line, int Column) LineAndColumn(int position)
    {
        var end = Math.Min(position, Text.Length);
        var line = 1;
        var lineStart = 0;
        for (var index = 0; index < end; index++)
        {
            if (Text[index] == '\n')
            {
                line++;
                lineStart = index + 1;
            }
        }

        return (line, end - lineStart + 1);
    }
}
