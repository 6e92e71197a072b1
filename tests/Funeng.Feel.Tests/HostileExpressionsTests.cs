using System.Globalization;
using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Tests.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests;

/// <summary>What is written to take the process with it ends with a reason, in bounded time and memory.</summary>
public sealed class HostileExpressionsTests
{
    private const long MostBytes = 4L << 30;

    // The usual limit in the long run; less, so that it is reached sooner, in the short one.
    private static readonly EvaluationOptions Options = new(default, StepLimit: Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 0 : 500_000);

    [Theory]
    [InlineData("for i in 1..10**12 return i")]
    [InlineData("for i in 1..10**30 return i")]
    [InlineData("for i in [1..10**12] return i")]
    [InlineData("for a in 1..10000, b in 1..10000, c in 1..10000 return a")]
    [InlineData("for a in 1..9000000 return for b in 1..9000000 return b")]
    [InlineData("for i in 1..1000000 return count(partial)")]
    [InlineData("some a in 1..9000000, b in 1..9000000 satisfies a + b < 0")]
    [InlineData("every a in 1..9000000 satisfies every b in 1..9000000 satisfies true")]
    [InlineData("{l: for i in 1..9000 return i, y: count(l[item > 0 and count(l[item > 0]) > 0])}.y")]
    [InlineData("{f: function(n) f(n + 1), y: f(1)}.y")]
    [InlineData("{f: function(n) if n < 2 then 1 else f(n - 1) + f(n - 2), y: f(100)}.y")]
    [InlineData("{f: function(n) [f(n - 1), f(n - 1)], y: f(200)}.y")]
    [InlineData("{f: function(s, n) if n = 0 then s else f(s + s, n - 1), y: f(\"ab\", 100)}.y")]
    [InlineData("{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), y: f([1], 100)}.y")]
    [InlineData("{f: function(l, n) if n = 0 then l else f([l, l], n - 1), y: string(f([1], 60))}.y")]
    [InlineData("{f: function(l, n) if n = 0 then l else f([l, l], n - 1), y: flatten(f([1], 60))}.y")]
    [InlineData("string join(for i in 1..400000 return \"abcdefghijabcdefghij\", \"--------------------\")")]
    [InlineData("replace(string join(for i in 1..100000 return \"a\"), \"a\", string join(for i in 1..1000 return \"b\"))")]
    [InlineData("{a: string join(for i in 1..1000000 return \"ab\"), y: for i in 1..1000000 return contains(a, \"c\")}.y")]
    [InlineData("{a: for i in 1..100000 return i, b: for i in 1..100000 return i, y: for i in 1..1000000 return a = b}.y")]
    [InlineData("{l: for i in 1..1000000 return i, y: for i in l return append(l, i)}.y")]
    [InlineData("{l: for i in 1..1000000 return -i, y: sort(l, function(x, y) x < y)}.y")]
    [InlineData("for i in 1..100 return matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^(a+)+\\1$\")")]
    [InlineData("{t: string join(for j in 1..1300 return \"a\"), y: for i in 1..400 return matches(t, \"^(a*)(a*)\\1b$\")}.y")]
    [InlineData("{t: string join(for j in 1..1300 return \"a\"), y: for i in 1..400 return replace(t, \"(a*)(a*)\\1b\", \"c\")}.y")]
    [InlineData("10**(10**9)")]
    [InlineData("exp(10**9)")]
    [InlineData("date(\"999999999-12-31\") + duration(\"P999999999Y\")")]
    public void An_expression_without_end_ends_with_a_reason(string text)
    {
        var expression = FeelExpression.Parse(text);
        Assert.True(expression.IsValid, string.Join("; ", expression.Diagnostics));

        var evaluated = expression.Evaluate(FeelContext.Empty, Options);

        var reasons = string.Join("; ", evaluated.Diagnostics.Take(3));
        Assert.True(evaluated.Value.IsNull && evaluated.Diagnostics.Count > 0, $"{evaluated.Value} {reasons}");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false), 0, MostBytes);
    }

    [Theory]
    [InlineData("count(for i in 1..1000000 return i * 2)", "1000000")]
    [InlineData("count((for i in 1..1000000 return i)[item > 1000])", "999000")]
    [InlineData("every a in 1..1000, b in 1..1000 satisfies a + b > 0", "true")]
    [InlineData("{fib: function(n) if n < 2 then n else fib(n - 1) + fib(n - 2), y: fib(20)}.y", "6765")]
    [InlineData("sort(for i in 1..100000 return -i, function(x, y) x < y)[1]", "-100000")]
    public void Honest_work_fits_the_limit(string text, string expected) =>
        Assert.Equal(expected, FeelExpression.Parse(text).Evaluate(FeelContext.Empty).Value.ToString());

    [Fact]
    public void The_limit_holds_for_each_evaluation_anew()
    {
        var expression = FeelExpression.Parse("some a in 1..9000000, b in 1..9000000 satisfies a + b < 0");
        var plain = FeelExpression.Parse("1 + 1");

        Assert.True(expression.EvaluateValue([], Options).IsNull);
        Assert.Equal("2", plain.EvaluateValue([]).ToString());
    }

    [Fact]
    public void Nothing_but_null_comes_out_of_an_evaluation_that_was_stopped()
    {
        var expression = FeelExpression.Parse("if (some a in 1..9000000, b in 1..9000000 satisfies a + b < 0) then \"yes\" else \"no\"");

        Assert.True(expression.Evaluate(FeelContext.Empty, Options).Value.IsNull);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("-", "")]
    [InlineData("not(", ")")]
    [InlineData("if true then ", " else 1")]
    [InlineData("for i in [1] return ", "")]
    [InlineData("function(x) ", "")]
    [InlineData("1 + ", "")]
    [InlineData("1 in (", ")")]
    public void A_text_that_nests_without_end_is_read_or_refused(string open, string close)
    {
        foreach (var depth in new[] { 150, 10_000, 200_000 / (open.Length + close.Length) })
        {
            var text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

            var expression = FeelExpression.Parse(text);

            expression.Evaluate(FeelContext.Empty);
            Assert.True(expression.IsValid || expression.Diagnostics.Any(diagnostic => diagnostic.Kind is DiagnosticKind.TooLarge), string.Join("; ", expression.Diagnostics));
        }
    }

    [Fact]
    public void Decisions_in_a_circle_are_named_and_null()
    {
        var model = Models.Load(
            Models.Decision("a", Models.Literal("b + 1"), [], ["b"]) + Models.Decision("b", Models.Literal("c + 1"), [], ["c"])
            + Models.Decision("c", Models.Literal("a + 1"), [], ["a"]) + Models.Decision("d", Models.Literal("1"), []));

        Assert.Equal(["a", "b", "c"], Assert.Single(model.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.Cycle).Words);
        Assert.True(Models.Evaluate(model, "a").IsNull);
        Assert.Equal("1", Models.Evaluate(model, "d").ToString());
    }

    [Fact]
    public void A_long_chain_of_decisions_is_evaluated_or_refused_with_a_reason()
    {
        const int Length = 3_000;
        var decisions = Enumerable.Range(0, Length).Select(index => index == 0
            ? Models.Decision("d0", Models.Literal("1"), [])
            : Models.Decision(Name(index), Models.Literal($"{Name(index - 1)} + 1"), [], [Name(index - 1)]));

        var evaluated = Models.Load(string.Concat(decisions)).Decision(Name(Length - 1)).Evaluate(FeelContext.Empty);

        Assert.True(evaluated.Value.ToString() == "3000" || evaluated.Diagnostics.Any(diagnostic => diagnostic.Kind == DiagnosticKind.LimitExceeded));
    }

    [Fact]
    public void A_function_of_a_model_that_calls_itself_without_end_is_stopped()
    {
        var model = Models.Load(
            "<businessKnowledgeModel id=\"f\" name=\"f\"><variable name=\"f\"/><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>"
            + Models.Literal("f(n + 1) + f(n + 2)") + "</encapsulatedLogic></businessKnowledgeModel>");

        var evaluated = model.Decision("f").Evaluate(FeelContext.Create(("n", 1)), Options);

        Assert.True(evaluated.Value.IsNull);
        Assert.Contains(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.LimitExceeded);
    }

    [Fact]
    public void A_decision_that_calls_a_service_that_gives_it_is_named_as_a_circle()
    {
        var model = Models.Load(
            "<decision id=\"a\" name=\"a\"><variable name=\"a\"/><knowledgeRequirement><requiredKnowledge href=\"#s\"/></knowledgeRequirement>"
            + $"{Models.Literal("1 + s()")}</decision>"
            + "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#a\"/></decisionService>");

        var evaluated = model.Decision("a").Evaluate(FeelContext.Empty, Options);

        Assert.True(evaluated.Value.IsNull);
        Assert.Equal(["s", "a"], Assert.Single(model.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.Cycle).Words);
        Assert.Equal(["s"], Assert.Single(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.Cycle).Words);
    }

    [Fact]
    public void A_circle_through_several_services_is_named_and_one_that_a_service_is_given_is_none()
    {
        var model = Models.Load(
            Calling("a", "t() + 1", "t") + Models.Decision("b", Models.Literal("a"), [], ["a"]) + Calling("c", "s() + f()", "s", "f")
            + "<businessKnowledgeModel id=\"f\" name=\"f\"><variable name=\"f\"/><encapsulatedLogic>" + Models.Literal("1") + "</encapsulatedLogic></businessKnowledgeModel>"
            + Service("s", "b") + Service("t", "c")
            + Models.Decision("e", Models.Literal("1"), []) + Models.Decision("g", Models.Literal("e + 1"), [], ["e"])
            + Calling("h", "u(2)", "u") + Service("u", "g", "e"));

        Assert.Equal(["s", "b", "a", "t", "c"], Assert.Single(model.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.Cycle).Words);
        Assert.True(Models.Evaluate(model, "b").IsNull);
        Assert.Equal("3", Models.Evaluate(model, "h").ToString());
    }

    [Fact]
    public void A_service_that_reaches_itself_as_a_value_is_found_when_it_is_called()
    {
        var model = Models.Load(
            Models.Input("f") + Models.Decision("a", Models.Literal("f(f)"), ["f"])
            + "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#a\"/><inputData href=\"#f\"/></decisionService>"
            + Calling("b", "s(s)", "s"));

        var evaluated = model.Decision("b").Evaluate(FeelContext.Empty, Options);

        Assert.True(evaluated.Value.IsNull);
        Assert.Empty(model.Diagnostics);
        Assert.Equal(["s"], Assert.Single(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.Cycle).Words);
    }

    private static string Calling(string name, string text, params string[] called) =>
        $"<decision id=\"{name}\" name=\"{name}\"><variable name=\"{name}\"/>"
        + string.Concat(called.Select(one => $"<knowledgeRequirement><requiredKnowledge href=\"#{one}\"/></knowledgeRequirement>")) + $"{Models.Literal(text)}</decision>";

    private static string Service(string name, string output, params string[] given) =>
        $"<decisionService id=\"{name}\" name=\"{name}\"><variable name=\"{name}\"/><outputDecision href=\"#{output}\"/>"
        + string.Concat(given.Select(one => $"<inputDecision href=\"#{one}\"/>")) + "</decisionService>";

    [Fact]
    public void A_type_that_contains_itself_does_not_hang()
    {
        const string types = "<itemDefinition name=\"node\"><itemComponent name=\"next\"><typeRef>node</typeRef></itemComponent></itemDefinition>";

        var model = DmnModel.Load(Models.Definitions(types + Models.Input("x", "node") + Models.Decision("y", Models.Literal("x.next"), ["x"])));

        Assert.Equal("{next: null}", Models.Evaluate(model, "y", ("x", FeelContext.Create(("next", FeelContext.Create(("next", FeelValue.Null)))))).ToString());
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"d{index}");
}
