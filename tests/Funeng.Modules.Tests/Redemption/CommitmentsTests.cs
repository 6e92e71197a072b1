using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using BatchState = Funeng.Modules.Redemption.Awards.BatchState;

namespace Funeng.Modules.Tests.Redemption;

public sealed class CommitmentsTests
{
    private const string Benefit = "zb-equipment-reward/reward";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task What_is_lacking_of_a_promise_is_claimed_back_once_and_a_missing_year_is_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        await BrokenAsync(city);

        await using var head = city.AsDirector();
        var watch = head.Get<WatchCommitments>();
        var before = Assert.Single(await watch.ReadAsync(null, Cancellation));
        Assert.Equal([7_500L, 0L, null], before.Years.Select(year => year.OwedFen));
        Assert.Contains("2025 年缺数据", WatchCommitments.Say(before), StringComparison.Ordinal);
        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            async () =>
            {
                await using var unit = city.AsDirector();
                return await unit.Get<WatchCommitments>().ClaimAsync(before.Award.Id, "未达承诺", Cancellation);
            },
            Cancellation)));

        Assert.Single(claims.OfType<StepResult.Done>());
        Assert.Equal((7_500L, 0L), ((await watch.ReadAsync(null, Cancellation))[0].ClaimedFen, (await watch.ReadAsync(null, Cancellation))[0].OpenFen));
        Assert.Equal(7_500, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'ClawedBack'"));
        await using var officer = city.AsOfficer();
        Assert.IsType<StepResult.NotFound>(await officer.Get<WatchCommitments>().ClaimAsync(before.Award.Id, "未达承诺", Cancellation));
    }

    /// <summary>An enterprise that did not keep what it promised in the first of three years: 75 yuan are to come back.</summary>
    internal static async Task<Subject> BrokenAsync(TestInstallation city)
    {
        var enterprise = await city.EnterpriseAsync("A");
        foreach (var (year, revenue) in new[] { (2021, 1_000_000L), (2023, 750_000L), (2024, 1_200_000L) })
            await city.FileAsync("A", new NewFiling(0, new Period(year), "import", [new FiledValue("revenue", FeelValue.From(revenue))]));
        await PaidAsync(city, enterprise);
        return enterprise;
    }

    /// <summary>Nine hundred yuan for new equipment, paid in 2022.</summary>
    private static async Task PaidAsync(TestInstallation city, Subject enterprise)
    {
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        var batch = new RedemptionBatch { Id = ids.Next(), Number = "DF-2022-0001", Policy = "zb-equipment-reward", Title = "设备奖励", Period = "2022", Origin = AwardOrigin.Application, Region = "370300", DecidedOn = new(2022, 3, 1), State = BatchState.Paid, MadeByName = "测试", MadeAt = city.Time.Now };
        db.Add(batch);
        var result = await unit.Get<AwardBook>().ProposeAsync(Awarding.Of(city, enterprise, 900, Benefit) with { Batch = batch.Id }, Cancellation);
        var award = Assert.IsType<AwardResult.Proposed>(result).Award;
        (award.State, award.PaidOn, award.Budget) = (AwardState.Paid, new DateOnly(2022, 6, 1), (await db.Set<Budget>().AsNoTracking().SingleAsync(Cancellation)).Id);
        await db.SaveChangesAsync(Cancellation);
    }
}
