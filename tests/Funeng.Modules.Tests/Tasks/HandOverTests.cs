using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Absences;
using Funeng.Modules.Tasks.Handle;
using Funeng.Modules.Tasks.HandOver;
using Funeng.Modules.Tasks.People;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>A person's work goes to another at once; an account is joined to a person; long lists are searched; followers hear only of what they see.</summary>
public sealed class HandOverTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private static readonly TaskSource Project = new("project", "P1", "某项目", "/projects/P1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_head_hands_over_within_his_own_body_and_nobody_elsewhere(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        var item = await city.OpenAsync(new NewTask("errand", Project, "报材料") { Owner = Holder.Person(bureau.Clerk), Due = Monday.AddDays(4) });
        await using (var unit = city.As())
        {
            await unit.Get<DutyBook>().AssignAsync(new NewDuty(Project, "project-leader", Holder.Person(bureau.Clerk), Monday, "分工") { Until = Monday.AddDays(90) }, Cancellation);
            await unit.Get<DutyBook>().AssignAsync(new NewDuty(Project, "project-owner", Holder.Post(bureau.ClerkPost), Monday, "分工"), Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using (var stranger = city.AsHead(other))
        {
            Assert.Empty(await stranger.Get<HandOverWork>().FindAsync("工信", Cancellation));
            Assert.Null(await stranger.Get<HandOverWork>().ReadAsync(Holder.Person(bureau.Clerk), Cancellation));
            Assert.Equal(2, (await stranger.Get<HandOverWork>().RunAsync($"Person:{bureau.Clerk}", $"Person:{bureau.Head}", "2026-03-02", "调离", Cancellation)).Problems.Count);
        }

        await using (var head = city.AsHead(bureau))
        {
            var held = (await head.Get<HandOverWork>().ReadAsync(Holder.Person(bureau.Clerk), Cancellation))!;
            Assert.Equal((1, 1, 1), (held.Duties.Count, held.Items.Count, held.OfPosts));
            Assert.Equal("To", Assert.Single((await head.Get<HandOverWork>().RunAsync($"Person:{bureau.Clerk}", $"Person:{other.Head}", "2026-03-02", "调离", Cancellation)).Problems).Field);
            Assert.Equal(["Day", "Reason"], (await head.Get<HandOverWork>().RunAsync($"Person:{bureau.Clerk}", $"Person:{bureau.Head}", "2026-03-01", "", Cancellation)).Problems.Select(problem => problem.Field));
            Assert.Equal((2, 0), await MovedAsync(head.Get<HandOverWork>(), bureau));
        }

        Assert.Equal(Holder.Person(bureau.Head), (await city.ReadAsync(item.Id)).Owner);
        await using var after = city.As();
        var duty = Assert.Single(await after.Get<DutyBook>().OfHolderAsync(Holder.Person(bureau.Head), Monday, Cancellation));
        Assert.Equal(("project-leader", Monday.AddDays(90)), (duty.Role, duty.Until!.Value));
        Assert.Equal(Holder.Post(bureau.ClerkPost), Assert.Single(await after.Get<DutyBook>().OfAsync("project", "P1", Monday, Cancellation), held => held.Role == "project-owner").Holder);
    }

    [Theory, OnBothDatabases]
    public async Task A_clerk_hands_over_only_his_own_an_overseer_within_his_scope_and_nobody_to_whom_no_office_is_held(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, company) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("某公司", OrganizationKind.Enterprise));
        await city.ExecuteAsync($"update organization set region = '370303' where id = {bureau.Id}");
        await city.OpenAsync(new NewTask("errand", Project, "报材料") { Owner = Holder.Person(bureau.Clerk), Due = Monday.AddDays(4) });
        await city.OpenAsync(new NewTask("errand", Project, "还没发布") { Owner = Holder.Person(bureau.Clerk), Due = Monday.AddDays(4), IsDraft = true });
        async Task<IEnumerable<string>> FieldsAsync(AsyncServiceScope unit, Holder from, Holder to)
        {
            await using (unit) return (await unit.Get<HandOverWork>().RunAsync(from.ToString(), to.ToString(), "2026-03-02", "调离", Cancellation)).Problems.Select(problem => problem.Field);
        }

        Assert.Equal(["From"], await FieldsAsync(city.AsClerk(bureau), Holder.Person(bureau.Head), Holder.Person(bureau.Clerk)));
        Assert.Equal(["From"], await FieldsAsync(city.AsClerk(bureau), Holder.Post(bureau.ClerkPost), Holder.Person(bureau.Head)));
        Assert.Equal(["From", "To"], await FieldsAsync(city.As(Role.SupervisionOffice, Scope.OfRegions("370304")), Holder.Person(bureau.Clerk), Holder.Person(bureau.Head)));
        Assert.Equal(["To"], await FieldsAsync(city.As(), Holder.Person(bureau.Clerk), Holder.Post(company.ClerkPost)));
        Assert.Equal(["To"], await FieldsAsync(city.As(), Holder.Person(bureau.Clerk), Holder.Person(company.Clerk)));
        await city.ExecuteAsync($"update tenure set to_on = '2026-03-01' where person = {bureau.Head}");
        Assert.Equal(["To"], await FieldsAsync(city.As(), Holder.Person(bureau.Clerk), Holder.Person(bureau.Head)));
        await using (var clerk = city.AsClerk(bureau)) Assert.Equal("报材料", Assert.Single((await clerk.Get<HandOverWork>().ReadAsync(Holder.Person(bureau.Clerk), Cancellation))!.Items).Title);

        Assert.Empty(await FieldsAsync(city.As(Role.SupervisionOffice, Scope.OfRegions("370303")), Holder.Person(bureau.Clerk), Holder.Post(bureau.HeadPost)));
        await using var after = city.As();
        Assert.Equal(Holder.Person(bureau.Clerk), (await after.Get<FunengDb>().Set<TaskItem>().SingleAsync(item => item.State == TaskState.Draft, Cancellation)).Owner);
    }

    [Theory, OnBothDatabases]
    public async Task Who_stands_in_changes_from_the_day_and_is_counted(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        await using (var unit = city.As())
        {
            await unit.Get<DutyBook>().AssignAsync(new NewDuty(Project, "project-leader", Holder.Post(other.HeadPost), Monday.AddDays(-9), "分工") { Deputy = Holder.Person(bureau.Clerk) }, Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using (var head = city.AsHead(bureau))
        {
            Assert.Equal(1, (await head.Get<HandOverWork>().ReadAsync(Holder.Person(bureau.Clerk), Cancellation))!.Count);
            Assert.Equal(1, (await head.Get<HandOverWork>().RunAsync($"Person:{bureau.Clerk}", $"Person:{bureau.Head}", "2026-03-05", "调离", Cancellation)).Moved);
        }

        await using var after = city.As();
        async Task<Holder?> DeputyAsync(DateOnly day) => Assert.Single(await after.Get<DutyBook>().OfAsync("project", "P1", day, Cancellation)).Deputy;
        Assert.Equal((Holder.Person(bureau.Clerk), Holder.Person(bureau.Head)), ((await DeputyAsync(Monday))!.Value, (await DeputyAsync(Monday.AddDays(3)))!.Value));
    }

    [Theory, OnBothDatabases]
    public async Task What_somebody_gave_out_is_confirmed_by_whoever_takes_his_work_over(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        TaskItem item;
        await using (var giver = city.AsClerk(bureau)) item = await TaskSteps.OpenAsync(giver, new NewTask("errand", Project, "报材料") { LeadBody = other.Id, Due = Monday.AddDays(4) });
        await city.ActAsync(item.Id, new TaskAct.Submit("已报"));

        await using (var head = city.AsHead(bureau))
        {
            Assert.Equal([item.Id], (await head.Get<HandOverWork>().ReadAsync(Holder.Person(bureau.Clerk), Cancellation))!.Given.Select(given => given.Id));
            Assert.Equal((1, 0), await MovedAsync(head.Get<HandOverWork>(), bureau));
        }

        await using (var clerk = city.AsClerk(bureau)) Assert.Null(await clerk.Get<TaskSight>().FindAsync(item.Id, Cancellation));
        await using (var head = city.AsHead(bureau)) Assert.IsType<TakeTaskResult.Taken>(await head.Get<TakeTaskStep>().RunAsync(item.Id, new TaskAct.Close("可以"), null, Cancellation));
        Assert.Equal((TaskState.Done, "工信局局长"), ((await city.ReadAsync(item.Id)).State, (await city.ReadAsync(item.Id)).CreatorName));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_takes_work_over_does_not_confirm_what_he_does_himself(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        TaskItem his, givers, elsewhere;
        await using (var giver = city.AsClerk(bureau)) his = await TaskSteps.OpenAsync(giver, new NewTask("errand", Project, "接手人在办") { Owner = Holder.Person(bureau.Head), Due = Monday.AddDays(4) });
        await using (var giver = city.AsClerk(bureau)) givers = await TaskSteps.OpenAsync(giver, new NewTask("errand", Project, "自己交给自己") { Owner = Holder.Person(bureau.Clerk), Due = Monday.AddDays(4) });
        await using (var giver = city.AsClerk(bureau)) elsewhere = await TaskSteps.OpenAsync(giver, new NewTask("errand", Project, "别人在办") { LeadBody = other.Id, Due = Monday.AddDays(4) });
        await city.ActAsync(his.Id, new TaskAct.Submit("已报"));

        await using (var officer = city.As()) Assert.Empty((await officer.Get<HandOverWork>().RunAsync($"Person:{bureau.Clerk}", $"Person:{bureau.Head}", "2026-03-02", "调离", Cancellation)).Problems);

        await using var head = city.AsHead(bureau);
        Assert.Equal((null, null, bureau.HeadAccount), ((await city.ReadAsync(his.Id)).Creator, (await city.ReadAsync(givers.Id)).Creator, (await city.ReadAsync(elsewhere.Id)).Creator!.Value));
        Assert.False((await head.Get<TaskSight>().RightsAsync(await city.ReadAsync(his.Id), Cancellation)).Directs);
        Assert.IsNotType<TakeTaskResult.Taken>(await head.Get<TakeTaskStep>().RunAsync(his.Id, new TaskAct.Close("可以"), null, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_handed_to_a_post_is_confirmed_by_its_holder_also_while_he_is_away(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        // Made first, the deputy has the lower id.
        var (other, bureau) = (await city.MakeBodyAsync("科技局"), await city.MakeBodyAsync("工信局"));
        TaskItem item;
        await using (var giver = city.AsClerk(bureau)) item = await TaskSteps.OpenAsync(giver, new NewTask("errand", Project, "报材料") { Owner = Holder.Person(other.Head), Due = Monday.AddDays(4) });
        await using (var away = city.AsHead(bureau)) Assert.Empty(await away.Get<KeepAbsences>().AddAsync($"Person:{other.Clerk}", "2026-03-02", "2026-03-04", "出差", Cancellation));

        await using (var officer = city.As()) Assert.Empty((await officer.Get<HandOverWork>().RunAsync($"Person:{bureau.Clerk}", $"Post:{bureau.HeadPost}", "2026-03-02", "调离", Cancellation)).Problems);

        Assert.Equal(bureau.HeadAccount, (await city.ReadAsync(item.Id)).Creator);
    }

    [Theory, OnBothDatabases]
    public async Task An_account_is_joined_to_a_person_and_then_sees_his_work(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var account = await city.ReplaceAsync(bureau.ClerkPost, "新科长", Monday);
        await city.ExecuteAsync($"delete from account_person where account = {account}");
        var item = await city.OpenAsync(new NewTask("errand", Project, "报材料") { Owner = Holder.Post(bureau.ClerkPost), Due = Monday.AddDays(4) });
        async Task<bool> SeesAsync()
        {
            await using var unit = city.As(Role.BureauOfficer, Scope.Nothing, account, "新科长");
            return await unit.Get<TaskSight>().FindAsync(item.Id, Cancellation) is not null;
        }

        Assert.False(await SeesAsync());
        await using (var officer = city.AsHead(bureau)) Assert.NotNull(await officer.Get<LinkAccounts>().RunAsync(account, bureau.Head, Cancellation));
        await using (var unit = city.As())
        {
            var link = unit.Get<LinkAccounts>();
            Assert.Equal(["新科长"], (await link.BrowseAsync(null, true, 1, 20, Cancellation)).Rows.Select(row => row.DisplayName));
            var person = Assert.Single(await link.FindAsync("新科", Cancellation));
            Assert.Equal(("工信局科长", false), (person.Posts, person.IsTaken));
            Assert.Null(await link.RunAsync(account, person.Id, Cancellation));
        }

        Assert.True(await SeesAsync());
        await using (var unit = city.As()) Assert.Null(await unit.Get<LinkAccounts>().RunAsync(account, null, Cancellation));
        Assert.False(await SeesAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_beyond_the_five_hundredth_is_found_and_may_be_given_work(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var last = await city.MakeBodyAsync("终审办");
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        foreach (var index in Enumerable.Range(0, FindHolders.Most))
        {
            var (person, post) = (new Person { Id = ids.Next(), Name = $"科员{index}", CreatedAt = city.Time.Now }, new Post { Id = ids.Next(), Organization = last.Id, Title = $"岗位{index:000}", Rank = -1 });
            db.AddRange(person, post, new Tenure { Id = ids.Next(), Person = person.Id, Post = post.Id, FromOn = Monday });
        }

        await db.SaveChangesAsync(Cancellation);
        var find = unit.Get<FindHolders>();
        Assert.DoesNotContain(await find.PostsAsync(null, Cancellation), holder => holder.Holder == Holder.Post(last.ClerkPost));
        Assert.Equal(Holder.Post(last.ClerkPost), Assert.Single(await find.PostsAsync("科长", Cancellation)).Holder);
        Assert.True(await find.IsForDelegationAsync(Holder.Post(last.ClerkPost), Cancellation));
        Assert.False(await find.IsForDelegationAsync(Holder.Post(1), Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_follower_who_no_longer_sees_an_item_hears_no_more_of_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("科技局"));
        var item = await city.OpenAsync(new NewTask("errand", Project, "报材料") { Owner = Holder.Post(other.ClerkPost), Due = Monday.AddDays(9) });
        await using (var unit = city.As())
        {
            await unit.Get<DutyBook>().AssignAsync(new NewDuty(Project, "project-leader", Holder.Post(bureau.HeadPost), Monday, "分工"), Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using (var head = city.AsHead(bureau)) Assert.IsType<TakeTaskResult.Taken>(await head.Get<FollowTask>().RunAsync(item.Id, true, Cancellation));
        await city.ActAsync(item.Id, new TaskAct.Urge("一"));
        await city.ReplaceAsync(bureau.HeadPost, "新局长", Monday.AddDays(1));
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.ActAsync(item.Id, new TaskAct.Urge("二"));

        await using var after = city.As();
        Assert.Single(await after.Get<FunengDb>().Set<Notification>().Where(row => row.Account == bureau.HeadAccount && row.Title.Contains("催办")).ToListAsync(Cancellation));
    }

    private static async Task<(int, int)> MovedAsync(HandOverWork use, MadeBody bureau)
    {
        var (moved, problems) = await use.RunAsync($"Person:{bureau.Clerk}", $"Person:{bureau.Head}", "2026-03-02", "调离", Cancellation);
        return (moved, problems.Count);
    }
}
