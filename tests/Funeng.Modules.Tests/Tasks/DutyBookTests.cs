using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

public sealed class DutyBookTests
{
    private static readonly TaskSource Project = new("project", "P1", "某项目", "/projects/P1");
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_new_holder_ends_the_earlier_term_the_day_before_and_the_history_keeps_both(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (one, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));

        await AssignAsync(city, Holder.Post(one.HeadPost), new DateOnly(2026, 1, 5));
        await AssignAsync(city, Holder.Body(other.Id), Monday);

        await using var unit = city.As();
        var book = unit.Get<DutyBook>();
        Assert.Equal("工信局局长", Assert.Single(await book.OfAsync("project", "P1", Monday.AddDays(-1), Cancellation)).PersonName);
        Assert.Equal("科技局", Assert.Single(await book.OfAsync("project", "P1", Monday, Cancellation)).HolderName);
        Assert.Equal([(Monday, null), (new DateOnly(2026, 1, 5), Monday.AddDays(-1))], (await book.HistoryAsync("project", "P1", Cancellation)).Select(duty => (duty.From, duty.Until)));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_holder_named_again_on_the_last_day_of_his_term_goes_on(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var holder = Holder.Post((await city.MakeBodyAsync("工信局")).HeadPost);
        await AssignAsync(city, holder, new DateOnly(2026, 1, 5));
        await using (var unit = city.As())
        {
            var duty = Assert.Single(await unit.Get<DutyBook>().OfAsync("project", "P1", Monday, Cancellation));
            await unit.Get<DutyBook>().EndAsync(duty.Id, Monday, "结束", Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await AssignAsync(city, holder, Monday);

        await using var after = city.As();
        Assert.Equal(holder, Assert.Single(await after.Get<DutyBook>().OfAsync("project", "P1", Monday.AddDays(30), Cancellation)).Holder);
        Assert.Single(await after.Get<DutyBook>().OfAsync("project", "P1", Monday, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task When_the_holder_of_a_post_changes_duties_and_items_go_with_the_post(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        await AssignAsync(city, Holder.Post(bureau.ClerkPost), Monday);
        var item = await city.OpenAsync(new NewTask("errand", Project, "报材料") { Owner = Holder.Post(bureau.ClerkPost), Due = Monday.AddDays(4) });

        var account = await city.ReplaceAsync(bureau.ClerkPost, "新科长", Monday);

        await using (var before = city.AsClerk(bureau))
        {
            Assert.Null(await before.Get<TaskSight>().FindAsync(item.Id, Cancellation));
        }

        await using var unit = city.As(Modules.Foundation.Access.Role.BureauOfficer, Modules.Foundation.Access.Scope.Nothing, account, "新科长");
        Assert.NotNull(await unit.Get<TaskSight>().FindAsync(item.Id, Cancellation));
        Assert.Equal("新科长", Assert.Single(await unit.Get<DutyBook>().OfAsync("project", "P1", Monday, Cancellation)).PersonName);
    }

    [Theory, OnBothDatabases]
    public async Task A_person_who_leaves_hands_over_everything_open_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        await AssignAsync(city, Holder.Person(bureau.Clerk), new DateOnly(2026, 1, 5));
        var open = await city.OpenAsync(new NewTask("errand", Project, "报材料") { Owner = Holder.Person(bureau.Clerk), Due = Monday.AddDays(4) });
        var over = await city.OpenAsync(new NewTask("errand", Project, "旧事") { Owner = Holder.Person(bureau.Clerk), Due = Monday.AddDays(4) });
        await city.ActAsync(over.Id, new TaskAct.Close("已办"));

        await using (var unit = city.As())
        {
            Assert.Equal(2, await unit.Get<DutyBook>().HandOverAsync(Holder.Person(bureau.Clerk), Holder.Person(bureau.Head), Monday, "调离", Cancellation));
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using var after = city.As();
        Assert.Equal(Holder.Person(bureau.Head), Assert.Single(await after.Get<DutyBook>().OfAsync("project", "P1", Monday, Cancellation)).Holder);
        Assert.Equal(Holder.Person(bureau.Head), (await city.ReadAsync(open.Id)).Owner);
        Assert.Equal(Holder.Person(bureau.Clerk), (await city.ReadAsync(over.Id)).Owner);
    }

    private static async Task AssignAsync(TestInstallation city, Holder holder, DateOnly from)
    {
        await using var unit = city.As();
        await unit.Get<DutyBook>().AssignAsync(new NewDuty(Project, "project-leader", holder, from, "年初分工"), Cancellation);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }
}
