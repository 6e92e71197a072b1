using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>Items from their opening to their end. The clock stands at Monday 2 March 2026, 9:00 in the city.</summary>
public sealed class TaskBookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_demand_is_due_in_two_hours_then_in_a_day_then_in_fifteen_days(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");

        var item = await city.OpenAsync(new NewTask("demand", TaskSource.None, "用电增容") { LeadBody = bureau.Id });
        Assert.Equal((new DateTimeOffset(2026, 3, 2, 11, 0, 0, TimeSpan.FromHours(8)), new DateOnly(2026, 3, 23)), (item.DueAt!.Value, item.EndsOn!.Value));

        item = await city.ActAsync(item.Id, new TaskAct.FinishStage("已电话联系"));
        Assert.Equal((1, new DateOnly(2026, 3, 3)), (item.Stage, item.DueOn!.Value));

        item = await city.ActAsync(item.Id, new TaskAct.FinishStage("已答复方案"));
        Assert.Equal(new DateOnly(2026, 3, 23), item.DueOn);

        item = await city.ActAsync(item.Id, new TaskAct.FinishStage("已送电"));
        Assert.Equal(TaskState.Submitted, item.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_pause_and_the_time_at_whoever_confirms_move_a_counted_limit_and_no_promised_day(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var counted = await city.OpenAsync(new NewTask("visit", TaskSource.None, "走访") { LeadBody = bureau.Id });
        var promised = await city.OpenAsync(new NewTask("errand", TaskSource.None, "报材料") { LeadBody = bureau.Id, Due = new DateOnly(2026, 3, 16) });
        Assert.Equal(new DateOnly(2026, 3, 16), counted.DueOn);

        foreach (var item in new[] { counted.Id, promised.Id }) await city.ActAsync(item, new TaskAct.Pause("等企业补材料"));
        city.Time.Advance(TimeSpan.FromDays(2));
        foreach (var item in new[] { counted.Id, promised.Id }) await city.ActAsync(item, new TaskAct.Resume("材料已到"));
        await city.ActAsync(counted.Id, new TaskAct.Submit("已走访"));
        city.Time.Advance(TimeSpan.FromDays(1));
        var returned = await city.ActAsync(counted.Id, new TaskAct.Return("缺照片"));

        Assert.Equal((TaskState.Open, new DateOnly(2026, 3, 19)), (returned.State, returned.DueOn!.Value));
        Assert.Equal(new DateOnly(2026, 3, 16), (await city.ReadAsync(promised.Id)).DueOn);
    }

    [Theory, OnBothDatabases]
    public async Task A_task_without_lead_measure_or_date_is_not_published_and_says_all_three(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();

        var result = await unit.Get<TaskBook>().OpenAsync(new NewTask("campaign", TaskSource.None, "冲刺一季度"), Cancellation);
        var draft = await unit.Get<TaskBook>().OpenAsync(new NewTask("campaign", TaskSource.None, "冲刺一季度") { IsDraft = true }, Cancellation);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);

        Assert.Equal(["LeadBody", "IndicatorName", "Due"], Assert.IsType<TaskResult.Refused>(result).Problems.Select(problem => problem.Field));
        Assert.IsType<TaskResult.Refused>(await unit.Get<TaskBook>().ActAsync(Assert.IsType<TaskResult.Done>(draft).Item.Id, new TaskAct.Publish(), Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_key_opens_one_item_and_every_change_leaves_a_step(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var source = new TaskSource("project", "P1", "某项目", "/projects/P1");
        var task = new NewTask("milestone", source, "取得施工许可") { Key = "permit", LeadBody = bureau.Id, Due = new DateOnly(2026, 4, 30) };

        var first = await city.OpenAsync(task);
        var again = await city.OpenAsync(task);
        await city.ActAsync(first.Id, new TaskAct.Report("材料已报", 40));
        await city.ActAsync(first.Id, new TaskAct.Close("已取证"));

        Assert.Equal(first.Id, again.Id);
        await using var unit = city.As();
        var steps = await unit.Get<FunengDb>().Set<TaskStep>().Where(step => step.Item == first.Id).OrderBy(step => step.Id).Select(step => step.Kind).ToListAsync(Cancellation);
        Assert.Equal([TaskStepKind.Opened, TaskStepKind.Reported, TaskStepKind.Closed], steps);
        Assert.Single(await unit.Get<TaskBook>().OfAsync("project", "P1", Cancellation));
        Assert.Equal(TaskState.Done, (await unit.Get<TaskBook>().FindAsync("project", "P1", "permit", Cancellation))!.State);
    }

    [Theory, OnBothDatabases]
    public async Task Those_who_do_the_work_hear_of_it_and_whoever_gave_it_out_hears_that_it_is_done(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var council = await city.MakeBodyAsync("督查室");

        TaskItem item;
        await using (var unit = city.AsHead(council))
        {
            item = await TaskSteps.OpenAsync(unit, new NewTask("errand", TaskSource.None, "报送名单") { Owner = Holder.Post(bureau.ClerkPost), Due = new DateOnly(2026, 3, 6) });
        }

        await using (var unit = city.AsClerk(bureau))
        {
            Assert.Contains("新任务：报送名单", (await unit.Get<NotificationBox>().LatestAsync(Cancellation)).Select(message => message.Title));
            await TaskSteps.ActAsync(unit, item.Id, new TaskAct.Submit("已报"));
            Assert.Single(await unit.Get<NotificationBox>().LatestAsync(Cancellation));
        }

        await using var giver = city.AsHead(council);
        Assert.Contains("请确认办结：报送名单（已报）", (await giver.Get<NotificationBox>().LatestAsync(Cancellation)).Select(message => message.Title));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_sees_an_item_that_is_none_of_his(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, helper, stranger) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"), await city.MakeBodyAsync("文旅局"));
        var item = await city.OpenAsync(new NewTask("errand", TaskSource.None, "合办") { LeadBody = bureau.Id, Cooperating = [helper.Id], Due = new DateOnly(2026, 3, 6) });
        var draft = await city.OpenAsync(new NewTask("errand", TaskSource.None, "未发布") { LeadBody = bureau.Id, IsDraft = true });

        async Task<(bool, bool)> SeesAsync(AsyncServiceScope unit)
        {
            await using (unit)
            {
                var sight = unit.Get<TaskSight>();
                return (await sight.FindAsync(item.Id, Cancellation) is not null, await sight.FindAsync(draft.Id, Cancellation) is not null);
            }
        }

        Assert.Equal((true, false), await SeesAsync(city.AsClerk(bureau)));
        Assert.Equal((true, false), await SeesAsync(city.AsClerk(helper)));
        Assert.Equal((false, false), await SeesAsync(city.AsClerk(stranger)));
        Assert.Equal((true, false), await SeesAsync(city.As(Role.SupervisionOffice, Scope.All, 77)));
        Assert.Equal((false, false), await SeesAsync(city.As(Role.SupervisionOffice, Scope.OfRegions("370305"), 77)));
        Assert.Equal((true, true), await SeesAsync(city.As(Role.Administrator)));
    }
}

/// <summary>Opens and changes items as tests need it, each in a unit of work of its own.</summary>
internal static class TaskSteps
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TaskItem> OpenAsync(this TestInstallation city, NewTask task)
    {
        await using var unit = city.As();
        return await OpenAsync(unit, task);
    }

    public static async Task<TaskItem> OpenAsync(AsyncServiceScope unit, NewTask task) => await SaveAsync(unit, await unit.Get<TaskBook>().OpenAsync(task, Cancellation));

    public static async Task<TaskItem> ActAsync(this TestInstallation city, long item, TaskAct act)
    {
        await using var unit = city.As();
        return await ActAsync(unit, item, act);
    }

    public static async Task<TaskItem> ActAsync(AsyncServiceScope unit, long item, TaskAct act) => await SaveAsync(unit, await unit.Get<TaskBook>().ActAsync(item, act, Cancellation));

    public static async Task<TaskItem> ReadAsync(this TestInstallation city, long item)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(row => row.Id == item, Cancellation);
    }

    private static async Task<TaskItem> SaveAsync(AsyncServiceScope unit, TaskResult result)
    {
        var done = result as TaskResult.Done ?? throw new InvalidOperationException(result is TaskResult.Refused refused ? string.Join("; ", refused.Problems) : "not found");
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return done.Item;
    }
}
