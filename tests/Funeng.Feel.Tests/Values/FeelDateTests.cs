using FsCheck;
using FsCheck.Fluent;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Values;

public sealed class FeelDateTests
{
    private static readonly Arbitrary<DateOnly> PlatformDates =
        Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary();

    [Fact]
    public void Days_of_the_platform_have_the_same_number_weekday_and_day_of_the_year() =>
        Check.QuickThrowOnFailure(Prop.ForAll(PlatformDates, date =>
        {
            var feel = FeelDate.From(date);
            return feel.DayNumber == date.DayNumber - new DateOnly(1970, 1, 1).DayNumber
                && feel.Weekday == (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek)
                && feel.DayOfYear == date.DayOfYear
                && feel.TryToDateOnly(out var back) && back == date;
        }));

    [Fact]
    public void A_day_number_goes_there_and_back_over_all_years() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var number = seed * 170L;
            return FeelDate.TryFromDayNumber(number, out var date) && date.DayNumber == number
                && FeelValue.From(date).AsDate() == date;
        }));

    [Theory]
    [InlineData("2020-01-31", 1, "2020-02-29")]
    [InlineData("2020-02-29", 12, "2021-02-28")]
    [InlineData("2020-01-15", -1, "2019-12-15")]
    [InlineData("-0001-12-31", 1, "0000-01-31")]
    public void Months_are_added_and_the_day_is_kept_within_the_month(string from, int months, string expected)
    {
        Assert.True(TemporalText.TryParseDate(from, out var date));
        Assert.True(date.TryAddMonths(months, out var sum));

        Assert.Equal(expected, sum.ToString());
    }

    [Fact]
    public void The_years_end_at_a_thousand_million()
    {
        var last = new FeelDate(FeelDate.MaxYear, 12, 31);
        var first = new FeelDate(-FeelDate.MaxYear, 1, 1);

        Assert.False(last.TryAddDays(1, out _));
        Assert.False(first.TryAddMonths(-1, out _));
        Assert.True(first.TryAddDays(last.DayNumber - first.DayNumber, out var end));
        Assert.Equal(last, end);
    }

    [Fact]
    public void The_default_is_the_first_day_of_year_1()
    {
        Assert.Equal(new FeelDate(1, 1, 1), default);
        Assert.Equal("0001-01-01T00:00:00", default(FeelDateTime).ToString());
    }

    [Fact]
    public void A_day_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeelDate(2023, 2, 29));
}
