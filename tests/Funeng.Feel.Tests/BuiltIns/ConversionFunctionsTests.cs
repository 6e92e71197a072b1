using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;
using static Funeng.Feel.Tests.BuiltIns.Calls;

namespace Funeng.Feel.Tests.BuiltIns;

public sealed class ConversionFunctionsTests
{
    [Fact]
    public void Dates_are_made_of_text_parts_and_moments()
    {
        Assert.Equal("2017-12-31", Call("date", "2017-12-31").ToText());
        Assert.Equal("-2017-01-01", Call("date", -2017, 1, 1).ToText());
        Assert.Equal("2017-09-03", Call("date", At("2017-09-03T09:45:30@Europe/Paris")).ToText());
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("date", 2017, 2, 29));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("date", "2017-13-01"));
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull("date", 2017, FeelValue.Null, 1));
        Assert.Equal(DiagnosticKind.WrongArguments, WhyNull("date", 2017, 1));
        Assert.Equal(DiagnosticKind.WrongKind, WhyNull("date", 1));
    }

    [Fact]
    public void A_moment_takes_its_zone_from_the_time()
    {
        Assert.Equal("2017-08-10T23:59:01", Call("date and time", At("2017-08-10T10:20:00+02:00"), At("23:59:01")).ToText());
        Assert.Equal("2017-01-01T23:59:01Z", Call("date and time", At("2017-01-01"), At("23:59:01Z")).ToText());
        Assert.Equal("2012-12-24T00:00:00", Call("date and time", "2012-12-24").ToText());
    }

    [Fact]
    public void Times_are_made_of_parts_with_an_offset_or_without()
    {
        Assert.Equal("12:59:01.3-01:00", Call("time", 12, 59, 1.3m, At("-PT1H")).ToText());
        Assert.Equal("12:59:01", Call("time", 12, 59, 1, FeelValue.Null).ToText());
        Assert.Equal("12:59:01", Call("time", 12, 59, 1).ToText());
        Assert.Equal("10:20:00+02:00", Call("time", At("2017-08-10T10:20:00+02:00")).ToText());
        Assert.Equal("00:00:00Z", Call("time", At("2017-08-10")).ToText());
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("time", 24, 0, 0));
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("time", 1, 0, 0, At("PT15H")));
    }

    [Theory]
    [InlineData("2011-12-22", "2013-08-24", "P1Y8M")]
    [InlineData("2016-01-21", "2015-01-21", "-P1Y")]
    [InlineData("2014-12-31T23:59:59", "2016-12-31T00:00:01", "P2Y")]
    [InlineData("2013-08-24", "2017-12-15T00:59:59", "P4Y3M")]
    [InlineData("2020-01-31", "2020-02-29", "P0M")]
    [InlineData("2020-02-29", "2020-01-31", "P0M")]
    public void Whole_months_between_dates_count_towards_zero(string from, string to, string expected) =>
        Assert.Equal(expected, Call("years and months duration", At(from), At(to)).ToText());

    [Theory]
    [InlineData("1 000,5", " ", ",", "1000.5")]
    [InlineData("1.000.000,25", ".", ",", "1000000.25")]
    [InlineData("-1,000.5", ",", ".", "-1000.5")]
    [InlineData("12", null, null, "12")]
    public void Numbers_are_read_with_separators(string text, string? grouping, string? point, string expected) =>
        Assert.Equal(expected, Text("number", text, grouping, point));

    [Theory]
    [InlineData("1", ",", ",")]
    [InlineData("1", "x", ".")]
    [InlineData("1", null, " ")]
    [InlineData("1,5", null, ".")]
    [InlineData("1.5", null, ",")]
    public void Bad_separators_or_numbers_are_null(string text, string? grouping, string? point) =>
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("number", text, grouping, point));

    [Theory]
    [InlineData("[18..21)")]
    [InlineData("(\"a\"..\"f\"]")]
    [InlineData("[@\"2020-01-01\"..@\"2020-12-31\"]")]
    [InlineData("[-1.5..2]")]
    public void A_range_is_read_from_its_literal(string text) => Assert.Equal(text, Text("range", text));

    [Theory]
    [InlineData("]1..2[", "(1..2)")]
    [InlineData("[2..)", "(>= 2)")]
    [InlineData("(..2]", "(<= 2)")]
    [InlineData("]..2[", "(< 2)")]
    [InlineData("[ date(\"2020-01-01\") .. date(\"2020-12-31\") ]", "[@\"2020-01-01\"..@\"2020-12-31\"]")]
    public void Another_spelling_of_a_range_is_read(string text, string expected) => Assert.Equal(expected, Text("range", text));

    [Theory]
    [InlineData("")]
    [InlineData("[1..")]
    [InlineData("[1..]")]
    [InlineData("(..)")]
    [InlineData("[..1]")]
    [InlineData("[5..1]")]
    [InlineData("[1..\"a\"]")]
    [InlineData("[a..b]")]
    public void A_text_that_is_no_range_is_null(string text) => Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("range", text));

    [Fact]
    public void Anything_but_null_has_a_text()
    {
        Assert.Equal("[1, \"a\", @\"P1D\"]", Call("string", List(1, "a", At("P1D"))).AsString());
        Assert.Equal("2020-01-01", Call("string", At("2020-01-01")).AsString());
        Assert.Equal("true", Call("string", true).AsString());
        Assert.Equal(DiagnosticKind.MissingValue, WhyNull("string", FeelValue.Null));
    }

    [Fact]
    public void Durations_are_read_from_text()
    {
        Assert.Equal("P3Y3M", Call("duration", "P1Y27M").ToText());
        Assert.Equal(DiagnosticKind.OutOfDomain, WhyNull("duration", "P1H"));
    }
}
