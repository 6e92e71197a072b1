using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Delays;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Plans looked back on and ahead at: who cost how many days, why a plan does not fit, how likely it is kept.</summary>
public sealed class PlanInsightTests
{
    private static readonly TargetPeriod Quarter = TargetPeriod.Of(Today, TargetLevel.Quarter);

    [Theory, OnBothDatabases]
    public async Task The_days_a_quarter_lost_are_shared_among_offices_and_add_up(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        // Land took nine working days over its time; the finish moved with it.
        await SetAsync(city, (1, new(2026, 1, 9)), (2, new(2026, 2, 26)));

        await using var unit = city.As();
        var delays = await unit.Get<AttributeDelays>().RunAsync(Quarter, Cancellation);

        Assert.Equal((1, 0, 0), (delays.Projects, delays.Unplanned, delays.Undated));
        Assert.True(delays.Lost > 0);
        Assert.Equal(((decimal)delays.Lost, (decimal)delays.Won), (delays.Rows.Sum(row => row.Lost), delays.Rows.Sum(row => row.Won)));
        Assert.Contains(delays.Rows, row => row is { By: "自然资源", Node: "用地" } && row.Lost > 0);
        await using var other = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"));
        Assert.Empty((await other.Get<AttributeDelays>().RunAsync(Quarter, Cancellation)).Rows);
    }

    [Theory, OnBothDatabases]
    public async Task Days_on_which_a_problem_held_a_node_are_its_offices_and_a_later_word_is_heard_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await PrepareAsync(city);
        await SetAsync(city, (1, new(2026, 1, 9)), (2, new(2026, 2, 26)));
        await using (var first = city.As()) Assert.DoesNotContain((await first.Get<AttributeDelays>().RunAsync(Quarter, Cancellation)).Rows, row => row.By == "供电公司");

        await using (var unit = city.As())
        {
            unit.Get<FunengDb>().Add(new ProjectProblem
            {
                Id = 9, Project = id, Title = "杆线没有迁", Class = ProblemClass.Land, Measure = "", Node = "用地", OfficeName = "供电公司", Office = 5, RaisedOn = new(2026, 1, 12), RaisedBy = "业主", ClosedOn = new(2026, 3, 1), Result = "",
            });
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using var again = city.As();
        var delays = await again.Get<AttributeDelays>().RunAsync(Quarter, Cancellation);
        Assert.Contains(delays.Rows, row => row.By == "供电公司" && row.Lost > 0);
        Assert.DoesNotContain(delays.Rows, row => row.By == "自然资源" && row.Lost > 0);
        Assert.Equal((decimal)delays.Lost, delays.Rows.Sum(row => row.Lost));
    }

