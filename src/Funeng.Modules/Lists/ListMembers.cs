using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>Who is, was, came and went on a list, always within the scope of the user who asks.</summary>
public sealed class ListMembers(FunengDatabase database, SubjectKinds kinds, CurrentUser user)
{
    private const int SubjectsAtOnce = 2000;

    private const string Columns =
        "m.subject, s.code, s.name, s.region, s.zone, m.since, m.until, m.reason, coalesce(m.present_evidence, m.evidence), m.left_reason, m.left_evidence, m.sha256, m.id, m.list, p.missing";

    // Who is on the list and cannot be judged today stays, and says what is missing.
    private const string Pending = "left join list_pending p on p.list = m.list and p.subject = m.subject";

    // Of a past day: on which facts it came, for what it stands on since then is of another day.
    private static readonly string AsOfColumns = Columns.Replace("coalesce(m.present_evidence, m.evidence)", "m.evidence", StringComparison.Ordinal);

    public async Task<ListRows> ReadAsync(string list, ListFilter filter, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var from = From(command, list, filter);
        command.CommandText = $"select count(*) {from}";
        var total = Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        var order = filter.View == ListView.Left ? "m.until desc, s.name" : "m.since desc, s.name";
        command.CommandText = $"select {(filter.AsOf is null ? Columns : AsOfColumns)} {from} order by {order} {SeenSubjects.Page(command, filter.Page, filter.Size)}";
        return new ListRows(await RowsAsync(command, filter.AsOf is not null, cancellation), total);
    }

