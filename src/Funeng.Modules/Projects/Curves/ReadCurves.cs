using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Report;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Curves;

/// <summary>How one node of a plan differs from that of another plan.</summary>
public sealed record NodeDifference(string Name, DateOnly? Before, DateOnly? Now)
{
    /// <summary>Calendar days later; negative for earlier; null where one of the two has no day.</summary>
    public int? Days => Before is { } before && Now is { } now ? now.DayNumber - before.DayNumber : null;
}

public sealed record MonthDifference(int Year, int Month, decimal? Before, decimal? Now);

/// <summary>Two plans beside each other: only what differs.</summary>
public sealed record PlanDifference(string Before, string Now, IReadOnlyList<NodeDifference> Nodes, IReadOnlyList<MonthDifference> Months, DateOnly? PromisedBefore, DateOnly? PromisedNow)
{
    public bool IsNothing => Nodes.Count == 0 && Months.Count == 0 && PromisedBefore == PromisedNow;
}

/// <summary>The curves of a project, with the baseline it is compared with, if one was chosen.</summary>
public sealed record ProjectCurves(CurveSet Investment, CurveSet Progress, IReadOnlyList<ProjectBaseline> Baselines, PlanDifference? Difference);

/// <summary>Planned, done and expected of a project the caller has been shown already.</summary>
public sealed class ReadCurves(FunengDb db, KeepPlan plans, CityProfile city, TimeProvider clock)
{
    private const string Present = "现行计划";

    /// <param name="against">Id of the baseline to compare with; null for none.</param>
    /// <param name="with">Id of the baseline that stands in the place of the present plan; null for the present plan.</param>
    public async Task<ProjectCurves> RunAsync(Project project, long? against, long? with, CancellationToken cancellation)
    {
        var baselines = await db.Set<ProjectBaseline>().AsNoTracking().Where(row => row.Project == project.Id).OrderByDescending(row => row.At).ToListAsync(cancellation);
        var (nodes, backward) = await NodesAsync(project, cancellation);
        var plan = await SnapshotAsync(project, nodes, backward, cancellation);
        var chosen = baselines.FirstOrDefault(row => row.Id == against);
        var other = baselines.FirstOrDefault(row => row.Id == with);
        var before = chosen?.Snapshot();
        var reports = await db.Set<ProjectReport>().AsNoTracking().Where(report => report.Project == project.Id)
            .Select(report => new Reported(report.Year, report.TenDay, report.DoneFen, report.Progress, report.At)).ToListAsync(cancellation);
        var today = city.Today(clock);
        return new ProjectCurves(
            await InvestmentAsync(project, plan, (chosen?.Name, before), reports, today, cancellation), ProgressOf(project, plan, (chosen?.Name, before), nodes, backward, reports, today),
            baselines, before is null ? null : Compare(chosen!.Name, before, other?.Name ?? Present, other?.Snapshot() ?? plan));
    }

    /// <summary>The plan as it stands: what a baseline keeps.</summary>
    public async Task<PlanSnapshot> SnapshotAsync(Project project, CancellationToken cancellation)
    {
        var (nodes, backward) = await NodesAsync(project, cancellation);
        return await SnapshotAsync(project, nodes, backward, cancellation);
    }

    internal static PlanDifference Compare(string nameBefore, PlanSnapshot before, string nameNow, PlanSnapshot now)
    {
        var nodes = before.Nodes.Select(node => node.Name).Union(now.Nodes.Select(node => node.Name))
            .Select(name => new NodeDifference(name, before.Nodes.FirstOrDefault(node => node.Name == name)?.Finish, now.Nodes.FirstOrDefault(node => node.Name == name)?.Finish))
            .Where(node => node.Before != node.Now).ToList();
        var months = before.Months.Concat(now.Months).Select(month => (month.Year, month.Month)).Distinct().Order()
            .Select(at => new MonthDifference(at.Year, at.Month, Fen(before, at), Fen(now, at))).Where(month => month.Before != month.Now).ToList();
        return new PlanDifference(nameBefore, nameNow, nodes, months, before.Promised, now.Promised);
    }

    private static decimal? Fen(PlanSnapshot plan, (int Year, int Month) at) => plan.Months.FirstOrDefault(month => (month.Year, month.Month) == at)?.Fen / 100m;

    private async Task<(List<ProjectNode> Nodes, BackwardPlan? Plan)> NodesAsync(Project project, CancellationToken cancellation) =>
        (await db.Set<ProjectNode>().AsNoTracking().Where(node => node.Project == project.Id).OrderBy(node => node.Position).ToListAsync(cancellation), await plans.FindAsync(project, cancellation));

    private async Task<PlanSnapshot> SnapshotAsync(Project project, List<ProjectNode> nodes, BackwardPlan? backward, CancellationToken cancellation)
    {
        var months = await db.Set<ProjectTarget>().AsNoTracking().Where(target => target.Project == project.Id).OrderBy(target => target.Year).ThenBy(target => target.Month)
            .Select(target => new PlannedMonth(target.Year, target.Month, target.PlanFen)).ToListAsync(cancellation);
        var latest = backward?.Nodes.ToDictionary(dates => dates.Node.Position, dates => dates.LatestFinish) ?? [];
        return new PlanSnapshot(months, Planned(nodes, node => node.DoneOn is null ? latest.GetValueOrDefault(node.Position) : node.BaselineOn ?? node.DoneOn), KeepPlan.Promised(project));
    }

