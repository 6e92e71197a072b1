using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Absences;
using Funeng.Modules.Tasks.Escalate;
using Funeng.Modules.Tasks.Handle;
using Funeng.Modules.Tasks.Inbox;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>Items that nobody works on climb by themselves, day by working day. The clock begins at Monday 2 March 2026.</summary>
public sealed class ClimbLaddersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_late_item_is_reminded_carded_and_taken_to_the_leader_each_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var leader = await LeaderAsync(city);
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "报送名单") { Owner = Holder.Post(bureau.ClerkPost), Due = new DateOnly(2026, 3, 6) });

        await PassDaysAsync(city, 25);

        Assert.Equal(
            [
                (new DateOnly(2026, 3, 3), TaskStepKind.Reminded), (new DateOnly(2026, 3, 5), TaskStepKind.Reminded), (new DateOnly(2026, 3, 6), TaskStepKind.Reminded),
                (new DateOnly(2026, 3, 9), TaskStepKind.YellowCard), (new DateOnly(2026, 3, 13), TaskStepKind.RedCard), (new DateOnly(2026, 3, 18), TaskStepKind.Escalated),
            ],
            await StepsAsync(city, item.Id));
        Assert.Equal(TaskLight.Red, (await city.ReadAsync(item.Id)).Light);
        await using var unit = city.As(Role.Leader, Scope.All, leader, "周市长");
        Assert.Equal("请您顶格协调：报送名单（2026-03-06 到期，超期 12 天）", Assert.Single(await unit.Get<NotificationBox>().LatestAsync(Cancellation)).Title);
    }

    [Theory, OnBothDatabases]
    public async Task On_days_off_nothing_moves_and_a_paused_or_handed_in_item_rests(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var paused = await city.OpenAsync(new NewTask("errand", TaskSource.None, "暂停的") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 6) });
        var handedIn = await city.OpenAsync(new NewTask("errand", TaskSource.None, "已交的") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 6) });
        await city.ActAsync(paused.Id, new TaskAct.Pause("等批复"));
        await city.ActAsync(handedIn.Id, new TaskAct.Submit("已办"));
        await city.OpenAsync(new NewTask("errand", TaskSource.None, "在办的") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 9) });

        city.Time.Advance(TimeSpan.FromDays(5));
        await using var unit = city.As();
        Assert.Equal(0, await unit.Get<ClimbLadders>().RunAsync(Cancellation));
        city.Time.Advance(TimeSpan.FromDays(2));
        // The one at work; and whoever gave out the one handed in is reminded, its doer is not.
        Assert.Equal(2, await unit.Get<ClimbLadders>().RunAsync(Cancellation));
        Assert.Equal(TaskLight.Green, (await city.ReadAsync(handedIn.Id)).Light);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_handed_in_and_not_confirmed_reminds_its_giver_then_the_office_and_costs_its_doer_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        var office = await OfficeAsync(city);
        TaskItem item;
        await using (var giver = city.AsHead(bureau)) item = await TaskSteps.OpenAsync(giver, new NewTask("errand", TaskSource.None, "报送名单") { LeadBody = other.Id, Due = new DateOnly(2026, 3, 6) });
        await city.ActAsync(item.Id, new TaskAct.Submit("已办"));

        await PassDaysAsync(city, 11);
        Assert.Equal(["请确认办结：报送名单（已办）", "请确认办结：报送名单（2026-03-02 提交办结，5 个工作日没有人确认）"], await MessagesAsync(city, bureau.HeadAccount));
        Assert.Empty(await MessagesAsync(city, office));
        await PassDaysAsync(city, 6);

        Assert.Equal(["请确认办结：报送名单（2026-03-02 提交办结，10 个工作日没有人确认）"], await MessagesAsync(city, office));
        Assert.DoesNotContain(await MessagesAsync(city, other.ClerkAccount), title => title.Contains("确认", StringComparison.Ordinal));
        await using var unit = city.As();
        Assert.Empty(await unit.Get<FunengDb>().Set<SupervisionOrder>().ToListAsync(Cancellation));
        Assert.Equal((TaskState.Submitted, TaskLight.Green), ((await city.ReadAsync(item.Id)).State, (await city.ReadAsync(item.Id)).Light));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_stands_in_for_the_giver_hears_that_it_is_done_and_confirms_it_unless_it_is_his_own_work(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        async Task<TaskItem> GivenAsync(string title, Holder doer)
        {
            await using var giver = city.AsHead(bureau);
            return await TaskSteps.OpenAsync(giver, new NewTask("errand", TaskSource.None, title) { Owner = doer, Due = new DateOnly(2026, 3, 6) });
        }

        var (item, own) = (await GivenAsync("报送名单", Holder.Person(other.Clerk)), await GivenAsync("代办人的事", Holder.Person(bureau.Clerk)));
        await using (var away = city.AsHead(bureau)) Assert.Empty(await away.Get<KeepAbsences>().AddAsync($"Person:{bureau.Clerk}", "2026-03-02", "2026-03-13", "出差", Cancellation));
        await city.ActAsync(item.Id, new TaskAct.Submit("已办"));
        await city.ActAsync(own.Id, new TaskAct.Submit("已办"));
        await PassDaysAsync(city, 8);

        var told = (await MessagesAsync(city, bureau.ClerkAccount)).FindAll(title => title.StartsWith("请确认办结", StringComparison.Ordinal));
        Assert.Equal(["请确认办结：报送名单（已办）", "请确认办结：报送名单（2026-03-02 提交办结，5 个工作日没有人确认）"], told);
        await using var deputy = city.AsClerk(bureau);
        Assert.IsNotType<TakeTaskResult.Taken>(await deputy.Get<TakeTaskStep>().RunAsync(own.Id, new TaskAct.Close("可以"), null, Cancellation));
        Assert.True(Assert.Single((await deputy.Get<OpenInbox>().RunAsync(new InboxQuery(InboxTab.Mine), Cancellation)).Rows, row => row.Item.Id == item.Id).AwaitsMe);
        await using var confirms = city.AsClerk(bureau);
        Assert.IsType<TakeTaskResult.Taken>(await confirms.Get<TakeTaskStep>().RunAsync(item.Id, new TaskAct.Close("可以"), null, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task An_item_given_out_on_its_last_day_reminds_once_however_often_the_clock_looks(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "今天就要") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 2) });

        await PassDaysAsync(city, 1);

        Assert.Equal([TaskStepKind.Reminded], (await StepsAsync(city, item.Id)).Select(step => step.Kind));
    }

    [Theory, OnBothDatabases]
    public async Task Rungs_reached_all_at_once_are_all_kept_and_told_in_one_message(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var follower = await LeaderAsync(city);
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "补录的旧事") { Owner = Holder.Post(bureau.ClerkPost), Due = new DateOnly(2026, 3, 3) });
        await using (var follow = city.As(Role.Leader, Scope.All, follower, "周市长"))
            Assert.IsType<TakeTaskResult.Taken>(await follow.Get<FollowTask>().RunAsync(item.Id, true, Cancellation));

        city.Time.Advance(TimeSpan.FromDays(10));
        await using (var unit = city.As(Role.Administrator, Scope.All, null, "自动催办"))
            await unit.Get<ClimbLadders>().RunAsync(Cancellation);

        Assert.Equal([TaskStepKind.Reminded, TaskStepKind.YellowCard, TaskStepKind.RedCard], (await StepsAsync(city, item.Id)).Select(step => step.Kind));
        await using var reader = city.As(Role.Leader, Scope.All, follower, "周市长");
        Assert.StartsWith("红牌：补录的旧事", Assert.Single(await reader.Get<NotificationBox>().LatestAsync(Cancellation)).Title, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_conflict_on_one_item_leaves_the_others_carded_in_the_database(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var one = await city.OpenAsync(new NewTask("errand", TaskSource.None, "被人改动的") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 3) });
        var other = await city.OpenAsync(new NewTask("errand", TaskSource.None, "没人改动的") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 3) });
        city.Time.Advance(TimeSpan.FromDays(2));

        await using (var unit = city.As(Role.Administrator, Scope.All, null, "自动催办"))
        {
            // Read before somebody else changes it, as a page of items is.
            await unit.Get<FunengDb>().Set<TaskItem>().SingleAsync(item => item.Id == one.Id, Cancellation);
            await city.ActAsync(one.Id, new TaskAct.Report("正在办"));
            await unit.Get<ClimbLadders>().RunAsync(Cancellation);
        }

        Assert.Equal((TaskLight.Green, TaskLight.Yellow), ((await city.ReadAsync(one.Id)).Light, (await city.ReadAsync(other.Id)).Light));
        await PassDaysAsync(city, 1);
        Assert.Equal(TaskLight.Yellow, (await city.ReadAsync(one.Id)).Light);
    }

    [Theory, OnBothDatabases]
    public async Task The_third_yellow_card_within_ninety_days_is_a_red_one_and_the_history_says_so(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "一拖再拖") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 6) });

        for (var round = 0; round < 3; round++)
        {
            await PassDaysAsync(city, 8);
            if (round < 2) await city.ActAsync(item.Id, new TaskAct.Extend(DateOnly.FromDateTime(city.Time.Now.Date).AddDays(4), "再给几天"));
        }

        var steps = (await StepsAsync(city, item.Id)).Select(step => step.Kind).ToList();
        Assert.Equal(3, steps.Count(step => step == TaskStepKind.YellowCard));
        Assert.Single(steps, step => step == TaskStepKind.RedCard);
        Assert.Equal(TaskLight.Red, (await city.ReadAsync(item.Id)).Light);
    }

    [Theory, OnBothDatabases]
    public async Task A_later_end_does_not_take_back_the_card_of_a_stage_that_is_late(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("reception", TaskSource.None, "接洽") { LeadBody = bureau.Id });
        await PassDaysAsync(city, 8);
        var late = (await city.ReadAsync(item.Id)).Light;

        await city.ActAsync(item.Id, new TaskAct.Extend(DateOnly.FromDateTime(city.Time.Now.Date).AddDays(20), "再给几天"));

        var after = await city.ReadAsync(item.Id);
        Assert.NotEqual(TaskLight.Green, late);
        Assert.Equal(late, after.Light);
        Assert.True(after.DueOn < DateOnly.FromDateTime(city.Time.Now.Date));
    }

    [Theory, OnBothDatabases]
    public async Task Twenty_silent_days_become_a_supervision_order_by_themselves(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "没有声音的事") { LeadBody = bureau.Id, Due = new DateOnly(2026, 12, 31) });

        await PassDaysAsync(city, 40);

        await using var unit = city.As();
        var order = await unit.Get<FunengDb>().Set<SupervisionOrder>().SingleAsync(Cancellation);
        Assert.Equal((item.Id, bureau.Id, true, "督办〔2026〕1号", new DateOnly(2026, 3, 30)), (order.Item!.Value, order.Body, order.IsAutomatic, order.Number, order.IssuedOn));
    }

    [Theory, OnBothDatabases]
    public async Task What_lay_with_whoever_confirms_is_neither_silence_nor_lateness_of_whoever_handed_it_in(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "报材料") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 20) });
        await city.ActAsync(item.Id, new TaskAct.Submit("已报"));
        // Twenty-one working days with whoever gave it out.
        city.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(new DateOnly(2026, 4, 21), (await city.ActAsync(item.Id, new TaskAct.Return("缺附件"))).DueOn);

        await PassDaysAsync(city, 5);

        Assert.DoesNotContain(await StepsAsync(city, item.Id), step => step.Kind is TaskStepKind.YellowCard or TaskStepKind.RedCard or TaskStepKind.Supervised or TaskStepKind.Escalated);
        await using var unit = city.As();
        Assert.Equal(0, await unit.Get<FunengDb>().Set<SupervisionOrder>().CountAsync(Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task An_order_the_clock_issued_ends_with_its_task_and_rises_no_more(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "没有声音的事") { LeadBody = bureau.Id, Due = new DateOnly(2026, 12, 31) });
        await PassDaysAsync(city, 29);
        await city.ActAsync(item.Id, new TaskAct.Close("已办完"));
        await PassDaysAsync(city, 20);

        await using var unit = city.As();
        var order = await unit.Get<FunengDb>().Set<SupervisionOrder>().SingleAsync(Cancellation);
        Assert.Equal((OrderLevel.Order, OrderState.Closed, 1), (order.Level, order.State, order.Points));
        Assert.Contains("任务已办结", (await unit.Get<FunengDb>().Set<SupervisionStep>().SingleAsync(step => step.Kind == OrderStepKind.Closed, Cancellation)).Text, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_card_is_told_to_those_who_do_the_work_also_when_an_order_comes_with_it_or_can_go_to_nobody(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var follower = await LeaderAsync(city);
        var led = await city.OpenAsync(new NewTask("errand", TaskSource.None, "有牵头的") { LeadBody = bureau.Id, Owner = Holder.Person(bureau.Clerk), Due = new DateOnly(2026, 3, 27) });
        var unled = await city.OpenAsync(new NewTask("errand", TaskSource.None, "没有牵头的") { Owner = Holder.Person(bureau.Clerk), Due = new DateOnly(2026, 12, 31) });
        await using (var follow = city.As(Role.Leader, Scope.All, follower, "周市长"))
            Assert.IsType<TakeTaskResult.Taken>(await follow.Get<FollowTask>().RunAsync(led.Id, true, Cancellation));
        city.Time.Advance(TimeSpan.FromDays(28));
        await using (var unit = city.As(Role.Administrator, Scope.All, null, "自动催办"))
            await unit.Get<ClimbLadders>().RunAsync(Cancellation);

        Assert.Equal([TaskStepKind.Reminded, TaskStepKind.YellowCard, TaskStepKind.Supervised], (await StepsAsync(city, led.Id)).Select(step => step.Kind).Order());
        await using var after = city.As(Role.Leader, Scope.All, follower, "周市长");
        Assert.Contains(await after.Get<NotificationBox>().LatestAsync(Cancellation), message => message.Title.StartsWith("黄牌：有牵头的", StringComparison.Ordinal));
        await using var clerk = city.AsClerk(bureau);
        Assert.Contains(await clerk.Get<NotificationBox>().LatestAsync(Cancellation), message => message.Title.EndsWith("督办单发不出：没有牵头的", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task An_order_nobody_answers_rises_level_by_level_and_costs_points(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        await using (var unit = city.As())
        {
            await unit.Get<IssueOrders>().IssueAsync(new NewOrder("用地手续", "请说明进度", bureau.Id), Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await PassDaysAsync(city, 60);

        await using var after = city.As();
        var order = await after.Get<FunengDb>().Set<SupervisionOrder>().SingleAsync(Cancellation);
        var raised = await after.Get<FunengDb>().Set<SupervisionStep>().Where(step => step.Kind == OrderStepKind.Raised).CountAsync(Cancellation);
        Assert.Equal((OrderLevel.Interview, 3, 1 + 2 + 4 + 6), (order.Level, raised, order.Points));
    }

    /// <summary>Day after day, at the same hour, what the clock does each morning; twice, as with two processes.</summary>
    private static async Task PassDaysAsync(TestInstallation city, int days)
    {
        for (var day = 0; day < days; day++)
        {
            for (var process = 0; process < 2; process++)
            {
                await using var unit = city.As(Role.Administrator, Scope.All, null, "自动催办");
                await unit.Get<ClimbLadders>().RunAsync(Cancellation);
                await unit.Get<IssueOrders>().RaiseSilentAsync(Cancellation);
            }

            city.Time.Advance(TimeSpan.FromDays(1));
        }
    }

    private static async Task<List<(DateOnly On, TaskStepKind Kind)>> StepsAsync(TestInstallation city, long item)
    {
        await using var unit = city.As();
        var steps = await unit.Get<FunengDb>().Set<TaskStep>().Where(step => step.Item == item && step.Kind != TaskStepKind.Opened && step.Kind != TaskStepKind.Extended).OrderBy(step => step.Id).ToListAsync(Cancellation);
        return [.. steps.Select(step => (DateOnly.FromDateTime(step.At.ToOffset(TimeSpan.FromHours(8)).DateTime), step.Kind))];
    }

    private static Task<long> LeaderAsync(TestInstallation city) => MakeAsync(city, new NewUser("mayor", "周市长", Role.Leader, Scope.All, "abcdef12345", "测试"));

    private static Task<long> OfficeAsync(TestInstallation city) => MakeAsync(city, new NewUser("office", "督查室", Role.SupervisionOffice, Scope.All, "abcdef12345", "测试"));

    private static async Task<long> MakeAsync(TestInstallation city, NewUser user)
    {
        await using var unit = city.As();
        return Assert.IsType<CreateUserResult.Created>(await unit.Get<CreateUser>().RunAsync(user, Cancellation)).Account;
    }

    private static async Task<List<string>> MessagesAsync(TestInstallation city, long account)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Notification>().Where(row => row.Account == account).OrderBy(row => row.Id).Select(row => row.Title).ToListAsync(Cancellation);
    }
}
