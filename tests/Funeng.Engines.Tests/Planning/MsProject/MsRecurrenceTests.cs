using Funeng.Engines.Planning.MsProject;

namespace Funeng.Engines.Tests.Planning.MsProject;

public sealed class MsRecurrenceTests
{
    [Fact]
    public void Every_third_day() => Assert.Equal(["02-01", "02-04", "02-07", "02-10"], Days("2000-02-01", "2000-02-10", new() { Type = 7, Period = 3 }));

    [Fact]
    public void Every_seventh_week_on_Sunday_counts_weeks_from_Sunday() =>
        Assert.Equal(["02-18", "04-08"], Days("2001-01-01", "2001-05-01", new() { Type = 6, Period = 7, DaysOfWeek = 1 }));

    [Fact]
    public void The_fourth_of_every_fifth_month() =>
        Assert.Equal(["01-04", "06-04", "11-04", "04-04"], Days("2003-01-01", "2004-05-01", new() { Type = 4, Period = 5, MonthDay = 4 }));

    [Fact]
    public void The_last_Friday_of_every_sixth_month() =>
        Assert.Equal(["01-25", "07-26"], Days("2002-01-01", "2002-12-31", new() { Type = 5, Period = 6, MonthItem = 8, MonthPosition = 4 }));

    [Fact]
    public void The_second_of_February_every_year() =>
        Assert.Equal(["02-02", "02-02"], Days("2005-01-01", "2006-12-31", new() { Type = 2, Month = 1, MonthDay = 2 }));

    [Fact]
    public void The_second_Wednesday_of_April_every_year() =>
        Assert.Equal(["04-14", "04-13"], Days("2004-01-01", "2005-12-31", new() { Type = 3, Month = 3, MonthItem = 6, MonthPosition = 1 }));

    [Fact]
    public void The_first_weekday_and_the_last_weekend_day_of_a_month()
    {
        Assert.Equal(["08-03"], Days("2026-08-01", "2026-08-31", new() { Type = 5, MonthItem = 1 }));
        Assert.Equal(["08-30"], Days("2026-08-01", "2026-08-31", new() { Type = 5, MonthItem = 2, MonthPosition = 4 }));
    }

    private static IEnumerable<string> Days(string first, string last, MsRecurrence recurrence)
    {
        var (from, to) = (DateOnly.Parse(first, null), DateOnly.Parse(last, null));
        return Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber).Where(day => recurrence.FallsOn(day, from)).Select(day => $"{day:MM-dd}");
    }
}