    /// <summary>Papers and land come before the building; what is built begins with 开工. A plan without such a node is building throughout.</summary>
    private static List<PlannedNode> Planned(List<ProjectNode> nodes, Func<ProjectNode, DateOnly?> finish)
    {
        var begins = nodes.FindIndex(node => node.Name == "开工");
        return [.. nodes.Select((node, index) => new PlannedNode(node.Position, node.Name, node.WorkDays, finish(node), index > begins))];
    }

    private async Task<CurveSet> InvestmentAsync(
        Project project, PlanSnapshot plan, (string? Name, PlanSnapshot? Plan) baseline, List<Reported> reports, DateOnly today, CancellationToken cancellation)
    {
        var months = await db.Set<ProjectMonth>().AsNoTracking().Where(month => month.Project == project.Id && month.Year == today.Year).OrderBy(month => month.Month)
            .Select(month => new PlannedMonth(month.Year, month.Month, month.DoneFen)).ToListAsync(cancellation);
        var own = reports.Where(report => report.Year == today.Year).GroupBy(report => report.TenDay).Select(group => group.MaxBy(report => report.At)!).ToList();
        // A report says of its day what the ledger says of the month.
        var done = CurveMath.Cumulated(today.Year, months).Where(point => point.On <= today).Concat(own.Select(report => new CurvePoint(report.On, report.DoneFen / 100m)))
            .GroupBy(point => point.On).Select(group => group.Last()).OrderBy(point => point.On).ToList();
        if (done.Count == 0 && project.Done is { } known) done = [new CurvePoint(project.ReportedOn ?? today, known)];
        if (done.Count > 0 && done[0].On > new DateOnly(today.Year, 1, 1)) done.Insert(0, new CurvePoint(project.StartedOn is { } on && on.Year == today.Year && on < done[0].On ? on : new DateOnly(today.Year, 1, 1), 0));
        var planned = CurveMath.Cumulated(today.Year, plan.Months);
        return new CurveSet("投资", "亿元",
            Lines(planned, CurveMath.Cumulated(today.Year, baseline.Plan?.Months ?? []), baseline.Name, done, CurveMath.Expected(planned, done)),
            $"{today.Year} 年累计。预计：以后各月按目前“完成 ÷ 计划”的比例外推。",
            planned.Count == 0 ? $"没有 {today.Year} 年的月度计划，画不出计划和预计；导入带“1月计划”……“12月计划”栏的台账后显示。" : done.Count == 0 ? "还没有完成额，画不出完成和预计。" : "");
    }

    private static CurveSet ProgressOf(
        Project project, PlanSnapshot plan, (string? Name, PlanSnapshot? Plan) baseline, List<ProjectNode> nodes, BackwardPlan? backward, List<Reported> reports, DateOnly today)
    {
        var begins = project.StartedOn ?? project.PlannedStartOn;
        var done = reports.Where(report => report.Progress is not null).GroupBy(report => report.On).Select(group => new CurvePoint(group.Key, group.MaxBy(report => report.At)!.Progress!.Value / 100m))
            .OrderBy(point => point.On).ToList();
        if (done.Count == 0 && project.Progress is { } known) done = [new CurvePoint(project.ReportedOn ?? today, known / 100m)];
        if (done.Count > 0 && project.StartedOn is { } started && started < done[0].On) done.Insert(0, new CurvePoint(started, 0));
        var earliest = backward?.Nodes.ToDictionary(dates => dates.Node.Position, dates => dates.EarliestFinish) ?? [];
        var open = Planned(nodes, node => node.DoneOn is null ? earliest.GetValueOrDefault(node.Position) : null);
        var planned = CurveMath.Progress(begins, plan.Nodes);
        return new CurveSet("形象进度", "%",
            Lines(planned, CurveMath.Progress(begins, baseline.Plan?.Nodes ?? []), baseline.Name, done, done.Count == 0 ? [] : CurveMath.ProgressExpected(done[^1], open)),
            "计划：开工以后各节点按工期（工作日）加权，到该节点最晚完成日计入。预计：余下部分按各节点最早可能完成的日子计入。",
            planned.Count == 0 ? "没有倒排方案，画不出计划和预计；在“方案”里倒排工期后显示。" : done.Count == 0 ? "旬报里还没有形象进度，画不出完成和预计。" : "");
    }

    private static List<CurveLine> Lines(
        IReadOnlyList<CurvePoint> plan, IReadOnlyList<CurvePoint> baseline, string? baselineName, IReadOnlyList<CurvePoint> done, IReadOnlyList<CurvePoint> expected)
    {
        var lines = new List<CurveLine>();
        if (baseline.Count > 0) lines.Add(new CurveLine(CurveKind.Baseline, $"基线“{baselineName}”", baseline));
        if (plan.Count > 0) lines.Add(new CurveLine(CurveKind.Plan, "计划", plan));
        if (done.Count > 0) lines.Add(new CurveLine(CurveKind.Done, "完成", done));
        if (expected.Count > 0) lines.Add(new CurveLine(CurveKind.Forecast, "预计", expected));
        return lines;
    }

    private sealed record Reported(int Year, int TenDay, long DoneFen, int? Progress, DateTimeOffset At)
    {
        public DateOnly On => new Engines.Planning.Targets.TargetPeriod(Year, Engines.Planning.Targets.TargetLevel.TenDay, TenDay).Last;
    }
}
