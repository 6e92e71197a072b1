using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Projects.Override;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Organizations;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Who answers for a project, its plan, its problems and a light set by hand.</summary>
public sealed class ProjectDutiesTests
{
    [Theory, OnBothDatabases]
    public async Task A_project_is_on_the_list_until_its_six_ones_are_complete_and_again_when_a_post_falls_vacant(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 1), Day(ProjectFacts.PlannedProductionOn, Today.AddDays(500))));
        var post = await PostAsync(city);
        Assert.Contains("project-six-ones-lacking", await OnAsync(city));

        foreach (var role in new[] { SixOnes.Leader, SixOnes.Office, SixOnes.Guarantor, SixOnes.Owner })
        {
            Assert.Contains("project-six-ones-lacking", await OnAsync(city));
            await using var unit = city.As();
            Assert.Empty((await unit.Get<SixOnes>().AssignAsync("A", role, Holder.Post(post).ToString(), "分工通知", Cancellation))!);
            // A service officer is a duty on the project too, and none of the six.
            await unit.Get<DutyBook>().AssignAsync(new NewDuty(new TaskSource("project", "A", "项目A", "/projects/A"), Modules.Projects.Officers.Portfolios.Role, Holder.Post(post), Today, "服务专员分工"), Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        Assert.Contains("project-six-ones-lacking", await OnAsync(city));
        await using (var unit = city.As()) Assert.Empty((await unit.Get<KeepPlan>().MakeAsync("A", Cancellation))!);
        Assert.DoesNotContain("project-six-ones-lacking", await OnAsync(city));

        await city.ExecuteAsync("update tenure set to_on = '2026-03-01'");
        await using (var unit = city.As()) await unit.Get<Modules.Lists.RefreshLists>().RunAllAsync(Cancellation);
        Assert.Contains("project-six-ones-lacking", await OnAsync(city));
        await using var other = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"));
        Assert.Null(await other.Get<SixOnes>().AssignAsync("A", SixOnes.Leader, Holder.Post(post).ToString(), "分工通知", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_problem_given_to_an_office_is_its_task_and_ends_with_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)));
        await PostAsync(city);
        await using var unit = city.As();
        var office = await unit.Get<FunengDb>().Set<Organization>().Select(body => body.Id).FirstAsync(Cancellation);
        var typed = new TypedProblem("A", "缺施工许可", nameof(ProblemClass.Procedures), "施工许可", office.ToString(System.Globalization.CultureInfo.InvariantCulture), "2026-03-10", "补齐材料");

        Assert.Empty((await unit.Get<KeepProblems>().AddAsync(typed, Cancellation))!);
        var problem = Assert.Single(await unit.Get<FunengDb>().Set<ProjectProblem>().ToListAsync(Cancellation));
        var item = (await unit.Get<TaskBook>().FindAsync(KeepProblems.Source, problem.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "handle", Cancellation))!;
        Assert.Equal((office, new DateOnly(2026, 3, 10)), (item.LeadBody!.Value, item.EndsOn!.Value));

        city.Time.Advance(TimeSpan.FromDays(9));
        await unit.Get<Modules.Lists.RefreshLists>().RunAllAsync(Cancellation);
        Assert.Contains(Assert.Single(await city.PortfolioAsync()).Reasons, reason => reason.List == "light-problem-overdue");
        Assert.IsType<TaskResult.Done>(await unit.Get<TaskBook>().ActAsync(item.Id, new TaskAct.Close("已发证"), Cancellation));
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        Assert.Equal((new DateOnly(2026, 3, 11), "已发证"), (problem.ClosedOn!.Value, problem.Result));
        // The light follows without anybody opening the project.
        city.Time.Advance(TimeSpan.FromHours(1));
        await unit.Get<Modules.Facts.FollowUps>().SweepAsync();
        Assert.DoesNotContain(Assert.Single(await city.PortfolioAsync()).Reasons, reason => reason.List == "light-problem-overdue");
    }

    [Fact]
    public async Task An_enterprise_raises_problems_but_gives_no_office_work()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)) with { Owner = 77 });
        await PostAsync(city);
        await using var unit = city.As(Role.Enterprise, Scope.OfOrganization(77));
        var office = await unit.Get<FunengDb>().Set<Organization>().Select(body => body.Id).FirstAsync(Cancellation);
        var typed = new TypedProblem("A", "缺电", nameof(ProblemClass.Utilities), "", office.ToString(System.Globalization.CultureInfo.InvariantCulture), "2026-03-10", "");

        Assert.Equal("Office", Assert.Single((await unit.Get<KeepProblems>().AddAsync(typed, Cancellation))!).Field);
        Assert.Empty((await unit.Get<KeepProblems>().AddAsync(typed with { Office = "", Due = "" }, Cancellation))!);
        Assert.Empty(await unit.Get<FunengDb>().Set<TaskItem>().ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_problem_given_to_another_office_leaves_the_first_one_nothing()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)));
        await PostAsync(city);
        await using var unit = city.As();
        var office = (await unit.Get<FunengDb>().Set<Organization>().Select(body => body.Id).FirstAsync(Cancellation)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var typed = new TypedProblem("A", "缺施工许可", nameof(ProblemClass.Procedures), "", office, "2026-03-10", "");
        await unit.Get<KeepProblems>().AddAsync(typed, Cancellation);
        var problem = Assert.Single(await unit.Get<FunengDb>().Set<ProjectProblem>().ToListAsync(Cancellation));

        Assert.Empty((await unit.Get<KeepProblems>().AssignAsync(problem.Id, typed with { Due = "2026-03-20", Version = problem.Version }, Cancellation))!);
        // Whoever opened the page before has not seen that.
        Assert.Contains("2026-03-20 前办理", Assert.Single((await unit.Get<KeepProblems>().AssignAsync(problem.Id, typed with { Due = "2026-03-30", Version = problem.Version - 1 }, Cancellation))!).Message, StringComparison.Ordinal);

        var items = await unit.Get<FunengDb>().Set<TaskItem>().OrderBy(item => item.Id).ToListAsync(Cancellation);
        Assert.Equal([TaskState.Cancelled, TaskState.Open], items.Select(item => item.State));
        Assert.Equal(new DateOnly(2026, 3, 20), items[1].EndsOn);
    }

    [Theory, OnBothDatabases]
    public async Task A_light_set_by_hand_needs_a_reason_and_ends_by_itself(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5), Day(ProjectFacts.PlannedStartOn, Today.AddDays(-120))));
        await using var unit = city.As();
        Assert.Equal(2, (await unit.Get<OverrideLight>().RunAsync("A", "Green", "2026-06-01", "", Cancellation))!.Count);
        Assert.Empty((await unit.Get<OverrideLight>().RunAsync("A", "Yellow", "2026-03-05", "已书面说明，下旬开工", Cancellation))!);

        var set = Assert.Single(await city.PortfolioAsync());
        Assert.Equal((ProjectLight.Yellow, ProjectLight.Red), (set.Light, set.ByRule));
        city.Time.Advance(TimeSpan.FromDays(4));
        Assert.Equal(ProjectLight.Red, Assert.Single(await city.PortfolioAsync()).Light);
    }

    [Fact]
    public void Latest_days_are_counted_back_over_the_working_calendar()
    {
        // Friday 6 March is promised; the 5th is a day off, Saturday the 28th of February is made up.
        var calendar = WorkCalendar.Of([new(new DateOnly(2026, 3, 5), false), new(new DateOnly(2026, 2, 28), true)], [2026], WorkHours.Usual);
        ProjectNode Node(int position, int days, string after) => new() { Id = position, Project = 1, Position = position, Name = "", WorkDays = days, After = after, Office = "", Evidence = "" };

        var plan = BackwardPlan.Find([Node(1, 2, ""), Node(2, 3, "1")], new DateOnly(2026, 3, 6), new DateOnly(2026, 2, 26), calendar)!;

        Assert.Equal([(new DateOnly(2026, 2, 28), new DateOnly(2026, 3, 2)), (new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 6))],
            plan.Nodes.Select(node => (node.LatestStart!.Value, node.LatestFinish!.Value)));
        Assert.Equal((2, 0), (plan.Nodes[0].Room!.Value, plan.Missing));
    }

    private static async Task<long> PostAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var manage = unit.Get<ManagePosts>();
        Assert.Empty(await manage.AddAsync(new TypedOrganization("Department", "11370300MB0000001L", "发改委", ""), Cancellation));
        Assert.Empty((await manage.AppointAsync(new TypedTenure("11370300MB0000001L", "Department", "主任", "张三", "2025-01-01"), Cancellation))!);
        return await unit.Get<FunengDb>().Set<Post>().Select(post => post.Id).SingleAsync(Cancellation);
    }

    private static async Task<IReadOnlyList<string>> OnAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return [.. (await unit.Get<Modules.Lists.ListMembers>().OfManyAsync([Assert.Single(await city.PortfolioAsync()).Project.Id], null, Cancellation)).Select(member => member.List)];
    }
}
