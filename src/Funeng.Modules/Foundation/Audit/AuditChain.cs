using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>
/// Chains the audit rows: each hash covers the row, its position and the hash before it, so a row that is changed, removed or slipped in
/// later breaks the chain. Rows are chained after their commit, in the order of their ids, so that writers never wait for the chain.
/// </summary>
public sealed class AuditChain(FunengDatabase database)
{
    private const int AtOnce = 1000;
    private const string Row = "id, at, account, who, action, subject, reason, before, after";

    /// <summary>Chains every row that is not yet in the chain.</summary>
    /// <returns>How many were added.</returns>
    public async Task<int> SealAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var total = 0;
        while (await SealSomeAsync(connection, cancellation) is var added and > 0)
        {
            total += added;
        }

        return total;
    }

    /// <summary>Recomputes the whole chain.</summary>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var (head, headHash) = await HeadAsync(connection, null, cancellation);
        var position = 0L;
        var previous = "";
        await foreach (var (row, stored, hash) in ChainedAsync(connection, cancellation))
        {
            position++;
            if (stored != position)
            {
                return new AuditVerification.Broken(position, $"entry {position} is missing; the next one is {stored} (id {row.Id})");
            }

            previous = HashOf(previous, position, row);
            if (previous != hash)
            {
                return new AuditVerification.Broken(position, $"entry {position} (id {row.Id}, {row.Action}, {row.Subject}) was changed after it was written");
            }
        }

        return position == head && previous == headHash
            ? new AuditVerification.Intact(position, previous)
            : new AuditVerification.Broken(position + 1, $"the chain ends at entry {position}, but {head} were written");
    }

    private async Task<int> SealSomeAsync(DbConnection connection, CancellationToken cancellation)
    {
        // For SQLite this is BEGIN IMMEDIATE; on PostgreSQL the head row is the lock.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (position, hash) = await HeadAsync(connection, transaction, cancellation);
        var rows = await WaitingAsync(connection, transaction, cancellation);
        await using var update = Command(connection, transaction, "update audit set position = @position, hash = @hash where id = @id");
        var at = update.AddParameter("position", 0L);
        var to = update.AddParameter("hash", "");
        var id = update.AddParameter("id", 0L);
        foreach (var row in rows)
        {
            position++;
            hash = HashOf(hash, position, row);
            (at.Value, to.Value, id.Value) = (position, hash, row.Id);
            await update.ExecuteNonQueryAsync(cancellation);
        }

        await using var head = Command(connection, transaction, "update audit_head set position = @position, hash = @hash where id = 1");
        head.AddParameter("position", position);
        head.AddParameter("hash", hash);
        await head.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return rows.Count;
    }

    private async Task<(long Position, string Hash)> HeadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        var forUpdate = transaction is not null && database.Kind == DatabaseKind.PostgreSql ? " for update" : "";
        await using var command = Command(connection, transaction, "select position, hash from audit_head where id = 1" + forUpdate);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetInt64(0), reader.GetString(1)) : (-1, "");
    }

    private static async Task<List<AuditRow>> WaitingAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        await using var command = Command(connection, transaction, $"select {Row} from audit where position is null order by id limit {AtOnce}");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<AuditRow>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static async IAsyncEnumerable<(AuditRow Row, long Position, string Hash)> ChainedAsync(
        DbConnection connection, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(connection, null, $"select {Row}, position, hash from audit where position is not null order by position");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return (Read(reader), reader.GetInt64(9), reader.IsDBNull(10) ? "" : reader.GetString(10));
        }
    }

    private static AuditRow Read(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        reader.IsDBNull(2) ? null : reader.GetInt64(2),
        reader.GetString(3),
        reader.GetString(4),
        reader.GetString(5),
        reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.IsDBNull(8) ? null : reader.GetString(8));

    /// <summary>Every field with its length before it, so that no two rows have the same text.</summary>
    private static string HashOf(string previous, long position, AuditRow row)
    {
        var text = new StringBuilder();
        foreach (var field in new[]
        {
            previous, Text(position), Text(row.Id), Text(row.At), row.Account is { } account ? Text(account) : null,
            row.Who, row.Action, row.Subject, row.Reason, row.Before, row.After,
        })
        {
            text.Append(field is null ? "-" : Text(field.Length)).Append(':').Append(field).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private sealed record AuditRow(
        long Id, long At, long? Account, string Who, string Action, string Subject, string Reason, string? Before, string? After);
}

/// <summary>What a check of the chain found.</summary>
public abstract record AuditVerification
{
    private AuditVerification()
    {
    }

    /// <param name="Entries">How many rows the chain has.</param>
    /// <param name="Hash">The last hash; written down elsewhere, it proves later that nothing before it was changed.</param>
    public sealed record Intact(long Entries, string Hash) : AuditVerification;

    public sealed record Broken(long Position, string What) : AuditVerification;
}
