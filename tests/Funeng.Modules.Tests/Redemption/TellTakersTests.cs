using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Publicity;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>What becomes of an award is told to the enterprise, the bad news too: that it is struck off, objected to, waits for money.</summary>
public sealed class TellTakersTests
{
    private const long Own = 51, Somebody = 77;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_line_that_is_struck_off_is_told_with_the_reason_and_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var batch = await DraftAsync(city);
        var line = await LineAsync(city, "A");
        await using var officer = city.AsOfficer();
        var confirm = officer.Get<ConfirmLines>();

        Assert.IsType<StepResult.Refused>(await confirm.RefuseAsync(batch, line, " ", Cancellation));
        Assert.Empty(await ToldAsync(city, Own));
        Assert.IsType<StepResult.Done>(await confirm.RefuseAsync(batch, line, "展位费发票重复", Cancellation));
        Assert.IsType<StepResult.Refused>(await confirm.RefuseAsync(batch, line, "展位费发票重复", Cancellation));

        var told = Assert.Single(await ToldAsync(city, Own));
        Assert.Contains("此前已批准", told, StringComparison.Ordinal);
        Assert.Contains("不予兑付：展位费发票重复", told, StringComparison.Ordinal);
        Assert.Contains("市商务局", told, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Those_on_a_list_are_told_when_it_becomes_public_and_when_it_is_given_up(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var batch = await DraftAsync(city);
        await using var officer = city.AsOfficer();
        await officer.Get<ConfirmLines>().RefuseAsync(batch, await LineAsync(city, "B"), "已注销", Cancellation);
        await officer.Get<ConfirmLines>().RunAsync(batch, null, Cancellation);
        Assert.Empty(await ToldAsync(city, Own));

        Assert.IsType<StepResult.Done>(await officer.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
        Assert.IsType<StepResult.Refused>(await officer.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
        Assert.Contains("公示到 2026-03-09", Assert.Single(await ToldAsync(city, Own)), StringComparison.Ordinal);
        Assert.DoesNotContain(await ToldAsync(city, Own + 1), title => title.Contains("公示到", StringComparison.Ordinal));

        Assert.IsType<StepResult.Done>(await officer.Get<CancelBatch>().RunAsync(batch, "漏了三家", Cancellation));
        Assert.Contains("停止公示：漏了三家", (await ToldAsync(city, Own))[^1], StringComparison.Ordinal);
        Assert.Equal((2, 1), ((await ToldAsync(city, Own)).Count, (await ToldAsync(city, Own + 1)).Count));
    }

    [Theory, OnBothDatabases]
    public async Task Who_waits_for_money_is_told_so_once_and_who_gets_it_is_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000);
        var batch = await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 1000, 2), ("C", 1000, 3));
        await AccountsAsync(city, "A", "B", "C");
        await ApproveAsync(city, batch);
        await city.BudgetAsync(2_000);
        await ApproveAsync(city, batch);

