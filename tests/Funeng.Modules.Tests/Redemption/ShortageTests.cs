using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.Budgets;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>What lacks money is said where it is looked for: on the list of batches, to whom it concerns, and with the sums where one is typed.</summary>
public sealed class ShortageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_batch_approved_in_part_says_who_waits_and_what_is_lacking_and_the_leader_sees_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_300);
        var batch = await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 1000, 2), ("C", 500, 3));
        await using (var head = city.AsDirector()) Assert.IsType<StepResult.Done>(await head.Get<ApproveBatch>().RunAsync(batch, true, Cancellation));

        await using var leader = city.As(Role.Leader, Scope.OfRegions("3703"), 21, "市领导");
        var row = Assert.Single(await leader.Get<ReadRedemption>().BatchesAsync(1, Cancellation));
        Assert.Equal("已批准 1 家，排队 2 家（缺 1,200 元）", row.Shortage.Words());
        Assert.Equal("已批准 1 家，排队 2 家（缺 1,200 元）：展位补助", Assert.Single(await leader.Get<ReadRedemption>().WaitingAsync(Cancellation)).Text);

        await city.BudgetAsync(2_500);
        Assert.Equal("已批准 1 家，排队 2 家，资金已到可以续批", Assert.Single(await leader.Get<ReadRedemption>().BatchesAsync(1, Cancellation)).Shortage.Words());
        Assert.Empty(await leader.Get<ReadRedemption>().WaitingAsync(Cancellation));
        await using (var head = city.AsDirector()) await head.Get<ApproveBatch>().RunAsync(batch, Cancellation);
        Assert.Equal("", Assert.Single(await leader.Get<ReadRedemption>().BatchesAsync(1, Cancellation)).Shortage.Words());
    }

    [Theory, OnBothDatabases]
    public async Task A_list_without_any_budget_says_so_before_somebody_tries_to_approve_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(5_000, year: 2019);
        await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 1));
        await using var head = city.AsDirector();
        var read = head.Get<ReadRedemption>();

        Assert.Equal("没有设 2020 年的资金盘子，批不了", Assert.Single(await read.BatchesAsync(1, Cancellation)).Shortage.Words());
        Assert.Equal("公示期满，没有设 2020 年的资金盘子，批不了，请财政设定：展位补助", Assert.Single(await read.WaitingAsync(Cancellation)).Text);
        await city.BudgetAsync(5_000);
        Assert.Equal("", Assert.Single(await read.BatchesAsync(1, Cancellation)).Shortage.Words());
        Assert.Equal("公示期满，批准兑付：展位补助", Assert.Single(await read.WaitingAsync(Cancellation)).Text);
    }

    [Theory, OnBothDatabases]
    public async Task Two_lists_on_one_budget_do_not_both_count_on_what_is_left(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_500);
        await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 1));
        await MoneyQueueTests.PublicAsync(city, "DF-2", ("B", 1000, 1));
        await using var head = city.AsDirector();

        Assert.Equal([("DF-1", 0L), ("DF-2", 50_000L)], (await head.Get<ReadRedemption>().BatchesAsync(1, Cancellation)).Select(row => (row.Batch.Number, row.Shortage.LackingFen)).OrderBy(row => row.Number));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_left_of_the_money_of_a_city_is_not_said_of_a_district(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000);
        var batch = await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 1000, 2));
        await using (var head = city.AsDirector()) await head.Get<ApproveBatch>().RunAsync(batch, true, Cancellation);

        await using var district = city.As(Role.BureauHead, Scope.OfRegions("370303"), 31);
        Assert.Equal(Shortage.None, Assert.Single(await district.Get<ReadRedemption>().BatchesAsync(1, Cancellation)).Shortage);
    }

    [Theory, OnBothDatabases]
    public async Task A_total_below_what_is_promised_is_refused_with_the_sums(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var year = city.Time.Now.Year;
        var id = await city.BudgetAsync(30_000, year: year);
        await city.ExecuteAsync($"update redemption_budget set committed_fen = 1234550, paid_fen = 1000001 where id = {id}");
        await using var treasurer = city.AsTreasurer();

        var refused = Assert.IsType<StepResult.Refused>(await treasurer.Get<KeepBudgets>().SetAsync(new TypedBudget(Awarding.Fund, $"{year}", "2", "财政局文件"), Cancellation));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal(("Total", "新的额度 2 万元，少于已承诺 1.23455 万元和已支付 1.000001 万元的合计 2.234551 万元，没有改。最少填 2.234551。"), (problem.Field, problem.Message));
        Assert.IsType<StepResult.Done>(await treasurer.Get<KeepBudgets>().SetAsync(new TypedBudget(Awarding.Fund, $"{year}", "2.234551", "财政局文件"), Cancellation));
    }
}
