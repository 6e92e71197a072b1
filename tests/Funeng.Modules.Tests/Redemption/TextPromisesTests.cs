using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Notices;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Follow;
using Funeng.Modules.Redemption.Clocks;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Escalate;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using KeepNotices = Funeng.Modules.Notices.Drafts.KeepNotices;
using KeepResult = Funeng.Modules.Notices.Drafts.KeepResult;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>快申快享 of texts: a notice that gives money and is no policy when its promised day comes near is somebody's task.</summary>
public sealed class TextPromisesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_text_that_is_no_policy_when_its_promised_day_comes_goes_to_the_office_that_read_it_and_up_to_the_leader(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.Service<PolicyChanges>().RunAsync(Cancellation);
        var bureau = await city.MakeBodyAsync("商务局");
        await PromisesTests.AccountAsync(city, 42, Role.Leader, "3703", null);
        // Seven working days from Tuesday 3 March end on Thursday 12 March; the other is older than the installation.
        var (draft, _) = (await ReadNoticeAsync(city, bureau, "2026年3月3日"), await ReadNoticeAsync(city, bureau, "2026年2月27日"));

        Assert.Equal((0, 1, 0), (await WatchTextsAsync(city, 6), await WatchTextsAsync(city, 9), await WatchTextsAsync(city, 9)));
        Assert.Equal(1, await city.CountAsync($"select count(*) from task_item where kind = 'text' and lead_body = {bureau.Id} and due_on = '2026-03-12' and source_key = '{draft}'"));
        foreach (var day in new[] { 12, 13, 16, 17 })
        {
            await using var unit = city.As();
            await unit.Get<ClimbLadders>().RunAsync(new DateOnly(2026, 3, day), Cancellation);
        }

        await using (var leader = city.As(Role.Leader, Scope.OfRegions("3703"), 42, "周市长"))
            Assert.StartsWith("请您顶格协调：政策上线", Assert.Single(await leader.Get<NotificationBox>().LatestAsync(Cancellation)).Title, StringComparison.Ordinal);
        city.Time.Now = new DateTimeOffset(2026, 3, 17, 1, 0, 0, TimeSpan.Zero);
        await using (var officer = city.AsOfficer())
            Assert.Equal((10, true, null as DateOnly?), (await officer.Get<ReadPromises>().RunAsync(Cancellation)).Policies.Where(one => one.OpenedOn is null).Select(one => (one.Took!.Value, one.IsLate, one.OpenedOn)).Single());

        await using (var reader = city.AsClerk(bureau)) await reader.Get<KeepNotices>().DeleteAsync(draft, Cancellation);
        Assert.Equal(1, await WatchTextsAsync(city, 18));
        Assert.Equal("Done", await city.ScalarAsync("select state from task_item where kind = 'text'"));
    }

    [Theory, OnBothDatabases]
    public async Task A_text_whose_reader_has_left_goes_to_the_bureau_and_one_with_a_policy_of_its_number_to_nobody(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.Service<PolicyChanges>().RunAsync(Cancellation);
        var (left, bureau) = (await city.MakeBodyAsync("旧局"), await city.MakeBodyAsync("商务局"));
        await PromisesTests.AccountAsync(city, 62, Role.BureauOfficer, "3703", bureau.Clerk);
        var draft = await ReadNoticeAsync(city, left, "2026年3月3日");
        await using (var unit = city.As())
            await unit.Get<FunengDb>().Accounts.Where(account => account.Id == left.ClerkAccount).ExecuteUpdateAsync(row => row.SetProperty(account => account.LockoutEnd, Account.Never), Cancellation);

        Assert.Equal(1, await WatchTextsAsync(city, 11));
        Assert.Equal(bureau.Id, await city.CountAsync("select lead_body from task_item where kind = 'text'"));
        var number = city.Service<PolicyBook>().Policies.First(policy => policy.Number.Length > 0).Number;
        await city.ExecuteAsync($"update notice_draft set number = '{number}' where id = {draft}");
        Assert.Equal(1, await WatchTextsAsync(city, 12));
        Assert.Equal("Done", await city.ScalarAsync("select state from task_item where kind = 'text'"));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_is_promised_of_a_text_without_money_and_nothing_more_of_one_whose_task_was_ended_with_reasons(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.Service<PolicyChanges>().RunAsync(Cancellation);
        var bureau = await city.MakeBodyAsync("商务局");
        await ReadNoticeAsync(city, bureau, "2026年3月3日", gives: "对符合条件的企业予以公布。");
        Assert.Equal(0, await WatchTextsAsync(city, 11));

        var draft = await ReadNoticeAsync(city, bureau, "2026年3月3日");
        Assert.Equal(1, await WatchTextsAsync(city, 11));
        await city.ExecuteAsync($"update notice_draft set issued = '2026-03-04' where id = {draft}");
        Assert.Equal(0, await WatchTextsAsync(city, 12));
        await using (var unit = city.As())
        {
            await unit.Get<TaskBook>().ActAsync(await city.CountAsync("select id from task_item where kind = 'text'"), new TaskAct.Cancel("省里的文件，市里没有可申报的"), Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        Assert.Equal(0, await WatchTextsAsync(city, 16));
        Assert.Equal(1, await city.CountAsync("select count(*) from task_item where kind = 'text'"));
        await using var officer = city.AsOfficer();
        Assert.DoesNotContain((await officer.Get<ReadPromises>().RunAsync(Cancellation)).Policies, one => one.OpenedOn is null);
    }

    private static async Task<long> ReadNoticeAsync(TestInstallation city, MadeBody bureau, string day, string gives = "对符合条件的企业给予10万元奖励。")
    {
        await using var unit = city.AsClerk(bureau);
        var text = $"关于支持外贸企业的若干措施\n申报企业在淄博市注册，上年度出口额不低于100万元。\n{gives}\n淄博市商务局\n{day}";
        return Assert.IsType<KeepResult.Saved>(await unit.Get<KeepNotices>().StartAsync(NoticeFile.OfPlain(text), "Pasted", Cancellation)).Draft.Id;
    }

    private static async Task<int> WatchTextsAsync(TestInstallation city, int day)
    {
        city.Time.Now = new DateTimeOffset(2026, 3, day, 1, 0, 0, TimeSpan.Zero);
        await using var unit = city.As(id: null, name: "自动催办");
        return await unit.Get<WatchTexts>().RunAsync(Cancellation);
    }
}
