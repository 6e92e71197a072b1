using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using BatchState = Funeng.Modules.Redemption.Awards.BatchState;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>When the money does not reach for all, the queue of the policy says who is approved; the others wait, and nobody is jumped.</summary>
public sealed class MoneyQueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Whom_the_money_reaches_are_approved_in_order_and_the_rest_wait_until_there_is_more(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var budget = await city.BudgetAsync(2_500);
        var first = await PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 1000, 3), ("C", 1000, 2));

        Assert.Contains("先批 2 条", Why(await ApproveAsync(city, first, false)), StringComparison.Ordinal);
        Assert.Equal(0, (await city.BudgetOfAsync(budget)).CommittedFen);
        Assert.Equal(2, Assert.IsType<StepResult.Done>(await ApproveAsync(city, first, true)).Count);

        // 先到先得: A and C came before B.
        Assert.Equal([("A", AwardState.Approved), ("B", AwardState.Queued), ("C", AwardState.Approved)], await StatesAsync(city, first));
        Assert.Equal(200_000, (await city.BudgetOfAsync(budget)).CommittedFen);
        // A later list does not pass by who waits, though the money would reach for its small claim.
        var second = await PublicAsync(city, "DF-2", ("D", 400, 4));
        Assert.Contains("前面还排着以前没批到的 1 条", Why(await ApproveAsync(city, second, true)), StringComparison.Ordinal);
        Assert.Contains("轮不到", Why(await ApproveAsync(city, first, true)), StringComparison.Ordinal);

        await city.BudgetAsync(3_400);
        await using (var head = city.AsDirector())
        {
            Assert.Contains((await head.Get<ReadRedemption>().WaitingAsync(Cancellation)), item => item.Text.StartsWith("有钱了，排队的可以续批 1 条", StringComparison.Ordinal));
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Task.Run(() => ApproveAsync(city, at % 2 == 0 ? first : second, true), Cancellation)));
        Assert.Equal(2, results.OfType<StepResult.Done>().Sum(done => done.Count));
        Assert.Equal(340_000, (await city.BudgetOfAsync(budget)).CommittedFen);
        Assert.Equal(4, await city.CountAsync("select count(*) from redemption_entry where kind = 'Committed'"));
    }

    [Theory, OnBothDatabases]
    public async Task Who_waits_can_be_stopped_and_frees_no_money_he_never_had(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var budget = await city.BudgetAsync(1_000);
        var batch = await PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 1000, 2));
        await ApproveAsync(city, batch, true);

        await using (var head = city.AsDirector())
            Assert.IsType<StepResult.Done>(await head.Get<StopAward>().RunAsync(batch, await city.CountAsync("select id from redemption_award where state = 'Queued'"), "企业已注销", Cancellation));

        Assert.Equal([("A", AwardState.Approved), ("B", AwardState.Refused)], await StatesAsync(city, batch));
        Assert.Equal(100_000, (await city.BudgetOfAsync(budget)).CommittedFen);
    }

    [Theory, OnBothDatabases]
    public async Task Pro_rata_everybody_gets_the_same_share_and_all_of_the_money_is_given(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind, more: services => services.AddSingleton(_ => Rules("queue: { usual: proRata }")));
        var budget = await city.BudgetAsync(1_000);
        var batch = await PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 500, 2));

        Assert.Equal(2, Assert.IsType<StepResult.Done>(await ApproveAsync(city, batch, true)).Count);

        Assert.Equal((66_667L, 33_333L), (await city.CountAsync("select amount_fen from redemption_award where code = 'A'"), await city.CountAsync("select amount_fen from redemption_award where code = 'B'")));
        Assert.Equal((100_000L, 0L), ((await city.BudgetOfAsync(budget)).CommittedFen, (await city.BudgetOfAsync(budget)).LeftFen));
        Assert.Equal(2, await city.CountAsync("select count(*) from redemption_award where how like '%按比例由%核减%'"));
    }

    internal static Modules.Redemption.RedemptionRules Rules(string queue)
    {
        var folder = Directory.CreateTempSubdirectory("funeng-rules-").FullName;
        var text = File.ReadAllText(Path.Combine(Architecture.Repository.Folder("rules"), "redemption.yaml"));
        File.WriteAllText(Path.Combine(folder, "redemption.yaml"), System.Text.RegularExpressions.Regex.Replace(text, "queue:\n  usual: firstCome\n  policies: \\{\\}", queue));
        try
        {
            return Modules.Redemption.RedemptionRules.Read(new Modules.Foundation.Installation(folder, folder, null, Modules.Foundation.CityContent.Empty), CommitmentsTests.Catalogue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A list whose publicity is over; of each the amount and the day of March on which it came.</summary>
    internal static async Task<long> PublicAsync(TestInstallation city, string number, params (string Code, decimal Amount, int Day)[] lines)
    {
        var subjects = new List<Subject>();
        foreach (var line in lines) subjects.Add(await city.EnterpriseAsync(line.Code));
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        var batch = new RedemptionBatch
        {
            Id = ids.Next(), Number = number, Policy = Awarding.Fund, Title = "展位补助", Period = "2020", Origin = AwardOrigin.Application, Region = "370300", DecidedOn = new(2020, 3, 25), State = BatchState.Public,
            PublicFrom = new(2026, 2, 2), PublicTo = new(2026, 2, 9), PublicWorkdays = 5, MadeBy = 11, MadeByName = "王敏", SubmittedBy = 11, MadeAt = city.Time.Now,
        };
        db.Add(batch);
        foreach (var (line, at) in lines.Select((line, at) => (line, at)))
        {
            var proposed = await unit.Get<AwardBook>().ProposeAsync(Awarding.Of(city, subjects[at], line.Amount) with { Batch = batch.Id, BeganOn = new DateOnly(2026, 1, line.Day), OriginKey = $"SQ-{line.Code}" }, Cancellation);
            Assert.IsType<AwardResult.Proposed>(proposed).Award.State = AwardState.InPublicity;
        }

        await db.SaveChangesAsync(Cancellation);
        return batch.Id;
    }

    private static async Task<StepResult> ApproveAsync(TestInstallation city, long batch, bool partly)
    {
        await using var unit = city.AsDirector();
        return await unit.Get<ApproveBatch>().RunAsync(batch, partly, Cancellation);
    }

    private static string Why(StepResult result) => Assert.Single(Assert.IsType<StepResult.Refused>(result).Problems).Message;

    private static async Task<IEnumerable<(string, AwardState)>> StatesAsync(TestInstallation city, long batch)
    {
        await using var unit = city.As();
        return [.. (await unit.Get<FunengDb>().Set<Award>().AsNoTracking().Where(award => award.Batch == batch).OrderBy(award => award.Code).ToListAsync(Cancellation)).Select(award => (award.Code, award.State))];
    }
}
