using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.Budgets;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

public sealed class BudgetBookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Fifty_at_once_never_overdraw_and_the_ledger_adds_up(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var budget = await city.BudgetAsync(2_050);

        var done = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => MoveAsync(city, book => book.CommitAsync(budget, [new Money(10_000, "测试")], Cancellation)), Cancellation)));

        Assert.Equal(20, done.Count(isDone => isDone));
        var after = await city.BudgetOfAsync(budget);
        Assert.Equal((200_000L, 5_000L), (after.CommittedFen, after.LeftFen));
        Assert.Equal(200_000, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'Committed'"));
    }

    [Fact]
    public void Of_a_year_that_is_over_nothing_is_forecast()
    {
        static string Say(int year, int days, long left = 100) => new BudgetRow(
            new Budget { Id = 1, Policy = Awarding.Fund, Benefit = "", Year = year, TotalFen = 100, PaidFen = 100 - left, Source = "文件", Who = "测试", At = DateTimeOffset.UnixEpoch }, "", new RunOut(null, null, 0, days), 0, 0, 0, 0).Text(new DateOnly(2026, 3, 2));

        Assert.Equal(["动用还不到两周，看不出快慢", "还没有动用", "照现在的快慢够用到年底"], new[] { 3, 0, 20 }.Select(days => Say(2026, days)));
        Assert.Equal(["年度已结束，没有用完", "年度已结束，没有动用", "年度已结束，没有用完"], new[] { 3, 0, 20 }.Select(days => Say(2025, days)));
        Assert.Equal("已用完", Say(2025, 3, left: 0));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_committed_is_paid_or_released_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var budget = await city.BudgetAsync(100);
        Assert.True(await MoveAsync(city, book => book.CommitAsync(budget, [new Money(6_000, "甲")], Cancellation)));

        Assert.True(await MoveAsync(city, book => book.PayAsync(budget, [new Money(4_000, "甲")], Cancellation)));
        Assert.False(await MoveAsync(city, book => book.PayAsync(budget, [new Money(4_000, "甲")], Cancellation)));
        Assert.True(await MoveAsync(city, book => book.ReleaseAsync(budget, [new Money(2_000, "甲")], Cancellation)));

        var after = await city.BudgetOfAsync(budget);
        Assert.Equal((0L, 4_000L, 6_000L), (after.CommittedFen, after.PaidFen, after.LeftFen));
    }

    [Theory, OnBothDatabases]
    public async Task A_total_is_never_set_below_what_is_promised_and_no_money_moves_outside_a_transaction(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var budget = await city.BudgetAsync(100);
        await MoveAsync(city, book => book.CommitAsync(budget, [new Money(6_000, "甲")], Cancellation));

        Assert.False(await MoveAsync(city, async book => await book.SetAsync(Awarding.Fund, "", 2020, 5_999, "调减", false, Cancellation) is not null));
        Assert.True(await MoveAsync(city, async book => await book.SetAsync(Awarding.Fund, "", 2020, 6_000, "调减", false, Cancellation) is not null));
        await using var unit = city.As(Role.Treasurer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => unit.Get<BudgetBook>().CommitAsync(budget, [new Money(1, "乙")], Cancellation));
        Assert.Equal(6_000, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'Set'"));
    }

    private static async Task<bool> MoveAsync(TestInstallation city, Func<BudgetBook, Task<bool>> move)
    {
        await using var unit = city.As(Role.Treasurer);
        var db = unit.Get<FunengDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        var done = await move(unit.Get<BudgetBook>());
        await db.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
        return done;
    }
}
