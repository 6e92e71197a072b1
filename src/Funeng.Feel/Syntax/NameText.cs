using System.Text;

namespace Funeng.Feel.Syntax;

/// <summary>
/// Names in normal form: one space between words, none around symbols, so that <c>a - b</c> and <c>a-b</c> are the same name
/// (DMN 1.5, 10.3.1.4).
/// </summary>
internal static class NameText
{
    public static string Normalize(string name) =>
        IsPlainWord(name) ? name : Join(Lexer.Tokenize(new SourceText(name), []));

    /// <summary>The normal form of tokens, up to the end token.</summary>
    public static string Join(IEnumerable<Token> tokens)
    {
        var name = new StringBuilder();
        var afterWord = false;
        foreach (var token in tokens.TakeWhile(token => token.Kind != TokenKind.End))
        {
            var isWord = token.Kind is TokenKind.Word or TokenKind.Number;
            if (isWord && afterWord && token.Text[0] != '.')
            {
                name.Append(' ');
            }

            name.Append(token.Text);
            afterWord = isWord;
        }

        return name.ToString();
    }

    private static bool IsPlainWord(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character) && character != '_')
            {
                return false;
            }
        }

        return true;
    }
}
