using Funeng.Feel.Evaluation;

namespace Funeng.Feel.Syntax;

/// <summary>Taking tokens, and saying what was expected.</summary>
internal sealed partial class Parser
{
    private Token Take()
    {
        var token = Current;
        if (!failed && token.Kind != TokenKind.End)
        {
            position++;
        }

        return token;
    }

    private bool TakeIf(TokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    private bool IsWord(string word) => Current.Kind == TokenKind.Word && Current.Text == word;

    private bool TakeWord(string word)
    {
        if (!IsWord(word))
        {
            return false;
        }

        Take();
        return true;
    }

    private Token Peek(int ahead) => failed ? tokens[^1] : tokens[Math.Min(position + ahead, tokens.Count - 1)];

    private void Expect(TokenKind kind, string sign)
    {
        if (!TakeIf(kind))
        {
            FailExpecting($"'{sign}'");
        }
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            FailExpecting($"'{word}'");
        }
    }

    private void FailExpecting(string expected)
    {
        if (failed)
        {
            return;
        }

        var token = Current;
        WarnOfFullWidth(token);
        diagnostics.Add(token.Kind == TokenKind.End
            ? new Diagnostic(DiagnosticKind.UnexpectedEnd, SpanOf(token), expected)
            : new Diagnostic(DiagnosticKind.UnexpectedToken, SpanOf(token), Written(token), expected));
        failed = true;
    }

    private void FailTooDeep(string what, int limit)
    {
        if (!failed)
        {
            diagnostics.Add(new Diagnostic(DiagnosticKind.TooLarge, SpanOf(Current), what, $"{limit}"));
            failed = true;
            isTooLarge = true;
        }
    }

    private void WarnOfFullWidth(Token token)
    {
        var text = Written(token);
        for (var index = 0; index < text.Length; index++)
        {
            var halfWidth = FeelCharacters.HalfWidth(text[index]);
            if (halfWidth != '\0')
            {
                var span = new TextSpan(source, token.Start + index, 1);
                diagnostics.Add(new Diagnostic(DiagnosticKind.FullWidthSign, span, $"{text[index]}", Replacement(text[index], halfWidth)));
            }
        }
    }

    private static string Replacement(char written, char halfWidth) => written switch
    {
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        _ => $"{halfWidth}",
    };

    private string Written(Token token) => source.Text.Substring(token.Start, token.Length);

    private TextSpan SpanOf(Token token) => new(source, token.Start, token.Length);

    /// <summary>From the start of a node to the end of what has been taken.</summary>
    private TextSpan From(Expression first) => From(first.Span.Start);

    private TextSpan From(int start) => new(source, start, Math.Max(0, tokens[Math.Max(0, position - 1)].End - start));

    private MissingExpression Missing() => new(SpanOf(Current));

    /// <summary>Tries a reading; when it fails, everything is as before.</summary>
    private T? Attempt<T>(Func<T?> reading)
        where T : class
    {
        var (start, depth, reported, scopeBefore, nestingBefore) = (position, treeDepth, diagnostics.Count, scope, nesting);
        var result = failed ? null : reading();
        if (!failed && result is not null)
        {
            return result;
        }

        // What is too large for one reading is too large for the next. Readings inside of readings could take each other's time squared.
        takenBack += position - start;
        if (isTooLarge || (failed && reported == diagnostics.Count))
        {
            return result;
        }

        if (takenBack > MostTakenBack)
        {
            failed = false;
            FailTooDeep("the text can be read in too many ways", MostTakenBack);
            return null;
        }

        diagnostics.RemoveRange(reported, diagnostics.Count - reported);
        (position, treeDepth, scope, nesting, failed) = (start, depth, scopeBefore, nestingBefore, false);
        return null;
    }
}
