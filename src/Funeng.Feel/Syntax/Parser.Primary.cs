using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>Literals, lists, contexts, ranges and brackets.</summary>
internal sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        switch (Current.Kind)
        {
            case TokenKind.Number:
                return ParseNumber();
            case TokenKind.String:
                var text = Take();
                return new StringLiteral(text.Text, SpanOf(text));
            case TokenKind.At:
                return ParseAtLiteral();
            case TokenKind.OpenParenthesis:
                return ParseParenthesis();
            case TokenKind.OpenBracket:
                return ParseBracket();
            case TokenKind.CloseBracket:
                return ParseRange(Take().Start, lowIncluded: false, low: null);
            case TokenKind.OpenBrace:
                return ParseContext();
            case TokenKind.Word:
                return ParseWord();
            default:
                FailExpecting("an expression");
                return Missing();
        }
    }

    private Expression ParseWord()
    {
        var word = Current;
        switch (word.Text)
        {
            case "if": return ParseIf();
            case "for": return ParseFor();
            case "some": return ParseQuantified(Quantifier.Some);
            case "every": return ParseQuantified(Quantifier.Every);
            case "function" when Peek(1).Kind == TokenKind.OpenParenthesis: return ParseFunction();
            case "true" or "false":
                Take();
                return new BooleanLiteral(word.Text == "true", SpanOf(word));
            case "null":
                Take();
                return new NullLiteral(SpanOf(word));
        }

        if (!word.IsKeyword())
        {
            return ParseName();
        }

        FailExpecting("an expression");
        return Missing();
    }

    private Expression ParseNumber()
    {
        var token = Take();
        if (FeelNumber.TryParse(token.Text, out var number))
        {
            return new NumberLiteral(number, SpanOf(token));
        }

        diagnostics.Add(new Diagnostic(DiagnosticKind.TooLarge, SpanOf(token), "the number has too large an exponent", "6144"));
        return new NullLiteral(SpanOf(token));
    }

    private Expression ParseAtLiteral()
    {
        var start = Take().Start;
        var text = Current;
        Expect(TokenKind.String, "\"");
        return new AtLiteral(text.Text, From(start));
    }

    /// <summary><c>(expression)</c>, <c>(low..high)</c> or a range with one end, <c>(&lt; 5)</c>.</summary>
    private Expression ParseParenthesis()
    {
        var start = Take().Start;
        if (TakeComparisonOperator() is { } comparison)
        {
            var end = ParseNested();
            Expect(TokenKind.CloseParenthesis, ")");
            return new OperatorRange(comparison, end, From(start));
        }

        var closes = closesWithBracket;
        closesWithBracket = false;
        var expression = ParseNested();
        closesWithBracket = closes;
        if (TakeIf(TokenKind.DotDot))
        {
            return ParseRangeEnd(start, lowIncluded: false, expression);
        }

        Expect(TokenKind.CloseParenthesis, ")");
        return expression;
    }

    /// <summary>A list or a range that starts with <c>[</c>.</summary>
    private Expression ParseBracket()
    {
        var start = Take().Start;
        if (TakeIf(TokenKind.CloseBracket))
        {
            return new ListLiteral([], From(start));
        }

        var closes = closesWithBracket;
        closesWithBracket = false;
        var items = new List<Expression> { ParseNested() };
        if (TakeIf(TokenKind.DotDot))
        {
            closesWithBracket = closes;
            return ParseRangeEnd(start, lowIncluded: true, items[0]);
        }

        while (TakeIf(TokenKind.Comma))
        {
            items.Add(ParseNested());
        }

        closesWithBracket = closes;
        Expect(TokenKind.CloseBracket, "]");
        return Typed(new ListLiteral(items, From(start)), FeelType.ListOf(CommonType(items)));
    }

    private FeelType CommonType(List<Expression> items)
    {
        var first = TypeOf(items[0]);
        return items.TrueForAll(item => TypeOf(item) == first) ? first : FeelType.Any;
    }

    private RangeLiteral ParseRange(int start, bool lowIncluded, Expression? low)
    {
        low ??= ParseNested();
        Expect(TokenKind.DotDot, "..");
        return ParseRangeEnd(start, lowIncluded, low);
    }

    private RangeLiteral ParseRangeEnd(int start, bool lowIncluded, Expression low)
    {
        var closes = closesWithBracket;
        closesWithBracket = true;
        var high = ParseNested();
        closesWithBracket = closes;
        var highIncluded = Current.Kind == TokenKind.CloseBracket;
        if (!TakeIf(TokenKind.CloseBracket) && !TakeIf(TokenKind.CloseParenthesis) && !TakeIf(TokenKind.OpenBracket))
        {
            FailExpecting("']', ')' or '['");
        }

        return new RangeLiteral(low, high, lowIncluded, highIncluded, From(start));
    }

    private ContextLiteral ParseContext()
    {
        var start = Take().Start;
        var entries = new List<ContextEntry>();
        var entryTypes = new List<(string, FeelType)>();
        var closes = closesWithBracket;
        closesWithBracket = false;
        scope = new NameScope(scope);
        while (!failed && Current.Kind != TokenKind.CloseBrace)
        {
            var (key, span) = ParseKey();
            Expect(TokenKind.Colon, ":");
            if (IsWord("function"))
            {
                scope.Declare(key, FeelType.Any);
            }

            var value = ParseNested();
            entries.Add(new ContextEntry(key, value, span));
            entryTypes.Add((key, TypeOf(value)));
            scope.Declare(key, TypeOf(value));
            if (!TakeIf(TokenKind.Comma))
            {
                break;
            }
        }

        scope = scope.Outer!;
        closesWithBracket = closes;
        Expect(TokenKind.CloseBrace, "}");
        return Typed(new ContextLiteral(entries, From(start)), TypeHints.ContextOf(entryTypes));
    }

    private (string Key, TextSpan Span) ParseKey()
    {
        var first = Current;
        if (first.Kind == TokenKind.String)
        {
            Take();
            return (first.Text, SpanOf(first));
        }

        var start = position;
        while (Current.MayBeInName)
        {
            WarnOfFullWidth(Take());
        }

        if (start == position)
        {
            FailExpecting("the name of an entry");
        }

        return failed ? ("", SpanOf(first)) : (NameText.Join(tokens[start..position]), From(first.Start));
    }
}
