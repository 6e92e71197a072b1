namespace Funeng.Engines.Notices;

/// <summary>One condition found in a sentence, and where.</summary>
internal sealed record Atom(int Start, int End, Condition Condition, AtomKind Kind, bool IsOpen = false);

internal enum AtomKind
{
    Quantity,
    Phrase,
    Kind,
    Place,
}
