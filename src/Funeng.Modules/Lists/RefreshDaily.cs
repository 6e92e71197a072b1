using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Lists;

/// <summary>Refreshes every list once a day: titles lapse and enterprises grow older without any filing.</summary>
internal sealed partial class RefreshDaily(IServiceScopeFactory scopes, FunengDatabase database, CityProfile city, TimeProvider clock, ILogger<RefreshDaily> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceADayAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // Tried again half an hour later; until then the lists stand as they are.
                Failed(log, problem);
            }
        }
    }

    internal async Task<bool> RunOnceADayAsync(CancellationToken cancellation)
    {
        var today = city.Today(clock);
        if (await LastAsync(cancellation) == today)
            return false;

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        await scope.ServiceProvider.GetRequiredService<RefreshLists>().RunAllAsync(cancellation);
        await RememberAsync(today, cancellation);
        return true;
    }

    private async Task<DateOnly?> LastAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select day from list_run where id = 1";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetFieldValue<DateOnly>(0) : null;
    }

    private async Task RememberAsync(DateOnly day, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into list_run (id, day) values (1, @day) on conflict (id) do update set day = excluded.day";
        command.AddParameter("day", day);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The daily refresh of the lists failed")]
    private static partial void Failed(ILogger log, Exception problem);
}
