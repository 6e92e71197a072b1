using System.Collections.Concurrent;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Capacity;

/// <summary>Something scarce with how much there is of it from which day on.</summary>
public sealed record KeptResource(ScarceResource Resource, IReadOnlyList<ScarceAmount> Amounts)
{
    /// <summary>How much there is on a day; before the first day that was entered what there was on it.</summary>
    public int On(DateOnly day) => (Amounts.LastOrDefault(amount => amount.FromOn <= day) ?? (Amounts.Count > 0 ? Amounts[0] : null))?.Amount ?? 0;
}

/// <summary>What the offices of a place have little of, and whether its plans fit into that. Places are shown where an account's scope covers the whole of them: half of the plans would mislead.</summary>
internal sealed class CapacityBook(
    FunengDb db, ProjectDirectory projects, PlanBook plans, CapacityMemory memory, RegionTree regions, OfficialCalendar calendar, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private static readonly string[] Over = ["投产", "达产", "达效", "终止"];

    public IReadOnlyList<Region> Places =>
        [.. regions.Counties.Where(county => user.Scope.Covers(county.Code, null, -1)), .. regions.Zones.Where(zone => user.Scope.Covers(null, zone.Code, -1))];

    public DateOnly Today => city.Today(clock);

    public async Task<IReadOnlyList<KeptResource>> ResourcesAsync(string place, CancellationToken cancellation)
    {
        var resources = await db.Set<ScarceResource>().AsNoTracking().Where(row => row.Place == place).OrderBy(row => row.Office).ThenBy(row => row.Name).ToListAsync(cancellation);
        var ids = resources.ConvertAll(row => row.Id);
        var amounts = (await db.Set<ScarceAmount>().AsNoTracking().Where(row => ids.Contains(row.Resource)).OrderBy(row => row.FromOn).ToListAsync(cancellation)).ToLookup(row => row.Resource);
        return [.. resources.Select(row => new KeptResource(row, [.. amounts[row.Id]]))];
    }

    /// <summary>The plans of a place that run, with what of them is open.</summary>
    public async Task<IReadOnlyList<RunningPlan>> RunningAsync(string place, CancellationToken cancellation)
    {
        var rows = await Under(place).OrderBy(project => project.Code).ToListAsync(cancellation);
        var all = await plans.ReadAsync(cancellation);
        return
        [
            .. rows.Where(project => KeepPlan.Promised(project) is not null).Select(project => new RunningPlan(project, KeepPlan.Promised(project)!.Value, [.. all.NodesOf(project.Id).Where(node => node.DoneOn is null)]))
                .Where(plan => plan.Open.Count > 0 && BackwardPlan.Find(plan.Open, plan.Promised, Today, calendar.Calendar) is not null),
        ];
    }

    /// <summary>Worked out once until a plan, a promise, an amount, the calendar or the day is another.</summary>
    public async Task<CapacityPlan> PlanAsync(string place, IReadOnlyList<KeptResource> resources, CancellationToken cancellation)
    {
        if (resources.Count == 0) return CapacityPlan.Empty;
        var running = await RunningAsync(place, cancellation);
        var stamp = new HashCode();
        foreach (var plan in running) stamp.Add((plan.Project.Id, plan.Promised, plan.Project.Name));
        foreach (var resource in resources) stamp.Add((resource.Resource.Id, resource.Resource.Version));
        var version = (await plans.ReadAsync(cancellation)).Version;
        return memory.Get(place, (version, Today, stamp.ToHashCode(), calendar.Calendar), () => ShareCapacity.Find(running, [.. resources.Select(row => (row.Resource, row.Amounts))], Today, calendar.Calendar));
    }

    /// <summary>The crews that nodes of the plans of a place name.</summary>
    public async Task<IReadOnlySet<string>> CrewsAsync(string place, CancellationToken cancellation)
    {
        var (all, here) = (await plans.ReadAsync(cancellation), await Under(place).Select(project => project.Id).ToListAsync(cancellation));
        return here.SelectMany(all.NodesOf).Where(node => node.Crew.Length > 0).Select(node => node.Crew).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The names nodes of plans have, the most frequent first.</summary>
    public async Task<IReadOnlyList<string>> NodeNamesAsync(CancellationToken cancellation) =>
        [.. (await plans.ReadAsync(cancellation)).Plans.Values.SelectMany(plan => plan.Nodes.Where(node => node.WorkDays > 0).Select(node => node.Name)).GroupBy(name => name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(60).Select(group => group.Key)];

    private IQueryable<Project> Under(string place)
    {
        var within = projects.Within(user).AsNoTracking().Where(project => project.Stage == null || !Over.Contains(project.Stage));
        return regions.Zones.Any(zone => zone.Code == place) ? within.Where(project => project.Zone == place) : within.Where(project => project.Region != null && project.Region.StartsWith(place));
    }
}

/// <summary>The last proposal of each place.</summary>
internal sealed class CapacityMemory
{
    private readonly ConcurrentDictionary<string, ((long, DateOnly, int, WorkCalendar) Of, CapacityPlan Plan)> kept = new(StringComparer.Ordinal);

    public CapacityPlan Get(string place, (long Plans, DateOnly Today, int Stamp, WorkCalendar Calendar) of, Func<CapacityPlan> find)
    {
        if (kept.TryGetValue(place, out var known) && known.Of == of) return known.Plan;
        var plan = find();
        kept[place] = (of, plan);
        return plan;
    }
}
