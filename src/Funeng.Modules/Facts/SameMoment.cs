using System.Data;
using System.Data.Common;
using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Microsoft.Data.Sqlite;

namespace Funeng.Modules.Facts;

/// <summary>Several connections whose transactions all read the database as it was at one and the same moment.</summary>
internal sealed class SameMoment : IAsyncDisposable
{
    private const int Tries = 5;

    private readonly List<(DbConnection Connection, DbTransaction Transaction)> readers = [];

    private SameMoment()
    {
    }

    public IReadOnlyList<(DbConnection Connection, DbTransaction Transaction)> Readers => readers;

    /// <param name="database">The database.</param>
    /// <param name="wanted">How many connections; on SQLite it may be one, when others write without a pause.</param>
    /// <param name="cancellation">Stops opening.</param>
    public static async Task<SameMoment> OpenAsync(FunengDatabase database, int wanted, CancellationToken cancellation)
    {
        var opened = new SameMoment();
        try
        {
            await (database.Kind == DatabaseKind.Sqlite
                ? opened.OpenSqliteAsync(database, wanted, cancellation)
                : opened.OpenPostgresAsync(database, wanted, cancellation));
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (connection, transaction) in readers)
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }

        readers.Clear();
    }

    /// <summary>SQLite cannot hand a snapshot on, but one connection can tell whether anybody committed while the others opened.</summary>
    private async Task OpenSqliteAsync(FunengDatabase database, int wanted, CancellationToken cancellation)
    {
        await using var watch = await database.OpenAsync(cancellation);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            await DisposeAsync();
            var before = await ScalarAsync(watch, null, "pragma data_version", cancellation);
            for (var index = 0; index < wanted; index++)
            {
                var connection = await database.OpenAsync(cancellation);
                var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: true);
                readers.Add((connection, transaction));
                // A deferred transaction sees the moment of its first read.
                await ScalarAsync(connection, transaction, "select count(*) from batch where id = 0", cancellation);
            }

            if (Equals(before, await ScalarAsync(watch, null, "pragma data_version", cancellation)))
            {
                return;
            }
        }

        foreach (var (connection, transaction) in readers.Skip(1))
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }

        readers.RemoveRange(1, readers.Count - 1);
    }

    private async Task OpenPostgresAsync(FunengDatabase database, int wanted, CancellationToken cancellation)
    {
        string? snapshot = null;
        for (var index = 0; index < wanted; index++)
        {
            var connection = await database.OpenAsync(cancellation);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            readers.Add((connection, transaction));
            if (snapshot is null)
            {
                snapshot = Convert.ToString(await ScalarAsync(connection, transaction, "select pg_export_snapshot()", cancellation), CultureInfo.InvariantCulture);
            }
            else
            {
                await ScalarAsync(connection, transaction, $"set transaction snapshot '{snapshot}'", cancellation);
            }
        }
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation);
    }
}
