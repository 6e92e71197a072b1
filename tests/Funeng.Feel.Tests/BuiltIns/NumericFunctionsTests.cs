using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class NumericFunctionsTests
{
    [Theory]
    [InlineData("decimal", "2.5", "0", "2")]
    [InlineData("decimal", "0.515", "2", "0.52")]
    [InlineData("decimal", "1.239", "2.9", "1.24")]
    [InlineData("floor", "-1.56", "1", "-1.6")]
    [InlineData("ceiling", "-1.56", "1", "-1.5")]
    [InlineData("round up", "1.121", "2", "1.13")]
    [InlineData("round down", "-1.126", "2", "-1.12")]
    [InlineData("round half up", "-5.5", "0", "-6")]
    [InlineData("round half down", "-5.5", "0", "-5")]
    [InlineData("round half up", "1250", "-2", "1300")]
    [InlineData("round up", "5.5", "6176", "5.5")]
    public void Numbers_are_rounded_to_a_scale(string name, string number, string scale, string expected) =>
        Assert.Equal(expected, Text(name, FeelNumber.Parse(number), FeelNumber.Parse(scale)));

    [Fact]
    public void A_scale_out_of_range_or_missing_is_null()
    {
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("round up", 5.5m, 6177));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("decimal", 5.5m, -6112));
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull("floor", 5.5m, FeelValue.Null));
        Assert.Equal(DiagnosticKind.WrongArguments, WhyNull("round up", 5.5m));
        Assert.Equal("1", Text("floor", 1.5m));
    }

    [Fact]
    public void Magnitudes_are_taken_of_numbers_and_durations()
    {
        Assert.Equal("10", Text("abs", -10));
        Assert.Equal("@\"P1D\"", Text("abs", At("-P1D")));
        Assert.Equal("@\"P1Y\"", Text("abs", At("-P1Y")));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("abs", At("2020-01-01")));
    }

    [Fact]
    public void Functions_outside_of_their_domain_are_null()
    {
        Assert.Equal("2", Text("modulo", -10, 4));
        Assert.Equal("4", Text("sqrt", 16));
        Assert.Equal("0", Text("log", 1));
        Assert.Equal("1", Text("exp", 0));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("modulo", 1, 0));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("sqrt", -1));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("log", 0));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("exp", 100_000));
    }

    [Fact]
    public void Odd_and_even_hold_for_whole_numbers_of_either_sign()
    {
        Assert.True(Call("odd", -3).IsTrue);
        Assert.True(Call("even", 0).IsTrue);
        Assert.False(Call("odd", 1.5m).IsTrue);
        Assert.False(Call("even", 1.5m).IsTrue);
    }
}
