namespace Funeng.Engines.Notices;

/// <summary>One condition found in a sentence, and where.</summary>
internal sealed record Atom(int Start, int End, Condition Condition, AtomKind Kind, bool IsOpen = false);

internal enum AtomKind
{
    Quantity,
    /// <summary>What must not have happened: the condition says already that it has not.</summary>
    Phrase,

    /// <summary>A phrase that says what an enterprise is or has.</summary>
    Statement,

    Kind,
    Place,
}
