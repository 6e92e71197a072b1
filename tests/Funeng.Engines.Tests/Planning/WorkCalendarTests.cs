using static Funeng.Engines.Tests.Planning.Calendars;

namespace Funeng.Engines.Tests.Planning;

public sealed class WorkCalendarTests
{
    [Theory]
    [InlineData("2026-02-13", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-18", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    public void Holidays_are_off_and_make_up_days_are_worked(string day, bool isWorkday) => Assert.Equal(isWorkday, Official.IsWorkday(Day(day)));

    [Theory]
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-13", 2, "2026-02-24")]
    [InlineData("2026-02-14", 5, "2026-02-28")]
    [InlineData("2026-02-17", 1, "2026-02-24")]
    [InlineData("2026-02-24", -1, "2026-02-14")]
    [InlineData("2026-02-20", -2, "2026-02-13")]
    [InlineData("2026-02-18", 0, "2026-02-18")]
    public void Working_days_are_counted_from_the_day_after(string from, int days, string expected) => Assert.Equal(Day(expected), Official.Add(Day(from), days));

    [Fact]
    public void Counting_undoes_adding_for_every_day_of_two_years_against_a_walk_day_by_day()
    {
        for (var from = Day("2025-01-01"); from < Day("2026-06-01"); from = from.AddDays(1))
        {
            foreach (var days in new[] { 1, 2, 7, 20, 61 })
            {
                var walked = from;
                for (var left = days; left > 0;)
                {
                    walked = walked.AddDays(1);
                    if (Official.IsWorkday(walked)) left--;
                }

                Assert.Equal(walked, Official.Add(from, days));
                Assert.Equal(days, Official.Count(from, walked));
                Assert.True(Official.IsWorkday(Official.Add(from, -days)));
                Assert.Equal(days, Official.Count(Official.Add(from, -days).AddDays(-1), from.AddDays(-1)));
            }
        }
    }

    [Fact]
    public void A_year_without_a_published_notice_makes_an_answer_provisional()
    {
        Assert.False(Official.IsProvisional(Day("2026-12-01"), Day("2026-12-31")));
        Assert.True(Official.IsProvisional(Day("2026-12-20"), Day("2027-01-04")));
        Assert.True(Official.IsProvisional(Day("2027-01-04"), Day("2026-12-20")));
        Assert.False(Official.IsPublished(2027));
    }

    [Theory]
    [InlineData("2026-02-13 16:30", 120, "2026-02-14 09:00")]
    [InlineData("2026-02-14 11:30", 60, "2026-02-14 14:00")]
    [InlineData("2026-02-14 17:00", 120, "2026-02-24 09:30")]
    [InlineData("2026-02-18 03:00", 60, "2026-02-24 09:30")]
    [InlineData("2026-02-24 08:30", 210, "2026-02-24 12:00")]
    public void Working_hours_stop_at_noon_at_night_and_over_holidays(string from, int minutes, string expected) =>
        Assert.Equal(At(expected), Official.AddMinutes(At(from), minutes));

    [Fact]
    public void A_network_and_a_clock_count_the_same_days() =>
        Assert.Equal(Official.Count(Day("2026-02-13"), Day("2026-03-06")), Official.Days.WorkBefore(Day("2026-03-07").DayNumber) - Official.Days.WorkBefore(Day("2026-02-14").DayNumber));
}
