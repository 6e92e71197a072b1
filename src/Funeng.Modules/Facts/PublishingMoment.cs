using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// Orders publishings and readings in time. Whoever publishes takes the moment from which the filings count inside the transaction that
/// commits them; whoever decides chooses the moment of his facts while no such transaction is open. So what was read as of a moment is
/// what anybody reads as of that moment later.
/// </summary>
public sealed class PublishingMoment : IAsyncDisposable
{
    private const int Key = 7036601;

    private readonly DbConnection connection;
    private readonly DbTransaction transaction;

    private PublishingMoment(DbConnection connection, DbTransaction transaction, DateTimeOffset at)
    {
        this.connection = connection;
        this.transaction = transaction;
        At = at;
    }

    /// <summary>Everything published up to it can be read, and nothing else is published while it is held.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Waits for those who are publishing and holds up the next ones until it is disposed: hold it only while facts are read.</summary>
    public static async Task<PublishingMoment> HoldAsync(FunengDatabase database, TimeProvider time, CancellationToken cancellation)
    {
        var connection = await database.OpenAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellation);
            await LockAsync(connection, transaction, database.Kind, "select pg_advisory_xact_lock", cancellation);
            return new PublishingMoment(connection, transaction, time.GetUtcNow());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>Inside a transaction that publishes, before its moment is taken. On SQLite beginning it took the only write lock.</summary>
    internal static Task JoinAsync(DbConnection connection, DbTransaction transaction, DatabaseKind kind, CancellationToken cancellation) =>
        LockAsync(connection, transaction, kind, "select pg_advisory_xact_lock_shared", cancellation);

    private static async Task LockAsync(
        DbConnection connection, DbTransaction transaction, DatabaseKind kind, string function, CancellationToken cancellation)
    {
        if (kind != DatabaseKind.PostgreSql)
            return;
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"{function}({Key})";
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