    [Theory, OnBothDatabases]
    public async Task A_plan_that_does_not_fit_says_which_steps_conflict_and_the_cheapest_way_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city, new DateOnly(2026, 4, 3));

        await using var unit = city.As();
        var project = await unit.Get<FunengDb>().Set<Project>().SingleAsync(Cancellation);
        var nodes = await unit.Get<FunengDb>().Set<ProjectNode>().OrderBy(node => node.Position).ToListAsync(Cancellation);
        var outlook = (await unit.Get<LookAhead>().FindAsync(project, Cancellation))!;

        // 5 + 20 + 5 working days from 2 March against the 25 until 3 April.
        Assert.Contains("承诺4月3日完成", outlook.Conflict, StringComparison.Ordinal);
        Assert.Contains("“用地”用时20个工作日", outlook.Conflict, StringComparison.Ordinal);
        Assert.NotEmpty(outlook.Ways);
        Assert.True(outlook.Ways[0].IsProved);
        Assert.Equal(nodes.Sum(node => node.WorkDays) - 25, outlook.Ways[0].Days);
        Assert.Equal(0, outlook.Known);
    }

    [Fact]
    public async Task Days_of_steps_and_of_the_promise_are_never_added_up_and_a_node_begins_when_its_links_say()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        // Six working days for thirty: cutting is not enough, the promise moves too.
        await PrepareAsync(city, new DateOnly(2026, 3, 9));
        await using var unit = city.As();
        var nodes = await unit.Get<FunengDb>().Set<ProjectNode>().OrderBy(node => node.Position).ToListAsync(Cancellation);
        var outlook = (await unit.Get<LookAhead>().FindAsync(await unit.Get<FunengDb>().Set<Project>().SingleAsync(Cancellation), Cancellation))!;
        Assert.True(outlook.Ways[0] is { Days: > 0, Later: > 0 });
        Assert.Contains($"推迟到{new DateOnly(2026, 3, 9).AddDays((int)outlook.Ways[0].Later):M月d日}", outlook.Ways[0].Text, StringComparison.Ordinal);

        // Land waited for the beginning of the filing, not for its end: it took fourteen days of its twenty, not the last one.
        (nodes[1].After, nodes[0].DoneOn, nodes[1].DoneOn) = ("1SS", new(2026, 2, 20), new(2026, 2, 20));
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        await using var later = city.As();
        Assert.Equal(6m, (await later.Get<AttributeDelays>().RunAsync(Quarter, Cancellation)).Rows.Where(row => row.Node == "用地").Sum(row => row.Won));
    }

    [Theory, OnBothDatabases]
    public async Task Chances_are_drawn_from_other_projects_and_checked_against_what_happened(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        await using (var unit = city.As())
        {
            for (var other = 1; other <= 6; other++) await AddPlanAsync(city, unit, $"P{other}", other % 3 == 0 ? 30 : 12, new DateOnly(2025, 3 + other, 3));
        }

        await using var ask = city.As();
        var project = await ask.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == "A", Cancellation);
        var outlook = (await ask.Get<LookAhead>().FindAsync(project, Cancellation))!;
        Assert.Equal(6, outlook.Known);
        Assert.InRange(outlook.Chance!.Point, outlook.Chance.Low, outlook.Chance.High);

        var check = await ask.Get<CheckChances>().RunAsync(Cancellation);
        // Three must be finished before a forecast is made; when the fourth began the slow third was still under way.
        Assert.Equal((2, 2), (check.Calibration!.Count, check.Projects));
        await using var outside = city.As(Role.Enterprise, Scope.OfOrganization(99));
        Assert.Null((await outside.Get<CheckChances>().RunAsync(Cancellation)).Calibration);
    }

    [Theory, OnBothDatabases]
    public async Task Whole_plans_are_held_against_what_happened_and_correct_those_that_still_run(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city, new DateOnly(2026, 4, 24));
        await SetAsync(city, (1, new(2026, 2, 16)));
        // Who is slow with the land is slow with the start of works: drawn one by one, the two seem less often slow together than they are.
        await AddFinishedAsync(city, [.. Enumerable.Range(0, 40).Select(other => ($"P{other}", other % 2 == 0 ? 10 : 30, other % 2 == 0 ? 3 : 15, new DateOnly(2024, 6, 3).AddDays(14 * other)))]);

        await using var ask = city.As();
        var plans = (await ask.Get<CheckChances>().RunAsync(Cancellation)).Plans;
        Assert.InRange(plans.Plans, 30, 40);
        Assert.InRange(plans.Plain!.Count, plans.Plans, plans.Plans * 2);
        Assert.True(plans.Corrected!.Brier < plans.Plain.Brier, $"{plans.Corrected.Brier} corrected, {plans.Plain.Brier} plain");
        var outlook = (await ask.Get<LookAhead>().FindAsync(await ask.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == "A", Cancellation), Cancellation))!;
        Assert.Equal(plans.Plain.Count, outlook.CorrectedBy);
        Assert.NotEqual(outlook.Drawn, outlook.Chance!.Point);
        await using var outside = city.As(Role.Enterprise, Scope.OfOrganization(99));
        Assert.Equal(0, (await outside.Get<CheckChances>().RunAsync(Cancellation)).Plans.Plans);

        // A step that turns out to have been done earlier than written down is heard at once.
        await using (var change = city.As())
        {
            var first = await change.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == "P39", Cancellation);
            await change.Get<FunengDb>().Set<ProjectNode>().Where(node => node.Project == first.Id).ForEachAsync(node => (node.DoneOn, node.Version) = (null, 1), Cancellation);
            await change.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using var again = city.As();
        Assert.Equal(plans.Plans - 1, (await again.Get<CheckChances>().RunAsync(Cancellation)).Plans.Plans);
    }

    private static async Task<long> PrepareAsync(TestInstallation city, DateOnly? promised = null)
    {
        var id = (await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-60), Day(ProjectFacts.PlannedProductionOn, promised ?? new DateOnly(2026, 2, 27)))))["A"];
        await using var unit = city.As();
        unit.Get<FunengDb>().AddRange(Nodes(unit, id));
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return id;
    }

    private static ProjectNode[] Nodes(AsyncServiceScope unit, long project)
    {
        ProjectNode Node(int position, string name, int days, string after, string office) =>
            new() { Id = unit.Get<IdSource>().Next(), Project = project, Position = position, Name = name, WorkDays = days, After = after, Office = office, Evidence = "" };
        return [Node(1, "备案", 5, "", "行政审批"), Node(2, "用地", 20, "1", "自然资源"), Node(3, "开工", 5, "2", "业主单位")];
    }

    private static async Task AddPlanAsync(TestInstallation city, AsyncServiceScope unit, string code, int took, DateOnly began)
    {
        var id = (await city.AddProjectsAsync(Row(code, "落地", Today.AddDays(-60))))[code];
        var nodes = Nodes(unit, id);
        var calendar = unit.Get<Modules.Tasks.OfficialCalendar>().Calendar;
        (nodes[0].DoneOn, nodes[1].DoneOn) = (began, calendar.Add(began, took));
        unit.Get<FunengDb>().AddRange(nodes);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }

    private static async Task AddFinishedAsync(TestInstallation city, IReadOnlyList<(string Code, int Land, int Start, DateOnly Began)> plans)
    {
        var projects = await city.AddProjectsAsync([.. plans.Select(plan => Row(plan.Code, "落地", Today.AddDays(-60)))]);
        await using var unit = city.As();
        var calendar = unit.Get<Modules.Tasks.OfficialCalendar>().Calendar;
        foreach (var (code, land, start, began) in plans)
        {
            var nodes = Nodes(unit, projects[code]);
            (nodes[0].DoneOn, nodes[1].DoneOn, nodes[2].DoneOn) = (began, calendar.Add(began, land), calendar.Add(began, land + start));
            nodes[2].BaselineOn = calendar.Add(began, 35);
            unit.Get<FunengDb>().AddRange(nodes);
        }

        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }

    private static async Task SetAsync(TestInstallation city, params (int Position, DateOnly Done)[] done)
    {
        await using var unit = city.As();
        foreach (var (position, on) in done)
            (await unit.Get<FunengDb>().Set<ProjectNode>().SingleAsync(node => node.Position == position, Cancellation)).DoneOn = on;
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }
}
