using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Lists;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>How many of the enterprises above scale have a plan in force on a day.</summary>
public sealed record Coverage(string Key, string Name, int Enterprises, int Covered)
{
    public decimal? Rate => Enterprises == 0 ? null : Covered * 100m / Enterprises;
}

/// <summary>A plan with its enterprise and how much of it is done.</summary>
public sealed record PlanRow(EnterprisePlan Plan, Organization Enterprise, int Measures, int Done, bool IsAboveScale)
{
    public string State => Done == 0 ? "未启动" : Done < Measures ? "推进中" : "已完成";
}

/// <summary>The plans of a day.</summary>
/// <param name="Beyond">Enterprises with a plan that are not above scale: 向中小企业延伸.</param>
public sealed record PlanBook(DateOnly On, Coverage Total, IReadOnlyList<Coverage> Rows, IReadOnlyList<PlanRow> Plans, int Beyond);

/// <summary>One enterprise with its plan in force or its last one.</summary>
public sealed record PlanView(Organization Enterprise, EnterprisePlan? Plan, IReadOnlyList<EnterprisePlanMeasure> Measures, IReadOnlyList<EnterprisePlan> Others, bool IsAboveScale);

/// <summary>一企一策: who has a plan, who has none, how far each is. The list of enterprises above scale is the live list of that day.</summary>
public sealed class ReadPlans(FunengDb db, OrganizationDirectory organizations, RegionTree regions, ListMembers lists, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const string AboveScale = "above-scale-industry";

    public async Task<PlanBook> RunAsync(DateOnly? asked, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var at = asked is { } day && day <= today ? day : today;
        var seen = organizations.Within(user.EnterpriseScope);
        var above = await lists.OnAsync(AboveScale, at, cancellation);
        var plans = await (from plan in db.Set<EnterprisePlan>().AsNoTracking() join enterprise in seen on plan.Enterprise equals enterprise.Id
            where plan.FromOn <= at && plan.ToOn >= at select new { plan, enterprise }).ToListAsync(cancellation);
        var counts = await MeasuresAsync([.. plans.Select(row => row.plan.Id)], at, cancellation);
        var places = await (from enterprise in seen select new { enterprise.Id, enterprise.Region }).ToListAsync(cancellation);
        var covered = plans.Select(row => row.enterprise.Id).ToHashSet();
        var rows = places.Where(place => above.Contains(place.Id)).GroupBy(place => (regions.County(place.Region)?.Code ?? "", regions.County(place.Region)?.Name ?? "未归属"))
            .Select(group => new Coverage(group.Key.Item1, group.Key.Item2, group.Count(), group.Count(place => covered.Contains(place.Id)))).OrderBy(row => row.Rate).ThenBy(row => row.Key, StringComparer.Ordinal).ToList();
        return new PlanBook(
            at, new Coverage("", "合计", rows.Sum(row => row.Enterprises), rows.Sum(row => row.Covered)), rows,
            [.. plans.Select(row => new PlanRow(row.plan, row.enterprise, counts.GetValueOrDefault(row.plan.Id).All, counts.GetValueOrDefault(row.plan.Id).Done, above.Contains(row.enterprise.Id)))
                .OrderBy(row => row.Measures == 0 ? 1 : (decimal)row.Done / row.Measures).ThenBy(row => row.Enterprise.Name, StringComparer.Ordinal)],
            covered.Count(id => !above.Contains(id)));
    }

    /// <summary>Null when there is no such enterprise for this account.</summary>
    public async Task<PlanView?> FindAsync(string code, CancellationToken cancellation)
    {
        if (await organizations.FindAsync(user.EnterpriseScope, code, cancellation) is not { } enterprise) return null;
        var today = city.Today(clock);
        var plans = await db.Set<EnterprisePlan>().AsNoTracking().Where(plan => plan.Enterprise == enterprise.Id).OrderByDescending(plan => plan.FromOn).ThenByDescending(plan => plan.Id).ToListAsync(cancellation);
        var present = plans.Find(plan => plan.IsInForce(today)) ?? plans.Find(plan => plan.ToOn >= plan.FromOn);
        var measures = present is null ? [] : await db.Set<EnterprisePlanMeasure>().AsNoTracking().Where(measure => measure.Plan == present.Id).OrderBy(measure => measure.Id).ToListAsync(cancellation);
        return new PlanView(enterprise, present, measures, [.. plans.Where(plan => plan != present)], (await lists.OnAsync(AboveScale, today, cancellation)).Contains(enterprise.Id));
    }

    private async Task<Dictionary<long, (int All, int Done)>> MeasuresAsync(IReadOnlyList<long> plans, DateOnly on, CancellationToken cancellation)
    {
        var counts = new Dictionary<long, (int, int)>();
        foreach (var chunk in plans.Chunk(500))
        {
            foreach (var row in await db.Set<EnterprisePlanMeasure>().Where(measure => chunk.Contains(measure.Plan)).GroupBy(measure => measure.Plan)
                .Select(group => new { group.Key, All = group.Count(), Done = group.Count(measure => measure.DoneOn != null && measure.DoneOn <= on) }).ToListAsync(cancellation))
                counts[row.Key] = (row.All, row.Done);
        }

        return counts;
    }
}
