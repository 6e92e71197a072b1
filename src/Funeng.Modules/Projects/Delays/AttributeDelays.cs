using System.Collections.Concurrent;
using Funeng.Engines.Planning.Delays;
using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Delays;

/// <summary>What one office cost or won at one node of one project, in project-days.</summary>
public sealed record DelayRow(Project Project, string Node, string By, decimal Lost, decimal Won);

/// <summary>The delays of a quarter.</summary>
/// <param name="Lost">Working days by which forecasts moved away, over all projects; the rows add up to it.</param>
/// <param name="Won">Working days by which they came nearer again; the rows add up to it.</param>
/// <param name="Projects">Projects with a plan that was looked at.</param>
/// <param name="Unplanned">Projects without a plan: nothing can be said of them.</param>
/// <param name="Undated">Projects whose plan cannot be dated.</param>
public sealed record QuarterDelays(TargetPeriod Quarter, IReadOnlyList<DelayRow> Rows, long Lost, long Won, int Projects, int Unplanned, int Undated);

/// <summary>Says which office or node cost how many project-days in a quarter, over the projects an account sees.</summary>
internal sealed class AttributeDelays(FunengDb db, ProjectDirectory projects, PlanBook plans, DelayCache cache, OfficialCalendar calendar, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private static readonly string[] Over = ["达产", "达效", "终止"];

    public async Task<QuarterDelays> RunAsync(TargetPeriod quarter, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var within = projects.Within(user).Where(project => project.Stage == null || !Over.Contains(project.Stage));
        var all = await within.AsNoTracking().OrderBy(project => project.Code).ToListAsync(cancellation);
        var ids = within.Select(project => project.Id);
        var plan = await plans.ReadAsync(cancellation);
        var holds = await HoldsAsync(ids, cancellation);
        var (rows, lost, won, planned, undated) = (new List<DelayRow>(), 0L, 0L, 0, 0);
        foreach (var (project, kept) in all.Select(project => (project, plan.Plans.GetValueOrDefault(project.Id))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (kept is null) continue;
            planned++;
            if (ReportOf(project, kept, [.. holds[project.Id]], quarter, today) is not { } report)
            {
                undated++;
                continue;
            }

            (lost, won) = (lost + report.Lost, won + report.Won);
            if (report.Lost == 0 && report.Won == 0) continue;
            var names = kept.Nodes.ToDictionary(node => NodeNetwork.Id(node.Position), node => node.Name);
            rows.AddRange(report.Shares.Where(share => share.Lost != 0 || share.Won != 0).Select(share => new DelayRow(project, names[share.Step], share.By, share.Lost, share.Won)));
        }

        return new QuarterDelays(quarter, rows, lost, won, planned, all.Count - planned, undated);
    }

    private DelayReport? ReportOf(Project project, KeptPlan plan, IReadOnlyList<NodeHold> holds, TargetPeriod quarter, DateOnly today)
    {
        var last = quarter.Last < today ? quarter.Last : today;
        var stamp = new HashCode();
        stamp.Add(KeepPlan.Promised(project));
        stamp.Add(plan.Stamp);
        stamp.Add(calendar.Calendar);
        foreach (var hold in holds) stamp.Add(hold);
        return cache.Get((project.Id, quarter.First, last), stamp.ToHashCode(), () =>
        {
            try
            {
                return DelayRecords.Of(project, plan.Nodes, holds, today, calendar.Calendar) is { } record ? DelayAttribution.Find(record, quarter.First.DayNumber, last.DayNumber) : null;
            }
            catch (ArgumentException problem) when (problem is ArgumentOutOfRangeException || problem.ParamName == "record")
            {
                // What it took reaches beyond the last year of the calendar; the page says how many plans cannot be dated.
                return null;
            }
        });
    }

    /// <summary>Problems hold a node at their office; where the clinic has taken one up, at the offices that were asked or had a measure, each for its own time.</summary>
    private async Task<ILookup<long, NodeHold>> HoldsAsync(IQueryable<long> ids, CancellationToken cancellation)
    {
        var problems = await db.Set<ProjectProblem>().AsNoTracking().Where(problem => ids.Contains(problem.Project) && problem.Node != "").ToListAsync(cancellation);
        var cases = (await db.Set<ClinicCase>().AsNoTracking().Where(row => row.Project != null && ids.Contains(row.Project ?? 0) && row.Problem != null).Select(row => new { row.Id, row.Problem }).ToListAsync(cancellation)).ToLookup(row => row.Problem, row => row.Id);
        var taken = cases.SelectMany(group => group).ToList();
        var asked = (await db.Set<Consultation>().AsNoTracking().Where(row => taken.Contains(row.ClinicCase)).ToListAsync(cancellation)).ToLookup(row => row.ClinicCase);
        var steps = (await db.Set<PrescriptionStep>().AsNoTracking().Where(row => taken.Contains(row.ClinicCase)).ToListAsync(cancellation)).ToLookup(row => row.ClinicCase);
        IEnumerable<NodeHold> Of(ProjectProblem problem)
        {
            var own = cases[problem.Id].SelectMany(id => asked[id].Select(row => new NodeHold(problem.Node, row.OfficeName, row.AskedOn, row.EndedOn ?? problem.ClosedOn))
                .Concat(steps[id].Where(step => step.EndedOn is null || step.EndedOn > step.DueOn).Select(step => new NodeHold(problem.Node, step.OfficeName, step.DueOn, step.EndedOn ?? problem.ClosedOn)))).ToList();
            return own.Count > 0 ? own : [new NodeHold(problem.Node, problem.OfficeName.Length > 0 ? problem.OfficeName : "还没有分派", problem.RaisedOn, problem.ClosedOn)];
        }

        return problems.SelectMany(problem => Of(problem).Select(hold => (problem.Project, hold))).ToLookup(pair => pair.Project, pair => pair.hold);
    }
}

/// <summary>Reports of projects by quarter, kept until what they lean on changes; following a plan day by day is the dear part of the page.</summary>
public sealed class DelayCache
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(long Project, DateOnly First, DateOnly Last), (int Stamp, DelayReport? Report)> kept = new();

    public DelayReport? Get((long, DateOnly, DateOnly) key, int stamp, Func<DelayReport?> find)
    {
        if (kept.TryGetValue(key, out var found) && found.Stamp == stamp) return found.Report;
        if (kept.Count >= Most) kept.Clear();
        var report = find();
        kept[key] = (stamp, report);
        return report;
    }
}
