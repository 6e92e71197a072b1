using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.BuiltIns;

/// <summary>Functions where a type or a name of a parameter decides.</summary>
public sealed class FunctionValuesTests
{
    [Theory]
    [InlineData("twice(f: abs, x: -2)", "2")]
    [InlineData("twice(f: sqrt, x: 16)", "2")]
    [InlineData("twice(f: function(n) n + 1, x: 1)", "3")]
    [InlineData("twice(f: function(n: number) string(n), x: 1)", "null")]
    [InlineData("twice(f: function(a, b) a, x: 1)", "null")]
    [InlineData("twice(f: upper case, x: 1)", "null")]
    public void A_function_may_stand_for_a_type_that_what_it_declares_does_not_contradict(string call, string expected)
    {
        var text = $"{{twice: function(f: function<number> -> number, x: number) f(f(x)), y: {call}}}.y";

        var expression = FeelExpression.Parse(text);

        Assert.True(expression.IsValid, string.Join("; ", expression.Diagnostics));
        Assert.Equal(expected, expression.Evaluate(FeelContext.Empty).Value.ToString());
    }

    [Theory]
    [InlineData("context put(context: {x: {a: 0}}, keys: [\"x\", \"a\"], value: 2)", "{x: {a: 2}}")]
    [InlineData("context put(context: {x: {a: 0}}, key: \"x\", value: 2)", "{x: 2}")]
    [InlineData("context put(context: {x: {a: 0}}, key: [\"x\", \"a\"], value: 2)", "null")]
    [InlineData("context put({x: {a: 0}}, [\"x\", \"a\"], 2)", "{x: {a: 2}}")]
    [InlineData("{f: context put, y: f(context: {x: {a: 0}}, key: [\"x\", \"a\"], value: 2)}.y", "null")]
    public void The_names_of_arguments_choose_the_signature(string text, string expected) =>
        Assert.Equal(expected, FeelExpression.Parse(text).Evaluate(FeelContext.Empty).Value.ToString());
}
