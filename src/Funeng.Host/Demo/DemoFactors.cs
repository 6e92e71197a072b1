using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Factors;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>Made-up quotas of the districts and needs of the made-up projects: in some districts more was promised than there is, in others more is asked for.</summary>
internal static class DemoFactors
{
    private const string Note = "演示指标";

    public static async Task LoadAsync(IServiceProvider provider, int year, CancellationToken cancellation)
    {
        var (db, ids, regions) = (provider.GetRequiredService<FunengDb>(), provider.GetRequiredService<IdSource>(), provider.GetRequiredService<RegionTree>());
        if (await db.Set<FactorNeed>().AnyAsync(cancellation)) return;
        var projects = await db.Set<Project>().AsNoTracking().Where(project => project.IsSynthetic && project.Region != null).OrderBy(project => project.Code).ToListAsync(cancellation);
        var needs = projects.Select((project, index) => (project, index)).Where(pair => pair.index % 5 != 3 && pair.project.Stage is not ("投产" or "达产" or "达效")).SelectMany(pair => NeedsOf(pair.project, pair.index, year, ids)).ToList();
        db.AddRange(needs);
        var counties = projects.ToDictionary(project => project.Id, project => regions.County(project.Region)?.Code);
        foreach (var (group, index) in needs.Where(need => need.Factor != Factor.Procedures && counties[need.Project] is not null).GroupBy(need => (County: counties[need.Project]!, need.Factor)).OrderBy(group => group.Key.County, StringComparer.Ordinal).ThenBy(group => group.Key.Factor).Select((group, index) => (group, index)))
        {
            // Percent of what was promised: one in seven districts has promised too much, the others have something left.
            var share = (index % 7) switch { 3 => 92, 5 => 104, _ => 118 + index % 4 * 22 };
            db.Add(new FactorStock { Id = ids.Next(), Region = group.Key.County, Factor = group.Key.Factor, Year = year, Amount = decimal.Round(group.Sum(need => need.Promised) * share / 100) + index % 5, Note = Note, Who = "演示城市生成器" });
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    private static IEnumerable<FactorNeed> NeedsOf(Project project, int index, int year, IdSource ids)
    {
        foreach (var factor in Enum.GetValues<Factor>().Where(factor => (index + (int)factor * 2) % 4 != 1))
        {
            var needed = factor switch
            {
                Factor.Procedures => 4 + index % 6,
                Factor.Land => 20 + index * 13 % 160,
                Factor.Funds => 500 + index * 370 % 9500,
                Factor.Energy => 800 + index * 510 % 12_000,
                _ => 2 + index * 3 % 40,
            };
            var isBuilding = project.StartedOn is not null;
            var promised = decimal.Round(needed * (isBuilding ? 100 : (index + (int)factor) % 3 * 45) / 100m);
            yield return new FactorNeed
            {
                Id = ids.Next(), Project = project.Id, Factor = factor, Year = year, Needed = needed, Promised = promised, Delivered = decimal.Round(promised * (isBuilding ? 100 - index % 4 * 15 : index % 3 * 30) / 100m),
                DueOn = project.PlannedStartOn, Note = Note, Who = "演示城市生成器",
            };
        }
    }
}
