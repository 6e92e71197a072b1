using Funeng.Engines.Planning.Targets;

namespace Funeng.Engines.Tests.Planning.Targets;

public sealed class TargetProgressTests
{
    private static readonly TargetPlan Even = TargetPlan.Cut(2026, 360, 1, null, null, out _)!;

    [Fact]
    public void A_short_ten_day_period_is_caught_up_in_the_next_one()
    {
        var progress = new TargetProgress(Even, [10, 4]);

        Assert.Equal((16m, 6m), (progress[TenDay(3)].Required, progress[TenDay(3)].CarriedIn));
        Assert.Equal(10, progress[TenDay(4)].Required);
        Assert.Equal(30, progress[Month(1)].Required);
        Assert.Equal(16, progress[Month(1)].Remaining);
    }

    [Fact]
    public void A_short_month_is_caught_up_in_the_next_month()
    {
        var progress = new TargetProgress(Even, [10, 4, 10]);

        Assert.Equal(36, progress[Month(2)].Required);
        Assert.Equal([12m, 12m, 12m], Month(2).Parts().Select(tenDay => progress[tenDay].Required));
        Assert.Equal(90, progress[new(2026, TargetLevel.Quarter, 1)].Required);
    }

    [Fact]
    public void A_short_quarter_is_caught_up_in_the_next_quarter()
    {
        var progress = new TargetProgress(Even, [.. Enumerable.Repeat<decimal?>(8, 9)]);

        Assert.Equal(108, progress[new(2026, TargetLevel.Quarter, 2)].Required);
        Assert.Equal([36m, 36m, 36m], new TargetPeriod(2026, TargetLevel.Quarter, 2).Parts().Select(month => progress[month].Required));
    }

    [Fact]
    public void What_ran_ahead_lowers_what_follows_but_never_below_nothing()
    {
        var progress = new TargetProgress(Even, [10, 35]);

        Assert.Equal(0, progress[TenDay(3)].Required);
        Assert.Equal((15m, -15m), (progress[Month(2)].Required, progress[Month(2)].CarriedIn));
    }

    [Fact]
    public void The_pace_is_what_is_left_over_the_periods_that_are_left()
    {
        var progress = new TargetProgress(Even, [.. Enumerable.Repeat<decimal?>(8, 18)]);

        Assert.Equal((12m, 8m, 288m), (progress.RequiredPace, progress.PaceSoFar, progress.Forecast));
        Assert.Equal(0.8m, progress[new(2026, TargetLevel.Quarter, 1)].Rate);
    }

    [Fact]
    public void A_report_that_did_not_come_is_not_zero()
    {
        var progress = new TargetProgress(Even, [10, null, 10]);

        Assert.False(progress.IsComplete);
        Assert.Equal(10, progress.PaceSoFar);
        Assert.Equal(360, progress.Forecast);
        Assert.Null(progress[Month(1)].Rate);
        Assert.Equal("1月中旬", Assert.Single(progress[Month(1)].Unreported).Name);
    }

    [Fact]
    public void With_nothing_reported_there_is_no_forecast()
    {
        Assert.Null(new TargetProgress(Even, []).Forecast);
        Assert.Null(new TargetProgress(Even, [null]).PaceSoFar);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_was_done_and_what_is_required_always_add_up_to_the_year(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var plan = RandomPlan(random);
            var actuals = Enumerable.Range(0, random.Next(0, 37)).Select(index => (decimal?)Math.Round((decimal)random.NextDouble() * 2.2m * plan.TenDays[index], random.Next(3))).ToArray();

            var progress = new TargetProgress(plan, actuals);

            var done = actuals.Sum(actual => actual ?? 0);
            var ahead = Enumerable.Range(actuals.Length + 1, 36 - actuals.Length).Sum(tenDay => progress[TenDay(tenDay)].Required);
            if (actuals.Length < 36) Assert.Equal(Math.Max(plan.Total, done), done + ahead);
            Assert.Equal(Math.Max(plan.Total - done, 0), progress.Year.Remaining);
            foreach (var level in new[] { TargetLevel.Quarter, TargetLevel.Month, TargetLevel.TenDay })
            {
                var periods = Enumerable.Range(1, level switch { TargetLevel.Quarter => 4, TargetLevel.Month => 12, _ => 36 }).Select(number => new TargetPeriod(2026, level, number)).ToList();
                Assert.Equal(plan.Total, periods.Sum(period => progress[period].Target));
                Assert.Equal(done, periods.Sum(period => progress[period].Actual));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_cut_adds_up_and_keeps_to_its_step(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            decimal[] steps = [1, 0.5m, 0.01m];
            var step = steps[random.Next(3)];
            var total = step * random.Next(0, 100_000);
            var weights = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (decimal)random.Next(0, 4)).ToArray();

            var parts = Apportionment.Cut(total, weights, step);

            Assert.Equal(total, parts.Sum());
            Assert.All(parts, part => Assert.Equal(0, part % step));
            var sum = weights.Sum();
            if (sum > 0) Assert.All(parts.Zip(weights), pair => Assert.True(Math.Abs(pair.First - (total * pair.Second / sum)) < step));
        }
    }

    [Fact]
    public void What_is_no_multiple_of_the_step_goes_to_the_last_part() => Assert.Equal([1m, 1m, 1.25m], Apportionment.Cut(3.25m, [1, 1, 1], 1));

    private static TargetPlan RandomPlan(Random random)
    {
        var weights = Enumerable.Range(0, 36).Select(_ => (decimal)random.Next(0, 3)).ToArray();
        weights[random.Next(36)] = 1;
        return TargetPlan.Cut(2026, random.Next(0, 5000) / 4m, 0.25m, weights, null, out _)!;
    }

    private static TargetPeriod TenDay(int number) => new(2026, TargetLevel.TenDay, number);

    private static TargetPeriod Month(int number) => new(2026, TargetLevel.Month, number);
}
