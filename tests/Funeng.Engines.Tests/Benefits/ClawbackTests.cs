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
}
