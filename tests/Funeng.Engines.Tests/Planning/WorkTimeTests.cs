using Funeng.Engines.Planning;

namespace Funeng.Engines.Tests.Planning;

public sealed class WorkTimeTests
{
    // Days 0 to 4 are worked, 5 and 6 are not, 7 to 11 are again.
    private static readonly WorkTime Weeks = WorkTime.Within([(0, 5), (7, 12)]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(7, 5)]
    [InlineData(9, 7)]
    [InlineData(20, 10)]
    public void Only_worked_units_count(long instant, long work) => Assert.Equal(work, Weeks.WorkBefore(instant));

    [Fact]
    public void What_starts_after_the_last_day_of_a_week_starts_the_week_after()
    {
        Assert.Equal(7, Weeks.StartAt(5));
        Assert.Equal(8, Weeks.StartAt(6));
    }

    [Fact]
    public void What_finishes_with_the_last_day_of_a_week_finishes_before_the_pause()
    {
        Assert.Equal(5, Weeks.FinishAt(5));
        Assert.Equal(8, Weeks.FinishAt(6));
        Assert.Equal(0, Weeks.FinishAt(0));
    }

    [Fact]
    public void Stretches_that_touch_are_one() => Assert.Equal(3, WorkTime.Within([(2, 4), (0, 2)]).StartAt(3));

    [Fact]
    public void Beyond_the_calendar_there_is_no_answer()
    {
        Assert.Equal(12, Weeks.FinishAt(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Weeks.FinishAt(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => Weeks.StartAt(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Weeks.StartAt(-1));
    }

    [Fact]
    public void A_work_time_needs_work()
    {
        Assert.Throws<ArgumentException>(() => WorkTime.Within([]));
        Assert.Throws<ArgumentException>(() => WorkTime.Within([(3, 3)]));
    }
}
