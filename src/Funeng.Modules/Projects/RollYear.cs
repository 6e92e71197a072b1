using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Projects;

/// <summary>On New Year's Day the yearly figures become those of the new year, also for projects about which nobody files anything that day.</summary>
public sealed class RollYear(FunengDb db, KeepProjects keep, CityProfile city, TimeProvider clock)
{
    /// <returns>How many projects were behind.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var year = city.Today(clock).Year;
        long[] behind = [.. await db.Set<Project>().Where(project => project.PlanYear != null && project.PlanYear != year).Select(project => project.Id).ToListAsync(cancellation)];
        if (behind.Length > 0) await keep.PublishedAsync(behind, cancellation);
        return behind.Length;
    }
}

/// <summary>Looks every few minutes whether the year has turned; on other days that is one short query.</summary>
internal sealed class RollYearDaily(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RollYearDaily> log)
    : ClockWork(TimeSpan.FromMinutes(5), atStart: true, clock, log)
{
    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        await unit.ServiceProvider.GetRequiredService<RollYear>().RunAsync(cancellation);
    }
}
