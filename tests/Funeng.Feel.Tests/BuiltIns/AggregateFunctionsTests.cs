using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class AggregateFunctionsTests
{
    [Theory]
    [InlineData("min", "1")]
    [InlineData("max", "8")]
    [InlineData("sum", "16")]
    [InlineData("product", "80")]
    [InlineData("mean", "4")]
    [InlineData("median", "3.5")]
    [InlineData("mode", "[1, 2, 5, 8]")]
    public void A_list_and_single_arguments_give_the_same(string name, string expected)
    {
        Assert.Equal(expected, Text(name, List(2, 8, 5, 1)));
        Assert.Equal(expected, Text(name, 2, 8, 5, 1));
    }

    [Fact]
    public void Numbers_are_aggregated_exactly()
    {
        Assert.Equal("0.3", Text("sum", 0.1m, 0.2m));
        Assert.Equal("2.081665999466132735282297706979931", Text("stddev", List(2, 4, 7, 5)));
        Assert.Equal("4", Text("median", 8, 2, 5, 3, 4));
        Assert.Equal("[1, 6]", Text("mode", 6, 1, 9, 6, 1));
        Assert.Equal(3, Call("count", List(1, FeelValue.Null, "x")));
    }

    [Theory]
    [InlineData("min")]
    [InlineData("max")]
    [InlineData("sum")]
    [InlineData("mean")]
    [InlineData("median")]
    [InlineData("product")]
    [InlineData("stddev")]
    public void An_empty_list_or_a_null_in_it_has_no_aggregate(string name)
    {
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull(name, List()));
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull(name, FeelValue.Null));
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull(name, List(1, FeelValue.Null)));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull(name, List(1, "x")));
        Assert.Equal(DiagnosticKind.WrongArguments, WhyNull(name));
    }

    [Fact]
    public void Smallest_and_largest_of_texts_and_dates()
    {
        Assert.Equal("a", Call("min", "b", "a").AsString());
        Assert.Equal("2024-02-29", Call("max", At("2024-02-29"), At("2023-12-31")).ToText());
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("min", At("P1D"), At("P1M")));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("max", true, false));
    }

    [Fact]
    public void All_and_any_keep_null_apart_from_false()
    {
        Assert.True(Call("all", List()).IsTrue);
        Assert.True(Call("any", List()).IsFalse);
        Assert.True(Call("all", true, FeelValue.Null, false).IsFalse);
        Assert.True(Call("any", false, FeelValue.Null, true).IsTrue);
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull("all", true, FeelValue.Null));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("all", false, 1));
        Assert.Equal("[]", Text("mode", List()));
    }
}
