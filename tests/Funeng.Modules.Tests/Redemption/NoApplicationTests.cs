using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>From facts to an approved list, without anybody having applied.</summary>
public sealed class NoApplicationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_list_names_everybody_with_evidence_and_says_of_the_others_why_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);

        var batch = await city.ComputeAsync();

        await using var unit = city.AsOfficer();
        var lines = await unit.Get<RedemptionSight>().Awards().AsNoTracking().Where(award => award.Batch == batch).ToListAsync(Cancellation);
        Assert.Equal((TradeFund.Enterprises, TradeFund.Total), (lines.Select(line => line.Subject).Distinct().Count(), lines.Sum(line => line.Amount)));
        var missed = lines.Where(line => line.Benefit == Awarding.Fund + "/missed-booth").ToList();
        Assert.Equal((TradeFund.MissedEnterprises, TradeFund.Missed), (missed.Count, missed.Sum(line => line.Amount)));
        Assert.All(lines, line => Assert.Contains(line.Evidence, fact => fact.Source.Contains("海关与商务数据", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Equal(64, line.RuleSha256.Length));
        Assert.StartsWith("不符合", await WhyAsync(unit, batch, "NONE"), StringComparison.Ordinal);
        Assert.StartsWith("缺数据", await WhyAsync(unit, batch, "SILENT"), StringComparison.Ordinal);
        Assert.Equal("不在政策适用的地区", await WhyAsync(unit, batch, "ELSEWHERE"));
    }

    [Theory, OnBothDatabases]
    public async Task Benefits_nobody_ever_used_are_counted_and_come_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        await city.ComputeAsync(null, "booth", "supplies");

        await using var unit = city.AsOfficer();
        var usage = await unit.Get<ReadUsage>().RunAsync("外贸专项资金", TradeFund.On, Cancellation);

        Assert.Equal((1, 4, 2), (usage.Documents, usage.Benefits.Count, usage.Unused));
        Assert.Equal([false, false, true, true], usage.Benefits.Select(use => use.IsUsed));
        Assert.Equal(60, usage.Benefits.Single(use => use.Rule.Benefit.Id == Awarding.Fund + "/booth").Enterprises);
    }

    [Theory, OnBothDatabases]
    public async Task A_list_computed_again_leaves_out_who_is_on_the_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        await city.ComputeAsync();

        await using var unit = city.AsOfficer();
        var again = await unit.Get<ComputeList>().RunAsync(new NewList(Awarding.Fund, [Awarding.Fund + "/booth"], "2020", TradeFund.On), Cancellation);

        Assert.Contains("不能重复", Assert.Single(Assert.IsType<StepResult.Refused>(again).Problems).Message, StringComparison.Ordinal);
        Assert.Equal(TradeFund.Enterprises, await city.CountAsync("select count(*) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task What_has_changed_since_is_counted_whole_and_told_of_the_first_whether_read_one_by_one_or_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        var batch = await city.ComputeAsync();
        await using var unit = city.AsOfficer();
        var changed = unit.Get<ChangedSince>();
        foreach (var many in new[] { 1, int.MaxValue }) Assert.Equal(0, (await changed.RunAsync(batch, Cancellation, many)).Count);

        await city.FileAsync("F000", new NewFiling(0, new Period(2019), "import", [new FiledValue("missedBoothFee", FeelValue.From(100L))]));
        await city.FileAsync("F060", new NewFiling(0, new Period(2019), "import", [new FiledValue("boothFee", FeelValue.From(0L))]));
        var (fast, slow) = (await changed.RunAsync(batch, Cancellation, many: 1), await changed.RunAsync(batch, Cancellation, many: int.MaxValue));
        Assert.Equal([("F000", true), ("F060", false)], fast.First.Select(line => (line.Award.Code, line.What.Contains("应为 100 元", StringComparison.Ordinal))).OrderBy(line => line.Code));
        Assert.Equal(slow.First.Select(line => (line.Award.Id, line.What)), fast.First.Select(line => (line.Award.Id, line.What)));

        await city.ExecuteAsync("update redemption_award set amount_fen = amount_fen + 1");
        foreach (var many in new[] { 1, int.MaxValue }) Assert.Equal((TradeFund.Enterprises, ChangedSince.Told), (await changed.RunAsync(batch, Cancellation, many)) is var all ? (all.Count, all.First.Count) : default);
    }

    [Theory, OnBothDatabases]
    public async Task A_line_that_counted_what_was_claimed_back_since_is_said_to_be_computed_anew(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        var batch = await city.ComputeAsync(null, "booth");
        var budget = await city.BudgetAsync(1_000);
        await using var unit = city.AsOfficer();
        var db = unit.Get<FunengDb>();
        var lower = await city.CountAsync("select min(id) from redemption_award");
        var claim = unit.Get<IdSource>().Next();
        db.Add(new Claim { Id = claim, Award = lower, Budget = budget, Number = "ZJ-2020-0001", AmountFen = 5_000, ReceivedFen = 1_000, Reason = "未达承诺", How = "按比例", ClaimedOn = new(2020, 3, 1), DueOn = new(2020, 4, 1), Who = "测试" });
        db.Add(new Receipt { Id = unit.Get<IdSource>().Next(), Claim = claim, PrincipalFen = 1_000, InterestFen = 0, ReceivedOn = new(2026, 3, 3), Voucher = "JK-1", Who = "测试", At = city.Time.Now.AddDays(1) });
        await db.SaveChangesAsync(Cancellation);
        await city.ExecuteAsync($"update redemption_award set counted_of = '{lower}', counted_fen = 5000 where id = (select max(id) from redemption_award)");

        var changed = unit.Get<ChangedSince>();
        Assert.Contains("追缴了 50 元（已缴回 10 元），补差要重新算", Assert.Single((await changed.RunAsync(batch, Cancellation)).First).What, StringComparison.Ordinal);
        // Also when it is closed, and beside what else has changed of the line.
        await city.ExecuteAsync("update redemption_claim set state = 'WrittenOff'");
        await city.ExecuteAsync("update redemption_award set amount_fen = amount_fen + 1 where id = (select max(id) from redemption_award)");
        foreach (var many in new[] { 1, int.MaxValue })
            Assert.Matches("应为 .+；扣掉的“已得”里后来追缴了 50 元", Assert.Single((await changed.RunAsync(batch, Cancellation, many)).First).What);
        await city.ExecuteAsync("update redemption_award set amount_fen = amount_fen - 5001 where id = (select max(id) from redemption_award)");
        // What came before the line was proposed was not counted, and what was given up stays.
        await city.ExecuteAsync("update redemption_receipt set at = 0");
        Assert.Equal(0, (await changed.RunAsync(batch, Cancellation)).Count);
        await city.ExecuteAsync("delete from redemption_receipt");
        Assert.Equal(0, (await changed.RunAsync(batch, Cancellation)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Computing_the_same_list_at_one_moment_makes_it_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using var unit = city.AsOfficer();
                return await unit.Get<ComputeList>().RunAsync(new NewList(Awarding.Fund, [Awarding.Fund + "/booth"], "2020", TradeFund.On), Cancellation);
            },
            Cancellation)));

        Assert.Single(results.OfType<StepResult.Done>());
        Assert.Equal(60, await city.CountAsync("select count(*) from redemption_award"));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_batch"));
    }

    [Theory, OnBothDatabases]
    public async Task A_line_under_objection_is_held_and_the_batch_with_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        await city.BudgetAsync(TradeFund.Total);
        var batch = await city.ComputeAsync();
        await PublishAsync(city, batch);
        var first = await city.CountAsync("select min(id) from redemption_award");
        await using (var somebody = city.As(Role.Public, Scope.Nothing, 77, "市民"))
            Assert.IsType<StepResult.Done>(await somebody.Get<Objections>().RaiseAsync(batch, new TypedObjection(first, "展会实际成行，不应按未成行补助", "张三", "13800000000"), Cancellation));

        Assert.Contains("公示到", await ApproveAsync(city, batch), StringComparison.Ordinal);
        city.Time.Advance(TimeSpan.FromDays(10));
        Assert.Contains("1 条异议", await ApproveAsync(city, batch), StringComparison.Ordinal);
        await using (var officer = city.AsOfficer())
            Assert.IsType<StepResult.Done>(await officer.Get<Objections>().DecideAsync(batch, await city.CountAsync("select id from redemption_objection"), true, "查实展会已参加", "展会已经参加", Cancellation));
        Assert.Equal("", await ApproveAsync(city, batch));

        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where state = 'Refused'"));
        Assert.Equal((long)(TradeFund.Total * 100) - await city.CountAsync($"select amount_fen from redemption_award where id = {first}"), await city.CountAsync("select committed_fen from redemption_budget"));
    }

    [Theory, OnBothDatabases]
    public async Task One_yuan_short_nothing_is_approved_and_ten_who_approve_commit_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        await city.BudgetAsync(TradeFund.Total - 1);
        var batch = await city.ComputeAsync();
        await PublishAsync(city, batch);
        city.Time.Advance(TimeSpan.FromDays(10));

        Assert.Contains("差 1 元", await ApproveAsync(city, batch), StringComparison.Ordinal);
        Assert.Equal(0, await city.CountAsync("select committed_fen from redemption_budget"));
        await city.BudgetAsync(TradeFund.Total);
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ApproveAsync(city, batch), Cancellation)));

        Assert.Single(results, message => message.Length == 0);
        Assert.Equal((long)(TradeFund.Total * 100), await city.CountAsync("select committed_fen from redemption_budget"));
        Assert.Equal(TradeFund.Enterprises, await city.CountAsync("select count(*) from redemption_entry where kind = 'Committed'"));
    }

    [Theory, OnBothDatabases]
    public async Task Who_made_the_list_does_not_approve_it_and_nobody_else_reaches_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        var batch = await city.ComputeAsync();
        await PublishAsync(city, batch);
        city.Time.Advance(TimeSpan.FromDays(10));

        await using var same = city.As(Role.BureauHead, Scope.OfRegions("3703"), 11, "王敏");
        Assert.Contains("另一位", Assert.Single(Assert.IsType<StepResult.Refused>(await same.Get<ApproveBatch>().RunAsync(batch, Cancellation)).Problems).Message, StringComparison.Ordinal);
        foreach (var (role, scope) in new[] { (Role.Administrator, Scope.All), (Role.Treasurer, Scope.All), (Role.BureauHead, Scope.OfRegions("370302")), (Role.Enterprise, Scope.OfOrganization(1)) })
        {
            await using var other = city.As(role, scope, 99);
            Assert.IsType<StepResult.NotFound>(await other.Get<ApproveBatch>().RunAsync(batch, Cancellation));
            Assert.IsType<StepResult.NotFound>(await other.Get<CancelBatch>().RunAsync(batch, "不要了", Cancellation));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Of_rewards_that_go_by_the_higher_one_the_higher_one_is_on_the_list_and_next_year_none(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await city.FileAsync("A", new NewFiling(0, Period.State, "import", [new FiledValue("notOnDishonestyList", FeelValue.True)]));
        await using (var unit = city.As())
        {
            foreach (var title in new[] { "sme-specialised-2022", "little-giant-2022" }) unit.Get<FactStore>().Record(new NewTitleGrant(enterprise.Id, title, "", new(2025, 1, 1), new(2027, 12, 31), "import"));
            await unit.Get<FactStore>().PublishAsync(Cancellation);
        }

        var first = await ComputeAsync(city, "2026", new DateOnly(2026, 3, 2));
        Assert.IsType<StepResult.Done>(first);
        Assert.Equal(50_000_000, await city.CountAsync("select sum(amount_fen) from redemption_award"));

        Assert.IsType<StepResult.Refused>(await ComputeAsync(city, "2027", new DateOnly(2027, 3, 2)));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task A_corrected_first_day_of_a_title_is_no_new_term_and_a_renewal_is(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await city.FileAsync("A", new NewFiling(0, Period.State, "import", [new FiledValue("notOnDishonestyList", FeelValue.True)]));
        await GrantAsync(city, enterprise.Id, new(2025, 11, 1), new(2028, 10, 31));
        Assert.IsType<StepResult.Done>(await HighTechAsync(city, "2026", new DateOnly(2026, 3, 2)));

        await using (var unit = city.As())
        {
            var wrong = await unit.Get<FunengDb>().Set<TitleGrantRow>().AsNoTracking().SingleAsync(Cancellation);
            Assert.True(await unit.Get<FactStore>().TakeBackAsync(wrong.Id, enterprise.Id, "起始日写错", Cancellation));
            await unit.Get<FactStore>().PublishAsync(Cancellation);
        }

        await GrantAsync(city, enterprise.Id, new(2025, 11, 6), new(2028, 11, 5));
        Assert.Contains("2025-11-01", Assert.Single(Assert.IsType<StepResult.Refused>(await HighTechAsync(city, "2026上半年", new DateOnly(2026, 6, 1))).Problems).Message, StringComparison.Ordinal);

        await GrantAsync(city, enterprise.Id, new(2028, 10, 20), new(2031, 10, 19));
        Assert.IsType<StepResult.Done>(await HighTechAsync(city, "2029", new DateOnly(2029, 3, 2)));
    }

    private static async Task GrantAsync(TestInstallation city, long enterprise, DateOnly from, DateOnly to)
    {
        await using var unit = city.As();
        unit.Get<FactStore>().Record(new NewTitleGrant(enterprise, "high-tech-enterprise-2016", "", from, to, "authority"));
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }

    private static async Task<StepResult> HighTechAsync(TestInstallation city, string period, DateOnly on)
    {
        await using var unit = city.AsOfficer();
        return await unit.Get<ComputeList>().RunAsync(new NewList("zb-high-tech-award", ["zb-high-tech-award/award"], period, on), Cancellation);
    }

    [Theory, OnBothDatabases]
    public async Task Who_confirmed_the_list_does_not_approve_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        await city.BudgetAsync(TradeFund.Total);
        var batch = await city.ComputeAsync(null, "supplies");
        await using (var head = city.AsDirector()) await head.Get<ConfirmLines>().RunAsync(batch, null, Cancellation);
        await using (var officer = city.AsOfficer()) Assert.IsType<StepResult.Done>(await officer.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
        city.Time.Advance(TimeSpan.FromDays(10));

        Assert.Contains("本人核对", await ApproveAsync(city, batch), StringComparison.Ordinal);
    }

    private static async Task<StepResult> ComputeAsync(TestInstallation city, string period, DateOnly on)
    {
        await using var unit = city.AsOfficer();
        return await unit.Get<ComputeList>().RunAsync(new NewList("zb-specialised-award", ["zb-specialised-award/specialised", "zb-specialised-award/little-giant"], period, on), Cancellation);
    }

    private static async Task PublishAsync(TestInstallation city, long batch)
    {
        await using var unit = city.AsOfficer();
        Assert.IsType<StepResult.Refused>(await unit.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
        Assert.Equal(TradeFund.Enterprises, Assert.IsType<StepResult.Done>(await unit.Get<ConfirmLines>().RunAsync(batch, null, Cancellation)).Count);
        Assert.Equal(0, Assert.IsType<StepResult.Done>(await unit.Get<ConfirmLines>().RunAsync(batch, null, Cancellation)).Count);
        Assert.IsType<StepResult.Done>(await unit.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
    }

    /// <returns>Why not; empty when it is approved.</returns>
    private static async Task<string> ApproveAsync(TestInstallation city, long batch)
    {
        await using var unit = city.AsDirector();
        return await unit.Get<ApproveBatch>().RunAsync(batch, Cancellation) is StepResult.Refused refused ? refused.Problems[0].Message : "";
    }

    private static async Task<string> WhyAsync(AsyncServiceScope unit, long batch, string code)
    {
        var found = await unit.Get<RedemptionSight>().Batches().AsNoTracking().SingleAsync(row => row.Id == batch, Cancellation);
        var enterprise = await unit.Get<FunengDb>().Set<Subject>().AsNoTracking().SingleAsync(subject => subject.Code == code, Cancellation);
        return (await unit.Get<WhyNotOnList>().RunAsync(found, enterprise, Cancellation))[0].Reason;
    }
}
