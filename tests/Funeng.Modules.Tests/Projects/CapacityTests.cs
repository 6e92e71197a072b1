using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Capacity;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Two plans of one county that want the same window at the same time.</summary>
public sealed class CapacityTests
{
    private const string County = "370303";

    [Theory, OnBothDatabases]
    public async Task Plans_that_want_more_than_there_is_are_shown_and_the_schedule_that_fits_is_accepted_in_one_step(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        await using var unit = city.As();
        var (book, keep) = (unit.Get<CapacityBook>(), unit.Get<KeepCapacity>());
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "1", ""), Cancellation))!);

        var plan = await PlanAsync(book);
        // Both could begin on 9 March, after the five days of filing; each wants the window for twenty.
        Assert.Equal((new DateOnly(2026, 3, 9), 2, 1), (plan.Conflicts[0].Week, plan.Conflicts[0].Asked, plan.Conflicts[0].There));
        Assert.Equal(["项目A", "项目B"], plan.Conflicts[0].Projects.Order(StringComparer.Ordinal));
        // Whose promise comes first goes first.
        Assert.Equal([("A", "用地", new DateOnly(2026, 3, 9), new DateOnly(2026, 4, 7))], plan.Moved.Select(moved => (moved.Code, moved.NodeName, moved.From, moved.To)));
        Assert.Equal([("A", false)], plan.Projects.Select(project => (project.Code, project.IsLate)));
        Assert.Single((await keep.AcceptAsync(County, "1", "专班会商同意", Cancellation))!);
        Assert.Empty((await keep.AcceptAsync(County, plan.Stamp, "专班会商同意", Cancellation))!);

        Assert.Empty((await PlanAsync(book)).Conflicts);
        await using var after = city.As();
        var project = await after.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == "A", Cancellation);
        var dates = (await after.Get<KeepPlan>().FindAsync(project, Cancellation))!;
        Assert.Equal((new DateOnly(2026, 4, 7), plan.Projects[0].NewFinish), (dates.Nodes[1].Node.NotBefore!.Value, dates.Finish));
        Assert.Equal(["capacity:370303", "project:A"], (await after.Get<FunengDb>().Set<AuditEntry>().Where(row => row.Action == "采纳排期建议").Select(row => row.Subject).ToListAsync(Cancellation)).Order(StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task What_there_is_changes_from_a_day_on_and_without_anybody_no_schedule_is_made(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        await using var unit = city.As();
        var (book, keep) = (unit.Get<CapacityBook>(), unit.Get<KeepCapacity>());

        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "0", ""), Cancellation))!);
        Assert.Equal("用地窗口一个也没有，排不出来。", (await PlanAsync(book)).Problem);
        // A second window from 16 March on: the other plan waits for a week.
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "1", ""), Cancellation))!);
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "2", "2026-03-16"), Cancellation))!);
        var plan = await PlanAsync(book);
        Assert.Equal(new DateOnly(2026, 3, 16), Assert.Single(plan.Moved).To);
        Assert.All(plan.Conflicts, conflict => Assert.Equal(new DateOnly(2026, 3, 9), conflict.Week));
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "2", ""), Cancellation))!);
        Assert.Empty((await PlanAsync(book)).Conflicts);
    }

    [Fact]
    public async Task Bad_input_is_refused_beside_its_field_and_nobody_keeps_what_his_scope_does_not_cover()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await PrepareAsync(city);
        await using var unit = city.As();
        var keep = unit.Get<KeepCapacity>();

        Assert.Equal(["Name", "Office", "Nodes", "Amount", "From"], (await keep.SetAsync(County, new("", "", "没有的环节", "-1", "2020-01-01"), Cancellation))!.Select(problem => problem.Field));
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "1", ""), Cancellation))!);
        Assert.Equal(["Nodes"], (await keep.SetAsync(County, new("另一个窗口", "自然资源", "用地", "1", ""), Cancellation))!.Select(problem => problem.Field));
        Assert.Equal(["Reason"], (await keep.AcceptAsync(County, "", "", Cancellation))!.Select(problem => problem.Field));
        await using var zone = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"));
        Assert.Null(await zone.Get<KeepCapacity>().SetAsync(County, new("用地窗口", "自然资源", "用地", "9", ""), Cancellation));
        Assert.DoesNotContain(zone.Get<CapacityBook>().Places, place => place.Code == County);
        await using var leader = city.As(Role.Leader);
        Assert.Null(await leader.Get<KeepCapacity>().AcceptAsync(County, "", "同意", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_node_that_names_its_crew_holds_that_and_no_other_whatever_it_is_called(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        await using var unit = city.As();
        var (book, keep, plans) = (unit.Get<CapacityBook>(), unit.Get<KeepCapacity>(), unit.Get<KeepPlan>());
        Assert.Equal("Nodes", Assert.Single((await keep.SetAsync(County, new("测绘队", "自然资源", "", "1", ""), Cancellation))!).Field);
        // 用地 of the one and 开工 of the other are done by the same crew; the window has none of them any more.
        Assert.Empty((await plans.ChangeAsync("A", 2, 0, new("20", "", "", "测绘队"), Cancellation))!);
        Assert.Empty((await plans.ChangeAsync("B", 1, 0, new("20", "", "", "测绘队"), Cancellation))!);
        Assert.Empty((await keep.SetAsync(County, new("测绘队", "自然资源", "", "1", ""), Cancellation))!);
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "1", ""), Cancellation))!);

        var plan = await PlanAsync(book);
        Assert.Equal(["测绘队"], plan.Conflicts.Select(conflict => conflict.Resource.Name).Distinct());
        Assert.Equal([("A", "用地", "测绘队")], plan.Moved.Select(moved => (moved.Code, moved.NodeName, moved.Resource)));
        await using var reporter = city.As(Role.Enterprise, Scope.All);
        Assert.Contains("主管部门", Assert.Single((await reporter.Get<KeepPlan>().ChangeAsync("A", 2, 1, new("20", "", "", "别的队"), Cancellation))!).Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Adjusting_how_much_there_is_leaves_the_nodes_as_they_are_until_they_are_taken_away_on_purpose(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        await using var unit = city.As();
        var (book, keep) = (unit.Get<CapacityBook>(), unit.Get<KeepCapacity>());
        async Task<string> NodesAsync() => Assert.Single(await book.ResourcesAsync(County, Cancellation)).Resource.Nodes;
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "用地", "3", ""), Cancellation))!);
        Assert.Equal("Nodes", Assert.Single((await keep.SetAsync(County, new("用地窗口", "自然资源", KeepCapacity.ByCrew, "1", ""), Cancellation))!).Field);
        Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("B", 1, 0, new("20", "", "", "用地窗口"), Cancellation))!);

        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", "", "1", ""), Cancellation))!);
        Assert.Equal("用地", await NodesAsync());
        Assert.DoesNotContain("用地窗口", await book.CrewsAsync("370304", Cancellation));
        Assert.Empty((await keep.SetAsync(County, new("用地窗口", "自然资源", KeepCapacity.ByCrew, "1", ""), Cancellation))!);
        Assert.Equal("", await NodesAsync());
    }

    private static async Task<CapacityPlan> PlanAsync(CapacityBook book) => await book.PlanAsync(County, await book.ResourcesAsync(County, Cancellation), Cancellation);

    private static async Task PrepareAsync(TestInstallation city)
    {
        var projects = await city.AddProjectsAsync(
            Row("A", "落地", Today.AddDays(-60), Day(ProjectFacts.PlannedProductionOn, new DateOnly(2026, 12, 25))), Row("B", "落地", Today.AddDays(-60), Day(ProjectFacts.PlannedProductionOn, new DateOnly(2026, 6, 26))));
        await using var unit = city.As();
        foreach (var project in projects.Values)
        {
            unit.Get<FunengDb>().AddRange(
                new ProjectNode { Id = unit.Get<IdSource>().Next(), Project = project, Position = 1, Name = "备案", WorkDays = 5, After = "", Office = "行政审批", Evidence = "" },
                new ProjectNode { Id = unit.Get<IdSource>().Next(), Project = project, Position = 2, Name = "用地", WorkDays = 20, After = "1", Office = "自然资源", Evidence = "" },
                new ProjectNode { Id = unit.Get<IdSource>().Next(), Project = project, Position = 3, Name = "开工", WorkDays = 5, After = "2", Office = "业主单位", Evidence = "" });
        }

        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }
}
