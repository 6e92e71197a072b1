using Funeng.Engines.Benefits;

namespace Funeng.Engines.Tests.Benefits;

public sealed class BudgetForecastTests
{
    private static readonly DateOnly Start = new(2026, 3, 1), End = new(2026, 12, 31);

    [Fact]
    public void At_ten_a_day_a_hundred_last_ten_days()
    {
        var forecast = BudgetForecast.Of(100, [.. Enumerable.Range(0, 30).Select(day => new BudgetDraw(Start.AddDays(day), 10))], Start.AddDays(29), End);

        Assert.Equal((Start.AddDays(39), Start.AddDays(39), 10m), (forecast.RunsOutOn, forecast.Early, forecast.FenADay));
    }

    [Fact]
    public void A_rush_makes_the_early_date_earlier_than_the_usual_one()
    {
        var draws = Enumerable.Range(0, 40).Select(day => new BudgetDraw(Start.AddDays(day), day is >= 20 and < 30 ? 100 : 10)).ToList();

        var forecast = BudgetForecast.Of(1_000, draws, Start.AddDays(39), End);

        Assert.Equal(Start.AddDays(39 + 10), forecast.Early);
        Assert.True(forecast.RunsOutOn > forecast.Early);
    }

    [Fact]
    public void Nothing_is_said_of_less_than_two_weeks_and_what_lasts_the_year_does_not_run_out()
    {
        Assert.True(BudgetForecast.Of(100, [new BudgetDraw(Start, 10)], Start.AddDays(5), End).IsUnknown);
        Assert.True(BudgetForecast.Of(100, [], Start, End).IsUnknown);
        Assert.Null(BudgetForecast.Of(1_000_000, [new BudgetDraw(Start, 10)], Start.AddDays(30), End).RunsOutOn);
        Assert.Equal(Start, BudgetForecast.Of(0, [], Start, End).RunsOutOn);
    }
}
