using System.Text;
using Funeng.Feel.Evaluation;

namespace Funeng.Feel.Syntax;

/// <summary>Cuts a text into tokens. Words are single; which of them make a name is decided by the parser, which knows the scope.</summary>
internal sealed class Lexer
{
    private readonly SourceText source;
    private readonly string text;
    private readonly List<Diagnostic> diagnostics;
    private readonly List<Token> tokens = [];
    private int position;

    private Lexer(SourceText source, List<Diagnostic> diagnostics)
    {
        this.source = source;
        this.diagnostics = diagnostics;
        text = source.Text;
    }

    /// <summary>All tokens of a text, with one of kind <see cref="TokenKind.End"/> at the end.</summary>
    public static List<Token> Tokenize(SourceText source, List<Diagnostic> diagnostics)
    {
        var lexer = new Lexer(source, diagnostics);
        while (lexer.SkipWhiteSpace())
        {
            lexer.ReadToken();
        }

        lexer.tokens.Add(new Token(TokenKind.End, source.Text.Length, 0, ""));
        return lexer.tokens;
    }

    /// <summary>Moves past white space and comments; false at the end of the text.</summary>
    private bool SkipWhiteSpace()
    {
        while (position < text.Length)
        {
            if (FeelCharacters.IsWhiteSpace(text[position]))
            {
                position++;
            }
            else if (StartsWith("//"))
            {
                var end = text.IndexOfAny(['\n', '\r'], position);
                position = end < 0 ? text.Length : end;
            }
            else if (StartsWith("/*"))
            {
                SkipBlockComment();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipBlockComment()
    {
        var end = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Report(DiagnosticKind.NotClosed, position, 2, "the comment");
            position = text.Length;
            return;
        }

        position = end + 2;
    }

    private bool StartsWith(string sign) => string.CompareOrdinal(text, position, sign, 0, sign.Length) == 0;

    private void ReadToken()
    {
        var character = text[position];
        if (FeelCharacters.IsDigit(character) || (character == '.' && IsDigitAt(position + 1)))
        {
            ReadNumber();
        }
        else if (character == '"')
        {
            ReadString();
        }
        else if (Rune.TryGetRuneAt(text, position, out var rune) && FeelCharacters.IsNameStart(rune))
        {
            ReadWord();
        }
        else
        {
            ReadSign(character);
        }
    }

    private bool IsDigitAt(int index) => index < text.Length && FeelCharacters.IsDigit(text[index]);

    private void ReadNumber()
    {
        var start = position;
        SkipDigits();
        if (position < text.Length && text[position] == '.' && IsDigitAt(position + 1))
        {
            position++;
            SkipDigits();
        }

        if (position < text.Length && text[position] is 'e' or 'E')
        {
            var sign = position + 1 < text.Length && text[position + 1] is '+' or '-' ? 1 : 0;
            if (IsDigitAt(position + 1 + sign))
            {
                position += 1 + sign;
                SkipDigits();
            }
        }

        Add(TokenKind.Number, start);
    }

    private void SkipDigits()
    {
        while (IsDigitAt(position))
        {
            position++;
        }
    }

    private void ReadWord()
    {
        var start = position;
        while (position < text.Length && Rune.TryGetRuneAt(text, position, out var rune) && FeelCharacters.IsNamePart(rune))
        {
            position += rune.Utf16SequenceLength;
        }

        Add(TokenKind.Word, start);
    }

    private void ReadString()
    {
        var start = position++;
        var value = new StringBuilder();
        while (position < text.Length && text[position] != '"')
        {
            if (text[position] != '\\' || !ReadEscape(value))
            {
                value.Append(text[position++]);
            }
        }

        if (position == text.Length)
        {
            Report(DiagnosticKind.NotClosed, start, 1, "the string");
            Add(TokenKind.Bad, start);
            return;
        }

        position++;
        tokens.Add(new Token(TokenKind.String, start, position - start, value.ToString()));
    }

    /// <summary>Reads one escape; false where the backslash is not one of FEEL's escapes and stays as it is.</summary>
    private bool ReadEscape(StringBuilder value)
    {
        switch (position + 1 < text.Length ? text[position + 1] : '\0')
        {
            case 'n': return Escape(value, '\n');
            case 'r': return Escape(value, '\r');
            case 't': return Escape(value, '\t');
            case '"': return Escape(value, '"');
            case '\'': return Escape(value, '\'');
            case '\\': return Escape(value, '\\');
            case 'u': return HexEscape(value, digits: 4);
            case 'U': return HexEscape(value, digits: 6);
            default: return false;
        }
    }

    private bool Escape(StringBuilder value, char character)
    {
        value.Append(character);
        position += 2;
        return true;
    }

    private bool HexEscape(StringBuilder value, int digits)
    {
        var first = position + 2;
        if (first + digits > text.Length
            || !int.TryParse(text.AsSpan(first, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code)
            || code > 0x10FFFF)
        {
            return false;
        }

        // A surrogate stays single here: two in a row form one code point by themselves.
        if (code <= 0xFFFF)
        {
            value.Append((char)code);
        }
        else
        {
            value.Append(char.ConvertFromUtf32(code));
        }

        position = first + digits;
        return true;
    }

    private void ReadSign(char character)
    {
        var next = position + 1 < text.Length ? text[position + 1] : '\0';
        var (kind, length) = (character, next) switch
        {
            ('*', '*') => (TokenKind.StarStar, 2),
            ('.', '.') => (TokenKind.DotDot, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            _ => (Single(character), 1),
        };

        var start = position;
        position += length;
        Add(kind, start);
    }

    private static TokenKind Single(char character) => character switch
    {
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '.' => TokenKind.Dot,
        ',' => TokenKind.Comma,
        ':' => TokenKind.Colon,
        '(' => TokenKind.OpenParenthesis,
        ')' => TokenKind.CloseParenthesis,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        '{' => TokenKind.OpenBrace,
        '}' => TokenKind.CloseBrace,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        '=' => TokenKind.Equal,
        '@' => TokenKind.At,
        '\'' or '’' => TokenKind.Apostrophe,
        _ => TokenKind.Bad,
    };

    private void Add(TokenKind kind, int start) =>
        tokens.Add(new Token(kind, start, position - start, text.Substring(start, position - start)));

    private void Report(DiagnosticKind kind, int start, int length, params string[] words) =>
        diagnostics.Add(new Diagnostic(kind, new TextSpan(source, start, length), words));
}
