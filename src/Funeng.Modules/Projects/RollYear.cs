using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
internal sealed partial class RollYearDaily(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RollYearDaily> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await using var unit = scopes.CreateAsyncScope();
                unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
                await unit.ServiceProvider.GetRequiredService<RollYear>().RunAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // Tried again at the next tick; until then last year's figures are hidden.
                Failed(log, problem);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The figures of the new year could not be drawn up")]
    private static partial void Failed(ILogger log, Exception problem);
}
