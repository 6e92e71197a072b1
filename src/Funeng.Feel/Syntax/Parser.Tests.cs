namespace Funeng.Feel.Syntax;

/// <summary>Unary tests: cells of decision tables, allowed values, and what follows <c>in</c>.</summary>
internal sealed partial class Parser
{
    private UnaryTests ParseTestsOfCell()
    {
        if (Current.Kind == TokenKind.End || (Current.Kind == TokenKind.Minus && Peek(1).Kind == TokenKind.End))
        {
            TakeIf(TokenKind.Minus);
            return new UnaryTests([], false, new TextSpan(source, 0, source.Text.Length));
        }

        return Attempt(ParseNegatedTests) ?? new UnaryTests(ParseTestList(), false, From(0));
    }

    /// <summary><c>not(test, test)</c> as the whole cell; null when it is the start of an ordinary expression.</summary>
    private UnaryTests? ParseNegatedTests()
    {
        if (!IsWord("not") || Peek(1).Kind != TokenKind.OpenParenthesis)
        {
            return null;
        }

        Take();
        Take();
        var tests = ParseTestList();
        return TakeIf(TokenKind.CloseParenthesis) && Current.Kind == TokenKind.End ? new UnaryTests(tests, true, From(0)) : null;
    }

    private List<Expression> ParseTestList()
    {
        var tests = new List<Expression>();
        do
        {
            tests.Add(ParseTest(ParseNested));
        }
        while (TakeIf(TokenKind.Comma));
        return tests;
    }

    private Expression ParseTest(Func<Expression> plain)
    {
        var start = Current.Start;
        return TakeComparisonOperator() is { } comparison
            ? new UnaryComparison(comparison, ParseSum(), From(start))
            : plain();
    }

    /// <summary>What follows <c>in</c>: a list of tests in parentheses, or one test.</summary>
    private UnaryTests ParseTestsOfIn()
    {
        if (Current.Kind == TokenKind.OpenParenthesis && Attempt(ParseTestsInParentheses) is { } tests)
        {
            return tests;
        }

        var test = ParseTest(ParseSum);
        return new UnaryTests([test], false, test.Span);
    }

    /// <summary>Null where the parenthesis is only the start of a longer expression, as in <c>x in (a + b) * c</c>.</summary>
    private UnaryTests? ParseTestsInParentheses()
    {
        var start = Take().Start;
        var closes = closesWithBracket;
        closesWithBracket = false;
        var tests = ParseTestList();
        closesWithBracket = closes;
        if (tests is [not UnaryComparison] && TakeIf(TokenKind.DotDot))
        {
            tests = [ParseRangeEnd(start, lowIncluded: false, tests[0])];
        }
        else
        {
            Expect(TokenKind.CloseParenthesis, ")");
        }

        return ContinuesExpression() ? null : new UnaryTests(tests, false, From(start));
    }

    private bool ContinuesExpression() => Current.Kind is TokenKind.Dot or TokenKind.OpenParenthesis or TokenKind.Star or TokenKind.Slash
        or TokenKind.Plus or TokenKind.Minus or TokenKind.StarStar || (Current.Kind == TokenKind.OpenBracket && !closesWithBracket);
}
