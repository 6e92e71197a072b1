using Funeng.Engines.Facts;

namespace Funeng.Engines.Tests.Facts;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("2025", 2025)]
    [InlineData("1", 1)]
    public void The_text_form_is_read_back(string text, int year)
    {
        Assert.Equal(new Period(year), Period.Parse(text));
        Assert.Equal(text, new Period(year).ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10000")]
    [InlineData("-5")]
    [InlineData("2025年")]
    [InlineData(" 2025")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => Period.Parse(text));

    [Fact]
    public void Periods_are_ordered_by_year_with_the_state_first()
    {
        Assert.True(Period.State < new Period(1));
        Assert.True(new Period(2025) > new Period(2024));
        Assert.True(new Period(2025) >= new Period(2025));
        Assert.True(new Period(2025) <= new Period(2025));
        Assert.True(Period.State.IsState);
        Assert.False(new Period(2025).IsState);
    }
}