    /// <summary>All the caller may see who were on a list on a day, without evidence: for shares and counts.</summary>
    public async Task<IReadOnlySet<long>> OnAsync(string list, DateOnly day, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var scope = kinds.Seen(command, user);
        command.AddParameter("list", list);
        command.AddParameter("day", day);
        command.CommandText = $"select m.subject from list_membership m join subject s on s.id = m.subject where m.list = @list and m.since <= @day and (m.until is null or m.until > @day) and {scope}";
        var subjects = new HashSet<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) subjects.Add(reader.GetInt64(0));
        return subjects;
    }

    /// <summary>The lists a subject is or was on, newest first; empty when the subject is out of scope.</summary>
    public async Task<IReadOnlyList<ListRow>> OfSubjectAsync(long subject, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var scope = kinds.Seen(command, user);
        command.AddParameter("subject", subject);
        command.CommandText =
            $"select {Columns} from list_membership m join subject s on s.id = m.subject {Pending} where m.subject = @subject and {scope} order by m.until is not null, m.since desc";
        return await RowsAsync(command, false, cancellation);
    }

    /// <summary>The lists that subjects the caller may see are on, today or on a past day, without evidence: for tables of many subjects.</summary>
    public async Task<IReadOnlyList<BriefMembership>> OfManyAsync(IReadOnlyCollection<long> seen, DateOnly? asOf, CancellationToken cancellation)
    {
        var rows = new List<BriefMembership>();
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var chunk in seen.Chunk(SubjectsAtOnce))
        {
            await using var command = connection.CreateCommand();
            var ids = string.Join(',', chunk.Select(id => id.ToString(CultureInfo.InvariantCulture)));
            command.CommandText = $"select m.list, m.subject, m.since, m.reason from list_membership m where {MembersOn.Sql(command, asOf)} and m.subject in ({ids})";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                rows.Add(new BriefMembership(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<DateOnly>(2), reader.GetString(3)));
        }

        return rows;
    }

    /// <summary>The lists of which it cannot be said whether subjects the caller may see belong on them.</summary>
    public async Task<IReadOnlyList<(string List, long Subject, string Missing)>> OpenForManyAsync(IReadOnlyCollection<long> seen, CancellationToken cancellation)
    {
        var rows = new List<(string, long, string)>();
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var chunk in seen.Chunk(SubjectsAtOnce))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select list, subject, missing from list_pending where subject in ({string.Join(',', chunk.Select(id => id.ToString(CultureInfo.InvariantCulture)))})";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return rows;
    }

    public async Task<IReadOnlyList<PendingRow>> PendingAsync(string list, ListFilter filter, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var where = Where(command, list, filter);
        command.CommandText =
            $"select s.id, s.code, s.name, s.region, s.zone, m.missing, m.noticed_on from list_pending m join subject s on s.id = m.subject where {where} order by s.name {SeenSubjects.Page(command, filter.Page, filter.Size)}";
        var rows = new List<PendingRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new PendingRow(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), Text(reader, 4), reader.GetString(5),
                reader.GetFieldValue<DateOnly>(6)));
        }

        return rows;
    }

    /// <summary>Counts of every list at once: members, entered and left since a day, and those still open for want of facts.</summary>
    /// <param name="since">The first day that counts.</param>
    /// <param name="withPending">Whether those still open are counted too; in a large city they are most of the rows.</param>
    public Task<IReadOnlyDictionary<string, ListFigures>> CountAsync(DateOnly since, CancellationToken cancellation, bool withPending = true) =>
        CountAsync(null, since, withPending, cancellation);

    /// <summary>The same of one list.</summary>
    public async Task<ListFigures> CountAsync(string list, DateOnly since, CancellationToken cancellation) =>
        (await CountAsync(list, since, true, cancellation)).GetValueOrDefault(list, ListFigures.None);

    private async Task<IReadOnlyDictionary<string, ListFigures>> CountAsync(string? list, DateOnly since, bool withPending, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        // Whoever sees every subject of every kind needs not look at each: the indexes of the lists tell.
        var isAll = kinds.All.All(kind => user.Has(kind.View)) && await SeenSubjects.AreAllAsync(connection, user.Scope, cancellation);
        Task<Dictionary<string, long>> Groups(string table, string condition, DateOnly? day) => GroupsAsync(connection, isAll, table, condition, list, day, cancellation);
        var members = await Groups("list_membership", "m.until is null", null);
        var entered = await Groups("list_membership", "m.since >= @since", since);
        var left = await Groups("list_membership", "m.until >= @since", since);
        var pending = withPending ? await Groups("list_pending", "1 = 1", null) : [];
        return members.Keys.Union(entered.Keys).Union(left.Keys).Union(pending.Keys).ToDictionary(id => id, id => new ListFigures(
            members.GetValueOrDefault(id), entered.GetValueOrDefault(id), left.GetValueOrDefault(id), pending.GetValueOrDefault(id)));
    }

    // The subjects first: who sees a township has few of them, and the lists of each are found by an index.
    private async Task<Dictionary<string, long>> GroupsAsync(
        DbConnection connection, bool isAll, string table, string condition, string? list, DateOnly? since, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var rows = isAll ? $"{table} m where {condition}" : $"subject s cross join {table} m where m.subject = s.id and {condition} and {kinds.Seen(command, user)}";
        if (since is not null) command.AddParameter("since", since);
        if (list is not null) command.AddParameter("list", list);
        command.CommandText = $"select m.list, count(*) from {rows} {(list is null ? "" : "and m.list = @list")} group by m.list";
        var counts = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) counts[reader.GetString(0)] = reader.GetInt64(1);
        return counts;
    }

    private string From(DbCommand command, string list, ListFilter filter)
    {
        var when = filter switch
        {
            { View: ListView.Entered } => "m.since >= @since",
            { View: ListView.Left } => "m.until >= @since",
            _ => MembersOn.Sql(command, filter.AsOf),
        };
        if (filter.View is ListView.Entered or ListView.Left) command.AddParameter("since", filter.Since);
        return $"from list_membership m join subject s on s.id = m.subject {Pending} where {when} and {Where(command, list, filter)}";
    }

    private string Where(DbCommand command, string list, ListFilter filter)
    {
        command.AddParameter("list", list);
        return $"m.list = @list and {SeenSubjects.Where(command, kinds.Seen(command, user), filter.Query, filter.Area)}";
    }

    private static async Task<IReadOnlyList<ListRow>> RowsAsync(DbCommand command, bool isPast, CancellationToken cancellation)
    {
        var rows = new List<ListRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var membership = new Membership(
                reader.GetInt64(12), reader.GetString(13), reader.GetInt64(0), reader.GetFieldValue<DateOnly>(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateOnly>(6), reader.GetString(7), Lines(reader.GetString(8)),
                reader.IsDBNull(9) ? null : reader.GetString(9), reader.IsDBNull(10) ? [] : Lines(reader.GetString(10)), reader.GetString(11))
            {
                Missing = isPast || !reader.IsDBNull(6) || reader.IsDBNull(14) ? null : reader.GetString(14),
            };
            rows.Add(new ListRow(reader.GetString(1), reader.GetString(2), Text(reader, 3), Text(reader, 4), membership));
        }

        return rows;
    }

    private static string Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);

    internal static IReadOnlyList<EvidenceLine> Lines(string json) => JsonSerializer.Deserialize<List<EvidenceLine>>(json) ?? [];
}

public enum ListView
{
    Members,
    Entered,
    Left,
    Pending,
}

/// <param name="Area">A region code or a zone code.</param>
/// <param name="AsOf">The members of that day instead of today's.</param>
/// <param name="Since">For those who entered or left: from which day on.</param>
public sealed record ListFilter(string? Query, string? Area, ListView View, DateOnly? AsOf, DateOnly Since, int Page = 1, int Size = 20);

public sealed record ListRows(IReadOnlyList<ListRow> Rows, long Total);

/// <summary>That a subject is on a list: since when and why.</summary>
public sealed record BriefMembership(string List, long Subject, DateOnly Since, string Reason);

public sealed record ListRow(string Code, string Name, string Region, string Zone, Membership Membership);

/// <param name="Missing">Labels of the facts that would decide it.</param>
public sealed record PendingRow(long Subject, string Code, string Name, string Region, string Zone, string Missing, DateOnly NoticedOn);

public sealed record ListFigures(long Members, long Entered, long Left, long Pending)
{
    public static readonly ListFigures None = new(0, 0, 0, 0);
}
