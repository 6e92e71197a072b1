using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Cultivation.Titles;

/// <summary>The title grants of enterprises within the scope, one by one: those in force, lapsed, or taken back with the reason.</summary>
public sealed class BrowseGrants(FunengDatabase database, CurrentUser user)
{
    private const string Columns =
        "g.id, g.subject, s.code, s.name, g.scheme, g.award, g.valid_from, g.valid_to, g.source, g.place, g.reporter, g.learned_at, g.withdrawn_at, g.withdrawn_by, g.reason, g.undated";

    // A batch that is still loading, or was undone as a whole, shows nothing.
    private const string From = "from title_grant g join subject s on s.id = g.subject left join batch b on b.id = g.batch where (g.batch is null or b.state = 'Published')";

    public async Task<(IReadOnlyList<GrantRow> Rows, long Total)> RunAsync(GrantFilter filter, DateOnly today, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var from = $"{From} and {Where(command, filter, today)}";
        command.CommandText = $"select count(*) {from}";
        var total = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        command.CommandText = $"select {Columns} {from} order by g.learned_at desc, g.id desc limit @size offset @skip";
        command.AddParameter("size", filter.Size);
        command.AddParameter("skip", (long)(filter.Page - 1) * filter.Size);
        return (await ReadAsync(command, cancellation), total);
    }

    /// <returns>Null when there is no such grant, or its enterprise lies outside the scope.</returns>
    public async Task<GrantRow?> FindAsync(long id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {Columns} {From} and g.id = @id and {user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id")}";
        command.AddParameter("id", id);
        return await ReadAsync(command, cancellation) is [var row] ? row : null;
    }

    private string Where(DbCommand command, GrantFilter filter, DateOnly today)
    {
        var conditions = new List<string> { user.EnterpriseScope.Sql(command, "s.region", "s.zone", "s.id") };
        if (!string.IsNullOrWhiteSpace(filter.Query))
        {
            conditions.Add("(s.name like @query or s.code like @query or g.award like @query)");
            command.AddParameter("query", $"%{filter.Query.Trim()}%");
        }

        if (!string.IsNullOrEmpty(filter.Scheme))
        {
            conditions.Add("g.scheme = @scheme");
            command.AddParameter("scheme", filter.Scheme);
        }

        if (filter.Standing is GrantStanding.InForce or GrantStanding.Lapsed or GrantStanding.Ahead) command.AddParameter("today", today);
        conditions.Add(filter.Standing switch
        {
            GrantStanding.InForce => "g.withdrawn_at is null and g.valid_from <= @today and (g.valid_to is null or g.valid_to >= @today)",
            GrantStanding.Lapsed => "g.withdrawn_at is null and g.valid_to < @today",
            GrantStanding.Ahead => "g.withdrawn_at is null and g.valid_from > @today",
            GrantStanding.Withdrawn => "g.withdrawn_at is not null",
            _ => "1 = 1",
        });
        return string.Join(" and ", conditions);
    }

    private static async Task<IReadOnlyList<GrantRow>> ReadAsync(DbCommand command, CancellationToken cancellation)
    {
        var rows = new List<GrantRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new GrantRow(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateOnly>(6), reader.IsDBNull(7) ? null : reader.GetFieldValue<DateOnly>(7), reader.GetString(8), reader.GetString(9),
                reader.GetString(10), InstantConverter.FromStored(reader.GetInt64(11)),
                reader.IsDBNull(12) ? null : InstantConverter.FromStored(reader.GetInt64(12)), reader.IsDBNull(13) ? "" : reader.GetString(13), reader.IsDBNull(14) ? "" : reader.GetString(14)) { IsUndated = reader.GetBoolean(15) });
        }

        return rows;
    }
}

public sealed record GrantFilter(string? Query, string? Scheme, GrantStanding? Standing, int Page = 1, int Size = 20);

public enum GrantStanding
{
    [System.ComponentModel.DataAnnotations.Display(Name = "有效")] InForce,
    [System.ComponentModel.DataAnnotations.Display(Name = "未生效")] Ahead,
    [System.ComponentModel.DataAnnotations.Display(Name = "已到期")] Lapsed,
    [System.ComponentModel.DataAnnotations.Display(Name = "已撤回")] Withdrawn,
}

/// <summary>One grant in the register.</summary>
public sealed record GrantRow(
    long Id, long Subject, string Code, string Name, string Scheme, string Award, DateOnly From, DateOnly? To, string Source, string Place, string Reporter,
    DateTimeOffset LearnedAt, DateTimeOffset? WithdrawnAt, string WithdrawnBy, string Reason)
{
    /// <summary>The source does not say since when; <see cref="From"/> is the first day on which it is known to be held.</summary>
    public bool IsUndated { get; init; }

    /// <summary>From when to when, as the source says.</summary>
    public string Validity => IsUndated
        ? $"未载明起始日期（{From:yyyy-MM-dd} 已持有）{(To is { } end ? $"，至 {end:yyyy-MM-dd}" : "")}"
        : $"{From:yyyy-MM-dd} 至 {(To is { } to ? $"{to:yyyy-MM-dd}" : "长期")}";

    public GrantStanding StandingOn(DateOnly day) => WithdrawnAt is not null ? GrantStanding.Withdrawn
        : day < From ? GrantStanding.Ahead
        : day > To ? GrantStanding.Lapsed
        : GrantStanding.InForce;
}
