namespace Funeng.Feel.Syntax;

/// <summary>The reserved words. They may stand inside a name, not at its start.</summary>
internal static class Keywords
{
    private static readonly HashSet<string> All = new(StringComparer.Ordinal)
    {
        "for", "return", "if", "then", "else", "some", "every", "satisfies", "and", "or", "in", "between", "instance",
        "true", "false", "null",
    };

    public static bool IsKeyword(this Token token) => token.Kind == TokenKind.Word && All.Contains(token.Text);
}
