using Funeng.Engines.Planning.Targets;

namespace Funeng.Engines.Tests.Planning.Targets;

public sealed class TargetPlanTests
{
    private static readonly TargetPeriod Year = TargetPeriod.Of(2026);

    [Fact]
    public void A_year_is_cut_to_months_and_ten_day_periods_that_add_up()
    {
        var plan = Cut(1000m, 0.01m);

        Assert.Equal(1000m, plan[Year]);
        Assert.Equal([250m, 250m, 250m, 250m], Year.Parts().Select(quarter => plan[quarter]));
        Assert.Equal([83.34m, 83.33m, 83.33m], Year.Parts()[0].Parts().Select(month => plan[month]));
        Assert.Equal([27.78m, 27.78m, 27.78m], Year.Parts()[0].Parts()[0].Parts().Select(tenDay => plan[tenDay]));
    }

    [Fact]
    public void Nodes_are_not_cut_in_pieces() => Assert.All(Cut(14, 1).TenDays, target => Assert.Equal(decimal.Truncate(target), target));

    [Fact]
    public void A_winter_stop_gets_no_target()
    {
        var weights = Enumerable.Range(1, 36).Select(tenDay => tenDay is <= 6 or >= 34 ? 0m : 1m).ToArray();

        var plan = TargetPlan.Cut(2026, 270, 1, weights, null, out _)!;

        Assert.Equal(0, plan[new TargetPeriod(2026, TargetLevel.Month, 2)]);
        Assert.Equal(30, plan[new TargetPeriod(2026, TargetLevel.Month, 3)]);
        Assert.Equal(270, plan.Total);
    }

    [Fact]
    public void What_is_settled_stays_and_the_rest_is_cut_around_it()
    {
        var august = new TargetPeriod(2026, TargetLevel.Month, 8);
        var midAugust = new TargetPeriod(2026, TargetLevel.TenDay, 23);

        var plan = TargetPlan.Cut(2026, 360, 1, null, new Dictionary<TargetPeriod, decimal> { [august] = 60, [midAugust] = 50 }, out _)!;

        Assert.Equal((60m, 50m), (plan[august], plan[midAugust]));
        Assert.Equal(360, plan.Total);
    }

    [Fact]
    public void Settled_parts_that_exceed_the_whole_are_named()
    {
        var settled = new Dictionary<TargetPeriod, decimal> { [new(2026, TargetLevel.Quarter, 1)] = 70, [new(2026, TargetLevel.Quarter, 3)] = 50 };

        Assert.Null(TargetPlan.Cut(2026, 100, 1, null, settled, out var problems));

        Assert.Equal("2026年已定的分项目标合计 120，超过2026年目标 100", Assert.Single(problems).ToString());
    }

    [Fact]
    public void Settled_parts_that_leave_no_room_must_be_the_whole()
    {
        var months = new TargetPeriod(2026, TargetLevel.Quarter, 2).Parts().ToDictionary(month => month, _ => 10m);
        months[new TargetPeriod(2026, TargetLevel.Quarter, 2)] = 40;

        Assert.Null(TargetPlan.Cut(2026, 100, 1, null, months, out var problems));

        Assert.Equal("二季度的分项目标都已定下，合计 30，与二季度目标 40 不等", Assert.Single(problems).ToString());
    }

    [Fact]
    public void The_city_is_the_sum_of_its_districts()
    {
        var city = TargetPlan.Sum(2026, [Cut(41.8m, 0.1m), Cut(140m, 0.1m)]);

        Assert.Equal(181.8m, city.Total);
        Assert.Equal(Cut(41.8m, 0.1m)[Year.Parts()[2]] + Cut(140m, 0.1m)[Year.Parts()[2]], city[Year.Parts()[2]]);
    }

    [Theory]
    [InlineData("2026-08-10", "8月上旬", "2026-08-01", "2026-08-10")]
    [InlineData("2026-08-11", "8月中旬", "2026-08-11", "2026-08-20")]
    [InlineData("2026-08-31", "8月下旬", "2026-08-21", "2026-08-31")]
    [InlineData("2028-02-29", "2月下旬", "2028-02-21", "2028-02-29")]
    [InlineData("2026-12-31", "12月下旬", "2026-12-21", "2026-12-31")]
    public void Every_day_lies_in_its_ten_day_period(string day, string name, string first, string last)
    {
        var period = TargetPeriod.Of(DateOnly.Parse(day, null), TargetLevel.TenDay);

        Assert.Equal((name, first, last), (period.Name, $"{period.First:yyyy-MM-dd}", $"{period.Last:yyyy-MM-dd}"));
        Assert.Contains(period, period.In(TargetLevel.Month).Parts());
        Assert.Equal(TargetPeriod.Of(DateOnly.Parse(day, null), TargetLevel.Quarter), period.In(TargetLevel.Quarter));
    }

    [Fact]
    public void There_is_no_thirteenth_month() => Assert.Throws<ArgumentOutOfRangeException>(() => new TargetPeriod(2026, TargetLevel.Month, 13));

    private static TargetPlan Cut(decimal total, decimal step) => TargetPlan.Cut(2026, total, step, null, null, out _)!;
}
