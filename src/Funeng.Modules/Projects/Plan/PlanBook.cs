using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>The plan of one project as it was last read.</summary>
/// <param name="Nodes">By position.</param>
/// <param name="Stamp">Another after every change.</param>
internal sealed record KeptPlan(long Project, IReadOnlyList<ProjectNode> Nodes, PlanStamp Stamp);

/// <summary>What tells one state of a plan from another without reading it.</summary>
internal readonly record struct PlanStamp(int Count, long Versions, long Ids, long Days, int Done, DateOnly? Last);

/// <summary>The plans of all projects at one moment. Whoever shows something of it asks first which projects an account may see.</summary>
/// <param name="Version">Another for every other content.</param>
internal sealed record PlanSet(long Version, IReadOnlyDictionary<long, KeptPlan> Plans)
{
    public IReadOnlyList<ProjectNode> NodesOf(long project) => Plans.GetValueOrDefault(project)?.Nodes ?? [];
}

/// <summary>
/// Reads the plans of all projects. They stay in memory and are brought up to date by difference: what pages over hundreds of plans cost is one query over their
/// stamps and the nodes of those that changed.
/// </summary>
internal sealed class PlanBook(FunengDb db, PlanMemory memory)
{
    private const int Chunk = 500;

    public async Task<PlanSet> ReadAsync(CancellationToken cancellation)
    {
        var held = memory.Held;
        var stamps = await StampsAsync(cancellation);
        var changed = stamps.Where(pair => held.Plans.GetValueOrDefault(pair.Key)?.Stamp != pair.Value).Select(pair => pair.Key).ToList();
        if (changed.Count == 0 && stamps.Count == held.Plans.Count) return held;
        var plans = held.Plans.Where(pair => stamps.ContainsKey(pair.Key)).ToDictionary();
        foreach (var chunk in changed.Chunk(Chunk))
        {
            var nodes = await db.Set<ProjectNode>().AsNoTracking().Where(node => chunk.Contains(node.Project)).OrderBy(node => node.Position).ToListAsync(cancellation);
            foreach (var own in nodes.GroupBy(node => node.Project)) plans[own.Key] = new KeptPlan(own.Key, [.. own], stamps[own.Key]);
        }

        return memory.Keep(plans);
    }

    private async Task<Dictionary<long, PlanStamp>> StampsAsync(CancellationToken cancellation) =>
        (await db.Set<ProjectNode>().GroupBy(node => node.Project).Select(own => new
        {
            own.Key, Count = own.Count(), Versions = own.Sum(node => node.Version), Ids = own.Sum(node => node.Id % 1_000_003), Days = own.Sum(node => (long)node.WorkDays),
            Done = own.Count(node => node.DoneOn != null), Last = own.Max(node => node.DoneOn),
        }).ToListAsync(cancellation)).ToDictionary(row => row.Key, row => new PlanStamp(row.Count, row.Versions, row.Ids, row.Days, row.Done, row.Last));
}

/// <summary>What <see cref="PlanBook"/> read last, and what was worked out from it.</summary>
internal sealed class PlanMemory
{
    private long version;
    private volatile PlanSet held = new(0, new Dictionary<long, KeptPlan>());
    private volatile Steps? steps;

    public PlanSet Held => held;

    public PlanSet Keep(IReadOnlyDictionary<long, KeptPlan> plans) => held = new PlanSet(Interlocked.Increment(ref version), plans);

    /// <summary>How long the steps of these plans took, by the calendar as it is now.</summary>
    public StepBook StepsOf(PlanSet plans, WorkCalendar calendar)
    {
        if (steps is { } known && known.Plans == plans.Version && known.Calendar == calendar) return known.Book;
        var book = new StepBook(plans, calendar);
        steps = new Steps(plans.Version, calendar, book);
        return book;
    }

    private sealed record Steps(long Plans, WorkCalendar Calendar, StepBook Book);
}
