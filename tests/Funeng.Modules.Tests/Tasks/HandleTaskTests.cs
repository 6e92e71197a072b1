using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Absences;
using Funeng.Modules.Tasks.Handle;
using Funeng.Modules.Tasks.Inbox;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>What people may do to items on the pages, first what they may not.</summary>
public sealed class HandleTaskTests
{
    private static readonly DateOnly Friday = new(2026, 3, 6);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Whoever_does_the_work_cannot_confirm_it_and_a_helper_can_do_neither(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, helper) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "合办") { LeadBody = bureau.Id, Cooperating = [helper.Id], Due = Friday });

        Assert.IsType<TakeTaskResult.NotAllowed>(await TakeAsync(city.AsClerk(helper), item.Id, new TaskAct.Report("代报"), 0));
        Assert.IsType<TakeTaskResult.NotAllowed>(await TakeAsync(city.AsClerk(bureau), item.Id, new TaskAct.Close("自己办结"), 0));
        Assert.IsType<TakeTaskResult.NotAllowed>(await TakeAsync(city.AsClerk(bureau), item.Id, new TaskAct.Extend(Friday.AddDays(9), "再缓缓"), 0));
        Assert.IsType<TakeTaskResult.Taken>(await TakeAsync(city.AsClerk(bureau), item.Id, new TaskAct.Report("已开会"), 0));
        Assert.IsType<TakeTaskResult.ChangedMeanwhile>(await TakeAsync(city.AsHead(bureau), item.Id, new TaskAct.Report("晚到的"), 0));
    }

    [Theory, OnBothDatabases]
    public async Task Helpers_hand_in_their_own_plan_and_the_lead_rates_them(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, one, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"), await city.MakeBodyAsync("财政局"));
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "合办") { LeadBody = bureau.Id, Cooperating = [one.Id, other.Id], Due = Friday });
        var rows = await RowsAsync(city, item.Id);

        async Task<TakeTaskResult> AsAsync(AsyncServiceScope unit, Func<Cooperate, Task<TakeTaskResult>> act)
        {
            await using (unit)
            {
                return await act(unit.Get<Cooperate>());
            }
        }

        Assert.IsType<TakeTaskResult.NotAllowed>(await AsAsync(city.AsClerk(other), use => use.PlanAsync(item.Id, rows[one.Id], 0, "替人报", Cancellation)));
        Assert.IsType<TakeTaskResult.Taken>(await AsAsync(city.AsClerk(one), use => use.PlanAsync(item.Id, rows[one.Id], 0, "提供名单，张三负责，周四前", Cancellation)));
        Assert.IsType<TakeTaskResult.NotAllowed>(await AsAsync(city.AsClerk(one), use => use.RateAsync(item.Id, rows[one.Id], 1, 5, "", Cancellation)));
        Assert.IsType<TakeTaskResult.ChangedMeanwhile>(await AsAsync(city.AsClerk(bureau), use => use.RateAsync(item.Id, rows[one.Id], 0, 5, "", Cancellation)));
        Assert.IsType<TakeTaskResult.Refused>(await AsAsync(city.AsClerk(bureau), use => use.RateAsync(item.Id, rows[one.Id], 1, 1, "", Cancellation)));
        Assert.IsType<TakeTaskResult.Taken>(await AsAsync(city.AsClerk(bureau), use => use.RateAsync(item.Id, rows[one.Id], 1, 4, "", Cancellation)));
    }

    [Theory, OnBothDatabases]
    public async Task The_inbox_shows_the_most_overdue_first_and_apart_what_waits_for_others(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var later = await city.OpenAsync(new NewTask("errand", TaskSource.None, "以后") { Owner = Holder.Post(bureau.ClerkPost), Due = Friday.AddDays(30) });
        var late = await city.OpenAsync(new NewTask("errand", TaskSource.None, "已经超期") { Owner = Holder.Post(bureau.ClerkPost), Due = Friday.AddDays(-10) });
        var soon = await city.OpenAsync(new NewTask("errand", TaskSource.None, "就要到期") { LeadBody = bureau.Id, Due = Friday });
        TaskItem given;
        await using (var unit = city.AsClerk(bureau))
        {
            given = await TaskSteps.OpenAsync(unit, new NewTask("errand", TaskSource.None, "请局长签") { Owner = Holder.Post(bureau.HeadPost), Due = Friday });
        }

        await using var mine = city.AsClerk(bureau);
        var inbox = mine.Get<OpenInbox>();
        var view = await inbox.RunAsync(new InboxQuery(InboxTab.Mine), Cancellation);
        Assert.Equal([late.Id, soon.Id, later.Id], view.Rows.Select(row => row.Item.Id));
        Assert.Equal((1, 3, 1), (view.Late, view.Counts[InboxTab.Mine], view.Counts[InboxTab.Waiting]));
        Assert.Equal([given.Id], (await inbox.RunAsync(new InboxQuery(InboxTab.Waiting), Cancellation)).Rows.Select(row => row.Item.Id));
    }

    [Theory, OnBothDatabases]
    public async Task A_deputy_sees_and_does_the_work_of_whoever_is_away_and_nothing_before_or_after(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "科长的事") { Owner = Holder.Post(bureau.ClerkPost), Due = Friday.AddDays(30) });
        await using (var unit = city.AsClerk(bureau))
        {
            Assert.Empty(await unit.Get<KeepAbsences>().AddAsync(Holder.Person(other.Clerk).ToString(), "2026-03-04", "2026-03-06", "出差", Cancellation));
            Assert.NotEmpty(await unit.Get<KeepAbsences>().AddAsync(Holder.Person(other.Head).ToString(), "2026-03-05", "2026-03-09", "重叠", Cancellation));
        }

        Assert.IsType<TakeTaskResult.NotFound>(await TakeAsync(city.AsClerk(other), item.Id, new TaskAct.Report("太早"), 0));
        city.Time.Advance(TimeSpan.FromDays(2));
        Assert.IsType<TakeTaskResult.Taken>(await TakeAsync(city.AsClerk(other), item.Id, new TaskAct.Report("代办"), 0));
        city.Time.Advance(TimeSpan.FromDays(3));
        Assert.IsType<TakeTaskResult.NotFound>(await TakeAsync(city.AsClerk(other), item.Id, new TaskAct.Report("太晚"), 1));
    }

    [Theory, OnBothDatabases]
    public async Task The_deputy_of_a_deputy_who_is_away_himself_does_the_work_of_both_and_whoever_is_away_is_nobodys_deputy(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "科长的事") { Owner = Holder.Post(bureau.ClerkPost), Due = Friday.AddDays(30) });
        async Task<IReadOnlyList<Problem>> AwayAsync(AsyncServiceScope who, long deputy, string from, string to)
        {
            await using (who) return await who.Get<KeepAbsences>().AddAsync(Holder.Person(deputy).ToString(), from, to, "出差", Cancellation);
        }

        Assert.Empty(await AwayAsync(city.AsClerk(bureau), other.Clerk, "2026-03-02", "2026-03-06"));
        Assert.Contains("2026-03-02 至 2026-03-06 也外出", Assert.Single(await AwayAsync(city.AsClerk(other), bureau.Clerk, "2026-03-06", "2026-03-09")).Message, StringComparison.Ordinal);
        Assert.Empty(await AwayAsync(city.AsClerk(other), other.Head, "2026-03-02", "2026-03-04"));

        await city.ActAsync(item.Id, new TaskAct.Urge("急"));
        await using (var last = city.AsHead(other))
        {
            Assert.Equal([item.Id], (await last.Get<OpenInbox>().RunAsync(new InboxQuery(InboxTab.Mine), Cancellation)).Rows.Select(row => row.Item.Id));
            Assert.Contains(await last.Get<NotificationBox>().LatestAsync(Cancellation), message => message.Title.StartsWith("催办：科长的事", StringComparison.Ordinal));
        }

        city.Time.Advance(TimeSpan.FromDays(3));
        Assert.IsType<TakeTaskResult.NotFound>(await TakeAsync(city.AsHead(other), item.Id, new TaskAct.Report("回来了"), 0));
    }

    [Theory, OnBothDatabases]
    public async Task Many_items_are_urged_at_once_and_those_that_cannot_be_are_said(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var open = await city.OpenAsync(new NewTask("errand", TaskSource.None, "在办") { LeadBody = bureau.Id, Due = Friday });
        var over = await city.OpenAsync(new NewTask("errand", TaskSource.None, "已办") { LeadBody = bureau.Id, Due = Friday });
        await city.ActAsync(over.Id, new TaskAct.Close(""));

        await using var unit = city.As();
        var result = await unit.Get<TakeTaskStep>().RunAsync([open.Id, over.Id, 12345], new TaskAct.Urge("请加快"), Cancellation);

        Assert.Equal((1, 2), (result.Done, result.Refused.Count));
    }

    [Theory]
    [InlineData("照片.jpg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0 }, null)]
    [InlineData("说明.pdf", new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D, 0x31 }, null)]
    [InlineData("改名.jpg", new byte[] { 0x4D, 0x5A, 0x90, 0 }, "认不出")]
    [InlineData("照片.pdf", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "认不出")]
    [InlineData("网页.html", new byte[] { 0x3C, 0x68, 0x74, 0x6D, 0x6C }, "认不出")]
    [InlineData("空.pdf", new byte[0], "空的")]
    public async Task Evidence_is_kept_when_it_is_what_it_says(string name, byte[] content, string? refusal)
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "有照片的事") { LeadBody = bureau.Id, Due = Friday });
        await using var unit = city.AsClerk(bureau);

        var result = await unit.Get<AddEvidence>().RunAsync(item.Id, "..\\..\\" + name, new MemoryStream(content), Cancellation);

        if (refusal is null)
        {
            Assert.IsType<TakeTaskResult.Taken>(result);
            var kept = await unit.Get<FunengDb>().Set<TaskEvidence>().SingleAsync(Cancellation);
            await using var file = unit.Get<Evidence>().Open(kept)!;
            Assert.Equal((name, content.Length), (kept.FileName, (int)file.Length));
            return;
        }

        Assert.Contains(refusal, Assert.IsType<TakeTaskResult.Refused>(result).Problems[0].Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(city.DataFolder, "evidence")));
    }

    private static async Task<TakeTaskResult> TakeAsync(AsyncServiceScope unit, long item, TaskAct act, int version)
    {
        await using (unit)
        {
            return await unit.Get<TakeTaskStep>().RunAsync(item, act, version, Cancellation);
        }
    }

    private static async Task<Dictionary<long, long>> RowsAsync(TestInstallation city, long item)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<TaskCooperation>().Where(row => row.Item == item).ToDictionaryAsync(row => row.Body, row => row.Id, Cancellation);
    }
}
