using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Schemes;

/// <summary>
/// The small numbers under which stored verdicts name what very many of them share: scheme, version and signature of the rules, and the moment
/// they were decided at. Of one unit of work, which holds off everybody else who writes verdicts.
/// </summary>
internal sealed class VerdictNames
{
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly Dictionary<(string Scheme, string Version, string Sha256), int> rules = [];
    private readonly Dictionary<(DateOnly On, DateTimeOffset AsOf, DateTimeOffset DecidedAt), int> moments = [];

    private VerdictNames(DbConnection connection, DbTransaction transaction) => (this.connection, this.transaction) = (connection, transaction);

    public static async Task<VerdictNames> ReadAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        var names = new VerdictNames(connection, transaction);
        await using var command = names.Command("select id, scheme, version, sha256 from verdict_rules");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) names.rules[(reader.GetString(1), reader.GetString(2), reader.GetString(3))] = reader.GetInt32(0);
        return names;
    }

    public int RulesOf(StoredVerdict verdict) => rules[(verdict.Scheme, verdict.Version, verdict.Sha256)];

    public int MomentOf(StoredVerdict verdict) => moments[(verdict.OnDate, verdict.AsOf, verdict.DecidedAt)];

    /// <summary>Makes sure that a verdict's rules and moment have numbers.</summary>
    public async Task NameAsync(StoredVerdict verdict, CancellationToken cancellation)
    {
        var text = (verdict.Scheme, verdict.Version, verdict.Sha256);
        if (!rules.ContainsKey(text)) rules[text] = await AddRulesAsync(verdict, cancellation);
        var moment = (verdict.OnDate, verdict.AsOf, verdict.DecidedAt);
        if (!moments.ContainsKey(moment)) moments[moment] = await FindMomentAsync(verdict, cancellation) ?? await AddMomentAsync(verdict, cancellation);
    }

    private async Task<int> AddRulesAsync(StoredVerdict verdict, CancellationToken cancellation)
    {
        var id = await NextAsync("verdict_rules", cancellation);
        await using var command = Command("insert into verdict_rules (id, scheme, version, sha256) values (@id, @scheme, @version, @sha256)");
        command.AddParameter("id", id);
        command.AddParameter("scheme", verdict.Scheme);
        command.AddParameter("version", verdict.Version);
        command.AddParameter("sha256", verdict.Sha256);
        await command.ExecuteNonQueryAsync(cancellation);
        return id;
    }

    private async Task<int?> FindMomentAsync(StoredVerdict verdict, CancellationToken cancellation)
    {
        await using var command = Command("select id from verdict_moment where decided_at = @decided and as_of = @known and on_date = @day");
        Moment(command, verdict);
        return await command.ExecuteScalarAsync(cancellation) is { } id ? Convert.ToInt32(id, CultureInfo.InvariantCulture) : null;
    }

    private async Task<int> AddMomentAsync(StoredVerdict verdict, CancellationToken cancellation)
    {
        var id = await NextAsync("verdict_moment", cancellation);
        await using var command = Command("insert into verdict_moment (id, on_date, as_of, decided_at) values (@id, @day, @known, @decided)");
        command.AddParameter("id", id);
        Moment(command, verdict);
        await command.ExecuteNonQueryAsync(cancellation);
        return id;
    }

    private static void Moment(DbCommand command, StoredVerdict verdict)
    {
        command.AddParameter("day", verdict.OnDate);
        command.AddParameter("known", InstantConverter.ToStored(verdict.AsOf));
        command.AddParameter("decided", InstantConverter.ToStored(verdict.DecidedAt));
    }

    private async Task<int> NextAsync(string table, CancellationToken cancellation)
    {
        await using var command = Command($"select coalesce(max(id), 0) + 1 from {table}");
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private DbCommand Command(string text)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        return command;
    }
}