        Assert.Contains("已批准", Assert.Single(await ToldAsync(city, Own)), StringComparison.Ordinal);
        Assert.Equal(["排队", "已批准"], (await ToldAsync(city, Own + 1)).Select(title => title.Contains("排队", StringComparison.Ordinal) ? "排队" : "已批准"));
        Assert.Contains("资金不够，排队等候", Assert.Single(await ToldAsync(city, Own + 2)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_objected_to_is_told_whom_to_call_and_never_who_objected(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (batch, line) = await PublicAsync(city);

        await RaiseAsync(city, batch, line, Role.Public, Somebody, "市民");
        await RaiseAsync(city, batch, line, Role.Public, Somebody, "市民");

        var told = Assert.Single(await ToldAsync(city, Own), title => title.Contains("提出异议", StringComparison.Ordinal));
        Assert.Contains("市商务局", told, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", told, StringComparison.Ordinal);
        Assert.DoesNotContain("没有参加", told, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Both_sides_and_the_public_are_told_how_an_objection_ended_in_words_meant_for_them(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (batch, line) = await PublicAsync(city);
        await PromisesTests.AccountAsync(city, Somebody, Role.Public, "", null);
        await PromisesTests.AccountAsync(city, 11, Role.BureauOfficer, "3703", null);
        await RaiseAsync(city, batch, line, Role.Public, Somebody, "市民");
        await RaiseAsync(city, batch, line, Role.BureauOfficer, 11, "王敏");

        Assert.Contains("不要写提出人", Why(await DecideAsync(city, batch, false, "张三所说不实")), StringComparison.Ordinal);
        Assert.Contains("登在公示页", Why(await DecideAsync(city, batch, false, " ")), StringComparison.Ordinal);
        Assert.IsType<StepResult.Done>(await DecideAsync(city, batch, false, "参展合同和现场照片齐全"));

        Assert.Contains("异议核查后不成立：参展合同和现场照片齐全。还有 1 条异议在核查", (await ToldAsync(city, Own))[^1], StringComparison.Ordinal);
        Assert.StartsWith("您对A公司“", Assert.Single(await ToldAsync(city, Somebody)), StringComparison.Ordinal);
        Assert.Empty(await ToldAsync(city, 11));
        Assert.IsType<StepResult.Done>(await DecideAsync(city, batch, true, "展会没有举办"));

        Assert.Contains("异议核查后成立，不予兑付：展会没有举办", (await ToldAsync(city, Own))[^1], StringComparison.Ordinal);
        Assert.StartsWith("请转告 张三（13800000000）", Assert.Single(await ToldAsync(city, 11)), StringComparison.Ordinal);
        Assert.Single(await ToldAsync(city, Somebody));
        Assert.Equal("异议成立：展会没有举办", await city.ScalarAsync($"select reason from redemption_award where id = {line}"));
        await using var reader = city.As(Role.Public, Scope.Nothing, Somebody);
        Assert.Equal([(false, "参展合同和现场照片齐全"), (true, "展会没有举办")], (await reader.Get<PublicLists>().AnswersAsync(batch, Cancellation)).Select(one => (one.IsUpheld, one.Answer)).OrderBy(one => one.IsUpheld));
        Assert.DoesNotContain(await ToldAsync(city, Own), title => title.Contains("张三", StringComparison.Ordinal) || title.Contains("内部", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task One_objection_upheld_answers_the_others_and_each_who_objected_is_told_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (batch, line) = await PublicAsync(city);
        foreach (var account in new[] { Somebody, Somebody, Somebody + 1 }) await RaiseAsync(city, batch, line, Role.Public, account, "市民");

        Assert.IsType<StepResult.Done>(await DecideAsync(city, batch, true, "展会没有举办"));

        foreach (var account in new[] { Somebody, Somebody + 1 }) Assert.Contains("成立，这一条不予兑付：展会没有举办", Assert.Single(await ToldAsync(city, account)), StringComparison.Ordinal);
        Assert.Equal(3, (await ToldAsync(city, Own)).Count);
        await using var reader = city.As(Role.Public, Scope.Nothing, Somebody);
        Assert.Single(await reader.Get<PublicLists>().AnswersAsync(batch, Cancellation));
        await city.ExecuteAsync("update redemption_batch set state = 'Cancelled'");
        Assert.Empty(await reader.Get<PublicLists>().AnswersAsync(batch, Cancellation));
    }

    /// <summary>Decides the first objection that is open.</summary>
    private static async Task<StepResult> DecideAsync(TestInstallation city, long batch, bool isUpheld, string answer)
    {
        await using var officer = city.AsOfficer();
        var first = await city.CountAsync("select min(id) from redemption_objection where decided_at is null");
        return await officer.Get<Objections>().DecideAsync(batch, first, isUpheld, "内部核查记录", answer, Cancellation);
    }

    private static string Why(StepResult result) => Assert.Single(Assert.IsType<StepResult.Refused>(result).Problems).Message;

    private static async Task<long> DraftAsync(TestInstallation city)
    {
        var batch = await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 1), ("B", 1000, 2));
        await city.ExecuteAsync("update redemption_batch set state = 'Draft', public_from = null, public_to = null");
        await city.ExecuteAsync("update redemption_award set state = 'Proposed'");
        await AccountsAsync(city, "A", "B");
        return batch;
    }

    private static async Task<(long Batch, long Line)> PublicAsync(TestInstallation city)
    {
        var batch = await DraftAsync(city);
        await using var officer = city.AsOfficer();
        await officer.Get<ConfirmLines>().RunAsync(batch, null, Cancellation);
        Assert.IsType<StepResult.Done>(await officer.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
        return (batch, await LineAsync(city, "A"));
    }

    private static async Task RaiseAsync(TestInstallation city, long batch, long line, Role role, long account, string name)
    {
        await using var unit = city.As(role, role == Role.Public ? Scope.Nothing : Scope.OfRegions("3703"), account, name);
        Assert.IsType<StepResult.Done>(await unit.Get<Objections>().RaiseAsync(batch, new TypedObjection(line, "没有参加这个展会", "张三", "13800000000"), Cancellation));
    }

    private static async Task ApproveAsync(TestInstallation city, long batch)
    {
        await using var head = city.AsDirector();
        Assert.IsType<StepResult.Done>(await head.Get<ApproveBatch>().RunAsync(batch, true, Cancellation));
    }

    private static async Task AccountsAsync(TestInstallation city, params string[] codes)
    {
        foreach (var (code, at) in codes.Select((code, at) => (code, at)))
            await PromisesTests.AccountAsync(city, Own + at, Role.Enterprise, "", null, await city.CountAsync($"select subject from redemption_award where code = '{code}'"));
    }

    private static Task<long> LineAsync(TestInstallation city, string code) => city.CountAsync($"select id from redemption_award where code = '{code}'");

    private static async Task<List<string>> ToldAsync(TestInstallation city, long account)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Funeng.Modules.Foundation.Notifications.Notification>().AsNoTracking()
            .Where(row => row.Account == account).OrderBy(row => row.Id).Select(row => row.Title).ToListAsync(Cancellation);
    }
}
