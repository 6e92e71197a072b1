using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>
/// Weighs who is near each tier while the site answers already, after the start, after filings and on every new day, so that whoever opens
/// such a list first does not wait for it.
/// </summary>
internal sealed class WarmNear(
    IServiceScopeFactory scopes, LibraryCatalogue libraries, FactTables tables, CityProfile city, TimeProvider clock, ILogger<WarmNear> log)
    : ClockWork(TimeSpan.FromSeconds(30), atStart: true, clock, log)
{
    private FactTable? seen;
    private DateOnly day;
    private bool isOnceMore;

    /// <returns>Whether anything was to be weighed anew.</returns>
    internal async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var (table, today) = ((await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table, city.Today(Time));
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

    protected override Task RoundAsync(CancellationToken cancellation) => RunAsync(cancellation);
}
