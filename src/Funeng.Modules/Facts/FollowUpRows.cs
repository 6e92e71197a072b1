using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>The table of follow-ups: written with a publishing, read in order, deleted when done.</summary>
internal sealed class FollowUpRows(FunengDatabase database, IdSource ids, TimeProvider time)
{
    private const int AtOnce = 16_000;
    private const int LongestProblem = 1000;

    /// <summary>Who published works on the rows at once; others leave them alone so long.</summary>
    private static readonly TimeSpan PublishersOwn = TimeSpan.FromMinutes(5);

    private static readonly BulkColumn[] Columns =
    [
        new("id", BulkType.Long), new("publication", BulkType.Long), new("subject", BulkType.Long), new("listener", BulkType.Text),
        new("attempts", BulkType.Integer), new("due_at", BulkType.Long), new("problem", BulkType.Text),
    ];

    public FollowUp New(long publication, long subject) =>
        new() { Id = ids.Next(), Publication = publication, Subject = subject, DueAt = time.GetUtcNow() + PublishersOwn };

    /// <summary>A failed attempt again, later each time.</summary>
    public FollowUp Again(long subject, string listener, int attempts, string problem) => new()
    {
        Id = ids.Next(),
        Publication = 0,
        Subject = subject,
        Listener = listener,
        Attempts = attempts,
        DueAt = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(3600, 10 * Math.Pow(2, attempts - 1))),
        Problem = problem.Length > LongestProblem ? problem[..LongestProblem] : problem,
    };

    public static async Task WriteAsync(DbConnection connection, DbTransaction transaction, IEnumerable<FollowUp> rows, CancellationToken cancellation)
    {
        await using var writer = await BulkWriter.BeginAsync(connection, transaction, "follow_up", Columns, cancellation);
        foreach (var row in rows)
            writer.Write(row.Id, row.Publication, row.Subject, row.Listener, row.Attempts, InstantConverter.ToStored(row.DueAt), row.Problem);
        await writer.CompleteAsync(cancellation);
    }

    /// <summary>The next rows of one publishing, oldest first.</summary>
    public Task<IReadOnlyList<FollowUp>> OfAsync(long publication, CancellationToken cancellation) =>
        ReadAsync("publication = @key", publication, cancellation);

    /// <summary>The next rows that are due and that no publishing of this process is at work on, oldest first.</summary>
    public Task<IReadOnlyList<FollowUp>> DueAsync(IReadOnlyCollection<long> atWork, CancellationToken cancellation) => ReadAsync(
        $"due_at <= @key and publication not in ({string.Join(',', atWork.Append(-1).Select(id => id.ToString(CultureInfo.InvariantCulture)))})",
        InstantConverter.ToStored(time.GetUtcNow()),
        cancellation);

    /// <summary>At a start nobody is at work on anything: all that is left over is due.</summary>
    public async Task MakeAllDueAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "update follow_up set due_at = @now where due_at > @now";
        command.AddParameter("now", InstantConverter.ToStored(time.GetUtcNow()));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes what was done and writes what is to be tried again, both or neither.</summary>
    public async Task SettleAsync(IReadOnlyList<FollowUp> done, IReadOnlyList<FollowUp> again, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = $"delete from follow_up where id in ({string.Join(',', done.Select(row => row.Id.ToString(CultureInfo.InvariantCulture)))})";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        if (again.Count > 0)
            await WriteAsync(connection, transaction, again, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(distinct subject) from follow_up";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private async Task<IReadOnlyList<FollowUp>> ReadAsync(string condition, long key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, publication, subject, listener, attempts from follow_up where {condition} order by id limit {AtOnce}";
        command.AddParameter("key", key);
        var rows = new List<FollowUp>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new FollowUp
            {
                Id = reader.GetInt64(0),
                Publication = reader.GetInt64(1),
                Subject = reader.GetInt64(2),
                Listener = reader.GetString(3),
                Attempts = reader.GetInt32(4),
                DueAt = DateTimeOffset.MinValue,
            });
        }

        return rows;
    }
}
