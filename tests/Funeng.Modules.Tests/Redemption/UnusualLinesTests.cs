using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>What is unlike the others comes first and says why; what holds for most is not unusual.</summary>
public sealed class UnusualLinesTests
{
    [Fact]
    public void A_ratio_far_above_the_others_and_a_sum_at_the_cap_are_told()
    {
        var lines = Enumerable.Range(1, 9).Select(id => Line(id, 1_000 + id, "3,600 元")).Append(Line(10, 5_000, "0.36 万元", cap: 5_000)).ToList();

        Assert.Equal([(10L, "金额正好是上限 5,000 元；金额与“展位费”之比是其他企业中间水平的 5 倍")], UnusualLines.Of(lines));
    }

    [Fact]
    public void One_day_for_some_of_many_is_told_and_one_day_for_all_is_not()
    {
        var some = Enumerable.Range(1, 12).Select(id => Line(id, 1_000, id <= 3 ? "2025-03-01" : $"2025-04-{id:00}")).ToList();

        Assert.Equal([1L, 2L, 3L], UnusualLines.Of(some).Select(line => line.Id));
        Assert.Equal("“展位费”与另外 2 条同为 2025-03-01", UnusualLines.Of(some)[0].Why);
        Assert.Empty(UnusualLines.Of([.. Enumerable.Range(1, 12).Select(id => Line(id, 1_000, "2025-03-01"))]));
    }

    [Fact]
    public void A_sum_that_is_the_same_for_all_says_nothing_by_its_ratio_and_few_lines_say_nothing_at_all()
    {
        Assert.Empty(UnusualLines.Of([.. Enumerable.Range(1, 9).Select(id => Line(id, 1_000, id == 9 ? "1 元" : "9,000 元", cap: 1_000))]));
        Assert.Empty(UnusualLines.Of([Line(1, 1_000, "9,000 元"), Line(2, 900, "1 元")]));
        Assert.Empty(UnusualLines.Of([]));
    }

    [Fact]
    public void The_money_of_another_benefit_is_not_compared() =>
        Assert.Empty(UnusualLines.Of([.. Enumerable.Range(1, 9).Select(id => Line(id, 1_000 + id, "3,600 元")), .. Enumerable.Range(10, 9).Select(id => Line(id, 90_000 + id, "3,600 元") with { Benefit = "other" })]));

    [Theory, OnBothDatabases]
    public async Task What_is_unusual_comes_first_however_little_money_it_is(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        var batch = await city.ComputeAsync(null, "booth");
        await using var officer = city.AsOfficer();
        var read = officer.Get<ReadRedemption>();
        var row = (await read.FindAsync(batch, TestContext.Current.CancellationToken))!;
        Assert.Empty(await read.UnusualAsync(row.Batch, TestContext.Current.CancellationToken));
        await city.ExecuteAsync("update redemption_award set amount_fen = amount_fen / 4 where id <> (select min(id) from redemption_award)");

        var unusual = Assert.Single(await read.UnusualAsync(row.Batch, TestContext.Current.CancellationToken));
        await city.ExecuteAsync($"update redemption_award set amount_fen = 1 where id = {unusual.Id}");
        var (lines, total) = await read.LinesAsync(batch, null, null, null, 1, TestContext.Current.CancellationToken, [unusual.Id]);

        Assert.Contains("倍", unusual.Why, StringComparison.Ordinal);
        Assert.Equal((unusual.Id, 60), (lines[0].Id, total));
    }

    private static ComparedLine Line(long id, decimal amount, string value, decimal? cap = null) => new(id, "fund/booth", amount, cap, [new EvidenceLine("boothFee", "展位费", value, "", "海关", "2019")]);
}
