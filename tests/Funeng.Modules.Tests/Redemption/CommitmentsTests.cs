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
        var read = head.Get<ReadCommitments>();
        var before = Assert.Single(await read.RunAsync(null, Cancellation));
        Assert.Equal([7_500L, 0L, null], before.Commitments[0].Years.Select(year => year.OwedFen));
        Assert.Contains("2025 年缺数据", before.Say(), StringComparison.Ordinal);
        Assert.All(before.Commitments.Skip(1), one => Assert.StartsWith("没有代码相同的在库项目", one.Say(), StringComparison.Ordinal));
        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            async () =>
            {
                await using var unit = city.AsDirector();
                return await unit.Get<WatchCommitments>().ClaimAsync(before.Award.Id, "未达承诺", Cancellation);
            },
            Cancellation)));

        Assert.Single(claims.OfType<StepResult.Done>());
        Assert.Equal((7_500L, 0L), ((await read.RunAsync(null, Cancellation))[0].ClaimedFen, (await read.RunAsync(null, Cancellation))[0].OpenFen));
        Assert.Equal(7_500, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'ClawedBack'"));
        await using var officer = city.AsOfficer();
        Assert.IsType<StepResult.NotFound>(await officer.Get<WatchCommitments>().ClaimAsync(before.Award.Id, "未达承诺", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_project_that_does_not_reach_its_output_owes_after_its_day_and_of_two_commitments_the_larger_counts_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        await BrokenAsync(city, "xm-1");
        var project = await ProjectAsync(city, "XM-1");
        async Task<WatchedCommitment> ReadAsync()
        {
            await using var head = city.AsDirector();
            return Assert.Single(await head.Get<ReadCommitments>().RunAsync(null, Cancellation));
        }

        // 900 yuan of 2022: output to be there at the end of 2023, tax at the end of 2024. What was said before does not speak of it.
        await FileAsync(city, project, ("designOutput", 1_000_000), ("agreedTax", 100_000));
        await FileAsync(city, project, new DateTimeOffset(2022, 6, 1, 1, 0, 0, TimeSpan.Zero), ("trailingOutput", 300_000));
        Assert.Equal([7_500L, 0L, 0L], (await ReadAsync()).Commitments.Select(one => one.OwedFen));
        Assert.Contains("还没有到期后的核验数", (await ReadAsync()).Commitments[1].Say(), StringComparison.Ordinal);

        await FileAsync(city, project, ("trailingOutput", 700_000));
        var lacking = await ReadAsync();
        Assert.Equal(("XM-1", 27_000L, 27_000L), (lacking.Commitments[1].Project!.Code, lacking.Commitments[1].OwedFen, lacking.OpenFen));
        Assert.StartsWith("按“次年年底前达产", lacking.Say(), StringComparison.Ordinal);

        // Reached later, it is reached: the other one is what is left.
        await FileAsync(city, project, ("trailingOutput", 1_000_000));
        Assert.Equal(7_500L, (await ReadAsync()).OpenFen);
    }

    private static async Task<Subject> ProjectAsync(TestInstallation city, string code)
    {
        await using var unit = city.As();
        var project = new Subject { Id = unit.Get<IdSource>().Next(), Kind = "project", Code = code, Name = "产线改造", Region = "370303001" };
        unit.Get<FunengDb>().Add(project);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return project;
    }

    private static Task FileAsync(TestInstallation city, Subject project, params (string Key, long Value)[] values) => FileAsync(city, project, city.Time.Now, values);

    private static async Task FileAsync(TestInstallation city, Subject project, DateTimeOffset learned, params (string Key, long Value)[] values)
    {
        await using var unit = city.As();
        await unit.Get<FactStore>().RecordAsync(new NewFiling(project.Id, Period.State, "enterprise", [.. values.Select(value => new FiledValue(value.Key, FeelValue.From(value.Value)))]) { LearnedAt = learned }, Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }

    /// <summary>An enterprise that did not keep what it promised in the first of three years: 75 yuan are to come back.</summary>
    internal static async Task<Subject> BrokenAsync(TestInstallation city, string item = "X-1")
    {
        var enterprise = await city.EnterpriseAsync("A");
        foreach (var (year, revenue) in new[] { (2021, 1_000_000L), (2023, 750_000L), (2024, 1_200_000L) })
            await city.FileAsync("A", new NewFiling(0, new Period(year), "import", [new FiledValue("revenue", FeelValue.From(revenue))]));
        await PaidAsync(city, enterprise, item);
        return enterprise;
    }

    /// <summary>Nine hundred yuan for new equipment, paid in 2022.</summary>
    private static async Task PaidAsync(TestInstallation city, Subject enterprise, string item)
    {
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        var batch = new RedemptionBatch { Id = ids.Next(), Number = "DF-2022-0001", Policy = "zb-equipment-reward", Title = "设备奖励", Period = "2022", Origin = AwardOrigin.Application, Region = "370300", DecidedOn = new(2022, 3, 1), State = BatchState.Paid, MadeByName = "测试", MadeAt = city.Time.Now };
        db.Add(batch);
        var result = await unit.Get<AwardBook>().ProposeAsync(Awarding.Of(city, enterprise, 900, Benefit, item) with { Batch = batch.Id }, Cancellation);
        var award = Assert.IsType<AwardResult.Proposed>(result).Award;
        (award.State, award.PaidOn, award.Budget) = (AwardState.Paid, new DateOnly(2022, 6, 1), (await db.Set<Budget>().AsNoTracking().SingleAsync(Cancellation)).Id);
        await db.SaveChangesAsync(Cancellation);
    }
}
