using Funeng.Engines.Benefits;

namespace Funeng.Engines.Tests.Benefits;

public sealed class ClawbackTests
{
    [Fact]
    public void Of_each_year_so_much_is_owed_as_is_lacking()
    {
        var shares = Clawback.ProRata(300_000, 1000m, [new(2024, 1200m), new(2025, 750m), new(2026, 0m)]);

        Assert.Equal([0L, 25_000L, 100_000L], shares.Select(share => share.OwedFen!.Value));
    }

    [Fact]
    public void A_missing_figure_is_neither_kept_nor_broken()
    {
        var shares = Clawback.ProRata(100, 10m, [new(2024, null), new(2025, 5m)]);

        Assert.Equal([null, 25L], shares.Select(share => share.OwedFen));
    }

    [Fact]
    public void The_parts_of_the_years_are_the_sum_to_the_fen_and_never_more_is_owed_than_was_paid()
    {
        var shares = Clawback.ProRata(100, 3m, [new(2024, -5m), new(2025, 2m), new(2026, 1m)]);

        Assert.Equal(100, shares.Sum(share => share.PartFen));
        Assert.All(shares, share => Assert.InRange(share.OwedFen!.Value, 0, share.PartFen));
        Assert.Equal(33, shares[0].OwedFen);
    }

    [Theory]
    [InlineData("2026-03-31", 0)]
    [InlineData("2026-04-01", 10)]
    [InlineData("2026-04-30", 300)]
    public void Interest_begins_the_day_after_the_limit_and_counts_what_is_still_open_on_each_day(string on, long fen)
    {
        // 3.65 % a year of 1,000 yuan are ten 分 a day.
        Assert.Equal(fen, Clawback.LateInterest(100_000, new DateOnly(2026, 3, 31), [], DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture), 3.65m));
    }

    [Fact]
    public void What_came_in_time_bears_no_interest_and_what_came_late_bears_it_until_it_came()
    {
        var due = new DateOnly(2026, 3, 31);

        Assert.Equal(0, Clawback.LateInterest(100_000, due, [new ClaimReceipt(due, 100_000)], due.AddDays(90), 3.65m));
        // Half of it before the limit, a quarter ten days after it, the rest not yet: ten days of 50,000 and twenty of 25,000.
        Assert.Equal(100, Clawback.LateInterest(100_000, due, [new ClaimReceipt(due.AddDays(10), 25_000), new ClaimReceipt(due.AddDays(-5), 50_000)], due.AddDays(30), 3.65m));
    }
}
