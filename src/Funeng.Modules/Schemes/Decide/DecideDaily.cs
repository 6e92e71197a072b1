using System.Data.Common;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>
/// Decides by itself what time or new rules have turned: on the first day of another version, when an age or a title passes a date, at the
/// turn of the year, and after a start with changed rules. Only the schemes concerned are decided, and only what changed is stored.
/// </summary>
internal sealed class DecideDaily(
    IServiceScopeFactory scopes, FunengDatabase database, RuleBook book, CityProfile city, TimeProvider clock, ILogger<DecideDaily> log)
    : ClockWork(TimeSpan.FromMinutes(10), atStart: true, clock, log)
{
    /// <returns>The schemes that were decided anew.</returns>
    internal async Task<IReadOnlySet<string>> RunOnceADayAsync(CancellationToken cancellation)
    {
        var today = city.Today(Time);
        var rules = string.Join(' ', book.InForce(today).Select(pack => pack.Sha256).Order(StringComparer.Ordinal));
        await using var connection = await database.OpenAsync(cancellation);
        var last = await LastAsync(connection, cancellation);
        if (last == (today, rules)) return new HashSet<string>();

        var turned = TurnedSchemes.Between(book, last?.Day ?? await OldestAsync(connection, cancellation) ?? today, today);
        turned.UnionWith(await OfOtherRulesAsync(connection, today, cancellation));
        turned = TurnedSchemes.WithThoseThatAsk(book, turned, today);
        if (turned.Count > 0) await DecideAsync(turned, cancellation);
        await RememberAsync(connection, today, rules, cancellation);
        return turned;
    }

    protected override Task RoundAsync(CancellationToken cancellation) => RunOnceADayAsync(cancellation);

    private async Task DecideAsync(IReadOnlySet<string> schemes, CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var subjects = await unit.ServiceProvider.GetRequiredService<FunengDb>().Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise)
            .OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(cancellation);
        await unit.ServiceProvider.GetRequiredService<DecideVerdicts>().RunAsync(subjects, schemes, null, cancellation);
    }

    /// <summary>Schemes of which a stored verdict names other rules than those in force, or none is stored though others are.</summary>
    private async Task<HashSet<string>> OfOtherRulesAsync(DbConnection connection, DateOnly today, CancellationToken cancellation)
    {
        var stored = new HashSet<(string Scheme, string Sha256)>();
        await using var command = connection.CreateCommand();
        command.CommandText = "select scheme, sha256 from verdict_rules r where exists (select 1 from verdict_row v where v.rules = r.id)";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) stored.Add((reader.GetString(0), reader.GetString(1)));
        if (stored.Count == 0) return [];

        var present = book.InForce(today).Select(pack => (pack.Id, pack.Sha256)).ToHashSet();
        stored.SymmetricExceptWith(present);
        return [.. stored.Select(pair => pair.Scheme)];
    }

    private static async Task<(DateOnly Day, string Rules)?> LastAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select day, rules from verdict_run where id = 1";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetFieldValue<DateOnly>(0), reader.GetString(1)) : null;
    }

    private static async Task<DateOnly?> OldestAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select min(on_date) from verdict";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && !reader.IsDBNull(0) ? reader.GetFieldValue<DateOnly>(0) : null;
    }

    private static async Task RememberAsync(DbConnection connection, DateOnly day, string rules, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "insert into verdict_run (id, day, rules) values (1, @day, @rules) on conflict (id) do update set day = excluded.day, rules = excluded.rules";
        command.AddParameter("day", day);
        command.AddParameter("rules", rules);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
