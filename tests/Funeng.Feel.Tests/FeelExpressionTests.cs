using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests;

public sealed class FeelExpressionTests
{
    [Theory]
    [InlineData("false and null", "false")]
    [InlineData("null and false", "false")]
    [InlineData("1 and false", "false")]
    [InlineData("true and null", "null")]
    [InlineData("1 or true", "true")]
    [InlineData("1 < null", "null")]
    [InlineData("1 = \"1\"", "null")]
    [InlineData("null = null", "true")]
    [InlineData("1 = null", "false")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("5 between 1 and null", "null")]
    [InlineData("1 between 2 and null", "false")]
    [InlineData("not(9 between null and 3)", "true")]
    [InlineData("5 in [1..10]", "true")]
    [InlineData("5 in (< 3, > 4)", "true")]
    [InlineData("5 in [1, 2]", "false")]
    [InlineData("5 in (? > 4)", "true")]
    [InlineData("if null then 1 else 2", "2")]
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("[1, 2, 3][4]", "null")]
    [InlineData("[1, 2, 3][item > 1]", "[2, 3]")]
    [InlineData("[{x: 1}, {x: 2}][x = 2]", "[{x: 2}]")]
    [InlineData("[{x: 1}][y > 1]", "[]")]
    [InlineData("[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]")]
    [InlineData("[1, 2][\"a\"]", "null")]
    [InlineData("5[1]", "5")]
    [InlineData("5[true]", "[5]")]
    [InlineData("[{x: 1}, {y: 2}].x", "[1, null]")]
    [InlineData("for i in 1..3, j in [10, 20] return i + j", "[11, 21, 12, 22, 13, 23]")]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for i in 1..5 return if i <= 2 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5]")]
    [InlineData("for d in @\"2024-02-28\"..@\"2024-03-01\" return d.day", "[28, 29, 1]")]
    [InlineData("some x in [] satisfies x > 1", "false")]
    [InlineData("every x in [] satisfies x > 1", "true")]
    [InlineData("some x in [1, 2] satisfies x", "null")]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("{a: 1, a: 2}", "null")]
    [InlineData("(function(a, b) a - b)(b: 1, a: 3)", "2")]
    [InlineData("{f: function(x) x + 1, y: f(f(1))}.y", "3")]
    [InlineData("(for i in [1, 2] return function(x) x + i)[2](10)", "12")]
    [InlineData("(function(x: number) x = null)(\"a\")", "null")]
    [InlineData("{fib: function(n) if n < 2 then n else fib(n - 1) + fib(n - 2), y: fib(15)}.y", "610")]
    [InlineData("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]")]
    [InlineData("substring(start position: 2, string: \"abc\")", "\"bc\"")]
    [InlineData("@\"2024-05-01\" - @\"2024-04-30\" = @\"P1D\"", "true")]
    [InlineData("[1..5].start included", "true")]
    [InlineData("(< 5).end", "5")]
    [InlineData("null instance of Any", "false")]
    [InlineData("[1] instance of list<number>", "true")]
    [InlineData("[1] instance of list", "null")]
    [InlineData("@\"P1Y\" instance of years and months duration", "true")]
    [InlineData("1 /* one */ + // and\n 1", "2")]
    public void An_expression_has_the_value_that_the_specification_gives(string text, string expected) =>
        Assert.Equal(expected, FeelExpression.Parse(text).Evaluate([]).Value.ToString());

    [Fact]
    public void Values_are_given_by_name_or_by_place()
    {
        var expression = FeelExpression.Parse("营业收入 - 成本", new FeelVariable("营业收入"), new FeelVariable("成本"));

        Assert.Equal("60", expression.Evaluate(FeelContext.Create(("成本", 40), ("营业收入", 100))).Value.ToString());
        Assert.Equal("60", expression.Evaluate([100, 40]).Value.ToString());
        Assert.Throws<ArgumentException>(() => expression.Evaluate([100]));
    }

    [Fact]
    public void An_unknown_name_is_an_error_of_the_text_and_null()
    {
        var expression = FeelExpression.Parse("营收 >= 1000", new FeelVariable("营业收入"), new FeelVariable("营业利润"));

        Assert.False(expression.IsValid);
        Assert.Equal("'营收' is not defined; there is 营业收入 (line 1, column 1)", Assert.Single(expression.Diagnostics).ToString());
        Assert.True(expression.Evaluate([1, 2]).Value.IsNull);
    }

    [Fact]
    public void Every_null_is_explained()
    {
        var expression = FeelExpression.Parse("利润 / 收入 > 0.1", new FeelVariable("利润"), new FeelVariable("收入"));

        var diagnostics = expression.Evaluate([10, 0]).Diagnostics.Select(diagnostic => diagnostic.ToString());

        Assert.Equal(
            ["/ has no result: 10, 0 (line 1, column 1)", "> has no value to work on: null, 0.1 (line 1, column 1)"], diagnostics);
    }

    [Fact]
    public void The_trace_holds_the_value_of_every_node()
    {
        var expression = FeelExpression.Parse("a > 5 and b < 3", new FeelVariable("a", FeelType.Number), new FeelVariable("b", FeelType.Number));
        var trace = new Trace();

        expression.Evaluate([6, 7], new EvaluationOptions(default, trace));

        Assert.Equal(
            ["a = 6", "a > 5 = true", "b = 7", "b < 3 = false", "a > 5 and b < 3 = false"], trace.Steps.Select(step => step.ToString()));
    }

    [Fact]
    public void The_clock_is_given()
    {
        var now = FeelDateTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.FromHours(8)));

        var value = FeelExpression.Parse("string(today())").Evaluate([], new EvaluationOptions(now)).Value;

        Assert.Equal("\"2026-11-22\"", value.ToString());
    }

    [Fact]
    public void Unary_tests_stand_on_their_own()
    {
        var tests = FeelExpression.ParseUnaryTests(new("[0..100], null"), new FeelVariable("比例", FeelType.Number));

        Assert.True(tests.Evaluate([50]).Value.IsTrue);
        Assert.True(tests.Evaluate([FeelValue.Null]).Value.IsTrue);
        Assert.True(tests.Evaluate([101]).Value.IsFalse);
    }

    [Fact]
    public void Comparing_allocates_nothing()
    {
        var expression = FeelExpression.Parse(
            "营业收入 >= 1000 and 研发费用 > 5 and 职工人数 < 1000", new("营业收入", FeelType.Number), new("研发费用", FeelType.Number), new("职工人数", FeelType.Number));
        FeelValue[] values = [5000, 10, 300];
        expression.EvaluateValue(values);
        expression.EvaluateValue(values);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 1000; times++)
        {
            expression.EvaluateValue(values);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(" + ")]
    [InlineData(" = ")]
    [InlineData(" and ")]
    [InlineData(" ** ")]
    public void A_long_chain_on_a_small_stack_ends_in_a_value_or_a_diagnostic(string operation)
    {
        var text = string.Join(operation, Enumerable.Repeat("x", 1_400));
        Evaluated? evaluated = null;
        var thread = new Thread(
            () => evaluated = FeelExpression.Parse(text, new FeelVariable("x", FeelType.Number)).Evaluate([1]), maxStackSize: 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.True(!evaluated!.Value.IsNull || evaluated.Diagnostics.Count > 0);
    }

    [Fact]
    public void An_iteration_that_would_fill_the_memory_is_stopped()
    {
        var evaluated = FeelExpression.Parse("count(for i in 1..1000000000 return i)").Evaluate([]);

        Assert.True(evaluated.Value.IsNull);
        Assert.Equal(DiagnosticKind.LimitExceeded, evaluated.Diagnostics[0].Kind);
    }
}
