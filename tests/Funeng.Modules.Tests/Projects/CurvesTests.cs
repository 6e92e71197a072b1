using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Curves;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Planned, done and expected over time, and the plan beside what it once was.</summary>
public sealed class CurvesTests
{
    [Fact]
    public void Who_did_eight_tenths_of_what_was_planned_is_expected_to_do_eight_tenths_of_the_rest()
    {
        var plan = CurveMath.Cumulated(2026, Enumerable.Range(1, 12).Select(month => new PlannedMonth(2026, month, 10_000)));
        CurvePoint[] done = [new(new DateOnly(2026, 1, 1), 0), new(new DateOnly(2026, 6, 30), 480)];

        var expected = CurveMath.Expected(plan, done);

        Assert.Equal((new DateOnly(2026, 6, 30), 480m), (expected[0].On, expected[0].Value));
        Assert.Equal((new DateOnly(2026, 12, 31), 960m), (expected[^1].On, expected[^1].Value));
        Assert.Empty(CurveMath.Expected(plan, []));
        Assert.Empty(CurveMath.Expected([], done));
    }

    [Fact]
    public void Planned_progress_counts_the_working_days_of_the_building_only_and_ends_at_the_whole()
    {
        PlannedNode Node(int position, int days, int day, bool isWork) => new(position, $"节点{position}", days, new DateOnly(2026, 3, day), isWork);

        var points = CurveMath.Progress(new DateOnly(2026, 3, 1), [Node(1, 99, 5, false), Node(2, 30, 10, true), Node(3, 10, 20, true), Node(4, 60, 30, true)]);

        Assert.Equal([(1, 0m), (10, 30m), (20, 40m), (30, 100m)], points.Select(point => (point.On.Day, point.Value)));
        Assert.Equal(35m, CurveMath.At(points, new DateOnly(2026, 3, 15)));
        Assert.Equal([(12, 50m), (20, 65m), (30, 100m)], CurveMath.ProgressExpected(new CurvePoint(new DateOnly(2026, 3, 12), 50), [Node(3, 30, 20, true), Node(4, 70, 30, true)]).Select(point => (point.On.Day, point.Value)));
    }

    [Theory, OnBothDatabases]
    public async Task A_named_plan_stays_as_it_was_and_the_present_one_is_compared_with_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var months = Enumerable.Range(1, 12).ToDictionary(month => month, _ => 1_000_000m);
        LedgerRow Ledger(Dictionary<int, decimal> targets) =>
            Row("A", "在建", Today.AddDays(-60), Day(ProjectFacts.StartedOn, Today.AddDays(-60)), Day(ProjectFacts.PlannedProductionOn, Today.AddDays(500)), Money(ProjectFacts.Plan, 12_000_000m, 2026)) with { Targets = targets };
        await city.AddProjectsAsync(Ledger(months));
        await using (var unit = city.As())
        {
            Assert.Empty((await unit.Get<KeepPlan>().MakeAsync("A", Cancellation))!);
            Assert.Empty((await unit.Get<KeepBaselines>().SetAsync("A", "年初计划", "", Cancellation))!);
            Assert.Equal("Name", Assert.Single((await unit.Get<KeepBaselines>().SetAsync("A", "年初计划", "", Cancellation))!).Field);
            Assert.IsType<ReportResult.Reported>(await unit.Get<ReportProgress>().RunAsync(new TypedReport("A", "2026-6", "100", "10", "", "", "k"), Cancellation));
            var work = await unit.Get<FunengDb>().Set<ProjectNode>().SingleAsync(node => node.Name == "设备安装调试", Cancellation);
            Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", work.Position, work.Version, new("70", "", ""), Cancellation))!);
        }

        months[5] = 2_000_000m;
        months[6] = 0;
        await city.AddProjectsAsync(Ledger(months));

        await using var after = city.As();
        var project = await after.Get<FunengDb>().Set<Project>().SingleAsync(Cancellation);
        var baseline = await after.Get<FunengDb>().Set<ProjectBaseline>().SingleAsync(Cancellation);
        var curves = await after.Get<ReadCurves>().RunAsync(project, baseline.Id, null, Cancellation);
        Assert.Equal([CurveKind.Baseline, CurveKind.Plan, CurveKind.Done, CurveKind.Forecast], curves.Investment.Lines.Select(line => line.Kind));
        Assert.Equal([CurveKind.Baseline, CurveKind.Plan, CurveKind.Done, CurveKind.Forecast], curves.Progress.Lines.Select(line => line.Kind));
        Assert.Equal((new DateOnly(2026, 2, 28), 1_000_000m), (curves.Investment.Line(CurveKind.Done)!.Points[^1].On, curves.Investment.Line(CurveKind.Done)!.Points[^1].Value));
        Assert.Equal(6_000_000m, curves.Investment.Line(CurveKind.Forecast)!.Points[^1].Value);
        Assert.Equal(100m, curves.Progress.Line(CurveKind.Forecast)!.Points[^1].Value);
        var difference = curves.Difference!;
        Assert.Equal([(5, 1_000_000m, 2_000_000m), (6, 1_000_000m, 0m)], difference.Months.Select(month => (month.Month, month.Before!.Value, month.Now!.Value)));
        // Ten working days more for the last but two nodes: those before them must end ten working days, fourteen to eighteen days, earlier.
        Assert.All(difference.Nodes, node => Assert.InRange(node.Days!.Value, -20, -10));
        Assert.Contains(difference.Nodes, node => node.Name == "主体工程");
        Assert.DoesNotContain(difference.Nodes, node => node.Name == "设备安装调试");
    }

    [Fact]
    public async Task A_project_of_which_nothing_is_known_has_no_lines_and_says_what_is_missing()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(Row("A", "签约", Today));
        await using var unit = city.As();

        var curves = await unit.Get<ReadCurves>().RunAsync(await unit.Get<FunengDb>().Set<Project>().SingleAsync(Cancellation), null, null, Cancellation);

        Assert.Empty(curves.Investment.Lines);
        Assert.Contains("没有 2026 年的月度计划", curves.Investment.Lacks, StringComparison.Ordinal);
        Assert.Contains("没有倒排方案", curves.Progress.Lacks, StringComparison.Ordinal);
        Assert.Contains("没有可以留存的计划", Assert.Single((await unit.Get<KeepBaselines>().SetAsync("A", "空", "", Cancellation))!).Message, StringComparison.Ordinal);
    }
}
