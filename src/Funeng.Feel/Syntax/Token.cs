namespace Funeng.Feel.Syntax;

internal enum TokenKind : byte
{
    End,
    Word,
    Number,
    String,
    Plus,
    Minus,
    Star,
    StarStar,
    Slash,
    Dot,
    DotDot,
    Comma,
    Colon,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    At,
    Apostrophe,

    /// <summary>A sign that FEEL does not have, or a string or comment without an end.</summary>
    Bad,
}

/// <param name="Text">The source text; for a string its value with the escapes resolved.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string Text)
{
    public int End => Start + Length;

    /// <summary>May stand inside a name, though not always at its start.</summary>
    public bool MayBeInName => Kind is TokenKind.Word or TokenKind.Number or TokenKind.Plus or TokenKind.Minus or TokenKind.Star
        or TokenKind.Slash or TokenKind.Dot or TokenKind.Apostrophe;
}
