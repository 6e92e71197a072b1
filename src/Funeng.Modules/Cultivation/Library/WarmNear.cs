using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>
/// Weighs who is near each tier while the site answers already, after the start, after filings and on every new day, so that whoever opens
/// such a list first does not wait for it.
/// </summary>
internal sealed partial class WarmNear(
    IServiceScopeFactory scopes, LibraryCatalogue libraries, FactTables tables, CityProfile city, TimeProvider clock, ILogger<WarmNear> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private FactTable? seen;
    private DateOnly day;
    private bool isOnceMore;

    /// <returns>Whether anything was to be weighed anew.</returns>
    internal async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var (table, today) = ((await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table, city.Today(clock));
        var isNew = !ReferenceEquals(table, seen) || today != day;
        if (!isNew && !isOnceMore) return false;
        // Verdicts follow the filings a moment later.
        (seen, day, isOnceMore) = (table, today, isNew);
        foreach (var library in libraries.Libraries.Where(library => !library.IsReadingOnly))
        {
            await using var unit = scopes.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
            await unit.ServiceProvider.GetRequiredService<FindNear>().RunAsync(library, new LibraryFilter(null, null), library.Closeness, cancellation);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // Tried again at the next tick; until then whoever looks first waits a moment.
                Failed(log, problem);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lists of who is near a tier could not be made ready")]
    private static partial void Failed(ILogger log, Exception problem);
}
