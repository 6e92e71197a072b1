using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Data;

/// <summary>Reads many rows of a query without making an object of each: the query, with its scope, stays what it is.</summary>
internal static class RowReading
{
    /// <param name="query">Its columns are read in the order in which they are selected.</param>
    /// <param name="read">Called for each row.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task ReadRowsAsync<T>(this IQueryable<T> query, Action<DbDataReader> read, CancellationToken cancellation)
    {
        await using var command = query.CreateDbCommand();
        var wasClosed = command.Connection!.State != ConnectionState.Open;
        if (wasClosed) await command.Connection.OpenAsync(cancellation);
        try
        {
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            // Rows are there or come from a local file: waiting for each of them by itself costs more than reading it.
            while (rows.Read())
            {
                read(rows);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            if (wasClosed) await command.Connection.CloseAsync();
        }
    }
}
