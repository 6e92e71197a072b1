using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("2 ** 3 ** 2", "(2 ** 3) ** 2")]
    [InlineData("-2 ** 2", "(-2) ** 2")]
    [InlineData("-10--5", "(-10) - (-5)")]
    [InlineData("1 - 2 - 3", "(1 - 2) - 3")]
    [InlineData("1 + 2 * 3", "1 + (2 * 3)")]
    [InlineData("a or b and not(c)", "a or (b and (not(c)))")]
    [InlineData("a between 1 and 2 and b", "(a between 1 and 2) and b")]
    [InlineData("a in (1..5) or b", "(a in ((1..5))) or b")]
    [InlineData("-a instance of number", "-(a instance of number)")]
    [InlineData("if a then b else c + 1", "if a then b else (c + 1)")]
    [InlineData("a.b[1].c(2)", "(((a.b)[1]).c)(2)")]
    [InlineData("]1..5[", "(1..5)")]
    [InlineData("]1..a[", "(1..a)")]
    [InlineData("]a..b[ = c", "(a..b) = c")]
    [InlineData("x in (a + b) * c", "x in (((a + b) * c))")]
    public void Operators_bind_as_the_specification_says(string text, string tree) =>
        Assert.Equal(tree, ExpressionPrinter.Print(Parse(text, "a", "b", "c", "x"), everyParenthesis: true));

    [Theory]
    [InlineData("a-b", "a-b")]
    [InlineData("a - b", "a-b")]
    [InlineData("(a)-(b)", "a - b")]
    [InlineData("a-b-a", "a-b - a")]
    [InlineData("loan amount + loan", "loan amount + loan")]
    [InlineData("profit and loss and loan", "profit and loss and loan")]
    [InlineData("营业收入 增长率　* 2", "营业收入 增长率 * 2")]
    [InlineData("营业收入/研发费用", "营业收入 / 研发费用")]
    [InlineData("🐎 + 🐎", "🐎 + 🐎")]
    [InlineData("版本1.5 + 1", "版本1.5 + 1")]
    public void Names_are_the_longest_sequences_of_tokens_in_scope(string text, string printed)
    {
        var expression = Parse(text, "a", "b", "a-b", "loan", "loan amount", "profit and loss", "营业收入", "研发费用", "营业收入 增长率", "🐎", "版本1.5");

        Assert.Equal(printed, ExpressionPrinter.Print(expression));
    }

    [Fact]
    public void An_entry_of_a_context_is_in_scope_for_the_entries_after_it()
    {
        var expression = Parse("{a b: 1, c: a b + 1}");

        Assert.Equal("{\"a b\": 1, \"c\": a b + 1}", ExpressionPrinter.Print(expression));
    }

    [Theory]
    [InlineData("1 + ", "the text ends where an expression was expected (line 1, column 5)")]
    [InlineData("1\n  )", "')' stands where an operator or the end was expected (line 2, column 3)")]
    [InlineData("1 in (< 8..12)", "'..' stands where ')' was expected (line 1, column 10)")]
    [InlineData("\"abc", "the string is not closed (line 1, column 1)")]
    [InlineData("1 /* x", "the comment is not closed (line 1, column 3)")]
    [InlineData("f(a: 1, 2)", "the text ends where arguments either all by name or all by position was expected (line 1, column 11)")]
    public void A_text_that_is_not_understood_is_reported_with_its_place(string text, string message)
    {
        var diagnostics = new List<Diagnostic>();

        Parse(text, diagnostics, "f");

        Assert.Contains(message, diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Full_width_signs_are_letters_and_the_half_width_ones_are_suggested()
    {
        var diagnostics = new List<Diagnostic>();

        Parse("营业收入＞1000", diagnostics, "营业收入");

        var warning = Assert.Single(diagnostics);
        Assert.Equal(DiagnosticKind.FullWidthSign, warning.Kind);
        Assert.Equal("'＞' is full-width and counts as a letter; write '>' (line 1, column 5)", warning.ToString());
    }

    [Fact]
    public void Curly_quotes_are_refused_with_the_straight_ones_suggested()
    {
        var diagnostics = new List<Diagnostic>();

        Parse("“三星级”", diagnostics);

        Assert.Equal([DiagnosticKind.FullWidthSign, DiagnosticKind.UnexpectedToken], diagnostics.Select(diagnostic => diagnostic.Kind));
    }

    [Fact]
    public void Deep_nesting_and_long_chains_are_refused_and_not_read()
    {
        Assert.Equal(DiagnosticKind.TooLarge, OnlyDiagnostic(new string('(', 5_000)).Kind);
        Assert.Equal(DiagnosticKind.TooLarge, OnlyDiagnostic(new string('-', 5_000) + "1").Kind);
        Assert.Equal(DiagnosticKind.TooLarge, OnlyDiagnostic(string.Join(" + ", Enumerable.Repeat("1", 5_000))).Kind);
        Assert.Equal(DiagnosticKind.TooLarge, OnlyDiagnostic(new string(' ', Parser.LongestText + 1)).Kind);
    }

    [Fact]
    public void A_backslash_before_another_letter_stays_as_it_is()
    {
        var literal = Assert.IsType<StringLiteral>(Parse("\"\\s \\n \\u0041 \\U01F40E \\uD83D\\uDC0E\""));

        Assert.Equal("\\s \n A 🐎 🐎", literal.Value);
    }

    private static Diagnostic OnlyDiagnostic(string text)
    {
        var diagnostics = new List<Diagnostic>();
        Parse(text, diagnostics);
        return Assert.Single(diagnostics);
    }

    private static Expression Parse(string text, params string[] names)
    {
        var diagnostics = new List<Diagnostic>();
        var expression = Parse(text, diagnostics, names);
        Assert.Empty(diagnostics);
        return expression;
    }

    private static Expression Parse(string text, List<Diagnostic> diagnostics, params string[] names)
    {
        var scope = new NameScope(null);
        foreach (var name in names.Append("not"))
        {
            scope.Declare(name, FeelType.Any);
        }

        return Parser.ParseExpression(new SourceText(text), scope, Funeng.Feel.Binding.TypeTable.BuiltIn.Names, diagnostics);
    }
}
