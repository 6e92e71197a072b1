using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// Up to where a fact table has read: enough to tell which subjects have changed since, or that it cannot be told. Filings that came alone
/// count as settled once their ids are old enough that no slower transaction can still put one before them.
/// </summary>
internal sealed record FactsMark(
    long Settled, long SettledFilings, long SettledGrants, long Filings, long LastFiling, long Grants, long LastGrant, long WithdrawnFilings,
    long WithdrawnGrants, long Subjects, long FirstSubject, long LastSubject, long SubjectSum, string Batches)
{
    // Ids begin with milliseconds (see IdSource): ten minutes of them, longer than any transaction that records single filings.
    private const long Unsettled = 600_000L << 21;

    public static async Task<FactsMark> ReadAsync(DbConnection connection, DbTransaction transaction, string kind, CancellationToken cancellation)
    {
        async Task<long[]> OneAsync(string sql) => (await RowsAsync(connection, transaction, sql, kind, cancellation))[0];

        var filings = await OneAsync("select count(*), coalesce(max(id), 0) from filing where batch is null");
        var grants = await OneAsync("select count(*), coalesce(max(id), 0) from title_grant where batch is null");
        var withdrawn = await OneAsync("select (select count(*) from filing_withdrawal), (select count(withdrawn_at) from title_grant)");
        // As many may have come as went: the remainders of the ids tell. Of whole ids the sum would be no 64-bit number any more.
        var subjects = await OneAsync("select count(*), coalesce(min(id), 0), coalesce(max(id), 0), coalesce(sum(id % 2147483647), 0) from subject where kind = @kind");
        var batches = await RowsAsync(
            connection, transaction, "select id, case when withdrawn_at is null then 0 else 1 end from batch where published_at is not null order by id", kind, cancellation);
        var settled = Math.Max(filings[1], grants[1]) - Unsettled;
        var (settledFilings, settledGrants) = await SettledAsync(connection, transaction, settled, cancellation);
        return new FactsMark(
            settled, settledFilings, settledGrants, filings[0], filings[1], grants[0], grants[1], withdrawn[0], withdrawn[1], subjects[0], subjects[1], subjects[2], subjects[3],
            string.Join(' ', batches.Select(batch => $"{batch[0]}{(batch[1] == 1 ? "-" : "+")}")));
    }

    /// <summary>Whether there are other subjects than at an earlier mark, be it that some came or that some went.</summary>
    public bool HasOtherSubjects(FactsMark earlier) => (Subjects, SubjectSum) != (earlier.Subjects, earlier.SubjectSum);

    /// <summary>The subjects whose facts may differ between this mark and a later one; null when that cannot be told and all is to be read anew.</summary>
    /// <param name="connection">A connection that reads the later moment.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="now">The later mark.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<IReadOnlySet<long>?> ChangedSinceAsync(DbConnection connection, DbTransaction transaction, FactsMark now, CancellationToken cancellation)
    {
        if (now.Subjects < Subjects || now.FirstSubject != FirstSubject || now.LastSubject < LastSubject
            || now.WithdrawnFilings < WithdrawnFilings || now.WithdrawnGrants < WithdrawnGrants
            || await SettledAsync(connection, transaction, Settled, cancellation) != (SettledFilings, SettledGrants)
            || ChangedBatches(now) is not { } batches)
        {
            return null;
        }

        List<string> queries =
        [
            $"select subject from filing where batch is null and id > {Settled}",
            $"select subject from title_grant where batch is null and id > {Settled}",
        ];
        if (now.WithdrawnFilings > WithdrawnFilings)
        {
            queries.Add("select f.subject from filing_withdrawal w join filing f on f.id = w.filing");
        }

        if (now.WithdrawnGrants > WithdrawnGrants)
        {
            queries.Add("select subject from title_grant where withdrawn_at is not null");
        }

        queries.AddRange(batches.SelectMany(batch => (string[])[$"select subject from filing where batch = {batch}", $"select subject from title_grant where batch = {batch}"]));
        var subjects = new HashSet<long>();
        foreach (var query in queries)
        {
            subjects.UnionWith((await RowsAsync(connection, transaction, query, "", cancellation)).Select(row => row[0]));
        }

        return subjects;
    }

    /// <summary>Batches published or withdrawn since; null when one is no longer there, so that this is another database.</summary>
    private List<string>? ChangedBatches(FactsMark now)
    {
        var present = now.Batches.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var known = Batches.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var ids = present.Select(batch => batch[..^1]).ToHashSet();
        return known.All(batch => ids.Contains(batch[..^1])) ? [.. present.Where(batch => !known.Contains(batch)).Select(batch => batch[..^1])] : null;
    }

    private static async Task<(long Filings, long Grants)> SettledAsync(DbConnection connection, DbTransaction transaction, long settled, CancellationToken cancellation)
    {
        var counts = (await RowsAsync(
            connection, transaction,
            $"select (select count(*) from filing where batch is null and id <= {settled}), (select count(*) from title_grant where batch is null and id <= {settled})",
            "", cancellation))[0];
        return (counts[0], counts[1]);
    }

    private static async Task<List<long[]>> RowsAsync(DbConnection connection, DbTransaction transaction, string sql, string kind, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        if (sql.Contains("@kind", StringComparison.Ordinal))
        {
            command.AddParameter("kind", kind);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<long[]>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => Convert.ToInt64(reader.GetValue(field), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }
}
