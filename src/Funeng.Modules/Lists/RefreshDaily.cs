using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Lists;

/// <summary>Refreshes every list once a day: titles lapse and enterprises grow older without any filing.</summary>
internal sealed class RefreshDaily(IServiceScopeFactory scopes, FunengDatabase database, CityProfile city, TimeProvider clock, ILogger<RefreshDaily> log)
    : ClockWork(TimeSpan.FromMinutes(30), atStart: false, clock, log)
{
    protected override Task RoundAsync(CancellationToken cancellation) => RunOnceADayAsync(cancellation);

    internal async Task<bool> RunOnceADayAsync(CancellationToken cancellation)
    {
        var today = city.Today(Time);
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
}
