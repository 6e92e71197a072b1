using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Facts;

/// <summary>
/// Orders publishings and readings in time. Whoever publishes takes the moment from which the filings count inside the transaction that
/// commits them; whoever decides chooses the moment of his facts while no such transaction is open. So what was read as of a moment is
/// what anybody reads as of that moment later.
/// </summary>
internal static class PublishingMoment
{
    private const int Key = 7036601;

    /// <summary>Inside a transaction that publishes, before its moment is taken. On SQLite beginning it took the only write lock.</summary>
    public static Task JoinAsync(DbConnection connection, DbTransaction transaction, DatabaseKind kind, CancellationToken cancellation) =>
        LockAsync(connection, transaction, kind, "select pg_advisory_xact_lock_shared", cancellation);

    /// <summary>Inside a transaction that chooses a moment to read at: waits for those that are publishing, and makes the next ones wait.</summary>
    public static Task HoldAsync(DbConnection connection, DbTransaction transaction, DatabaseKind kind, CancellationToken cancellation) =>
        LockAsync(connection, transaction, kind, "select pg_advisory_xact_lock", cancellation);

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
