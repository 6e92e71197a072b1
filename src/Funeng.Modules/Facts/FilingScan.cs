using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Funeng.Modules.Facts;

/// <summary>
/// Filings read one after another in the order of their subjects, as cheaply as each database allows: nothing is made of a row unless asked
/// for, and the values are the database's own bytes until the next row.
/// </summary>
internal abstract class FilingScan : IAsyncDisposable
{
    private readonly DbCommand command;
    private readonly DbDataReader reader;

    private FilingScan(DbCommand command, DbDataReader reader)
    {
        this.command = command;
        this.reader = reader;
    }

    public abstract long Id { get; }

    public abstract long Subject { get; }

    public abstract int Period { get; }

    public abstract string Source { get; }

    public abstract long? Batch { get; }

    public abstract long Learned { get; }

    public abstract ReadOnlySpan<byte> Packed { get; }

    /// <summary>The filings about some subjects, given as a condition on <c>subject</c>.</summary>
    public static async Task<FilingScan> OpenAsync(DbConnection connection, DbTransaction transaction, string some, CancellationToken cancellation)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select id, subject, period, source, batch, learned_at, packed from filing where {some} order by subject";
        command.CommandTimeout = 0;
        var reader = await command.ExecuteReaderAsync(cancellation);
        return reader is SqliteDataReader sqlite ? new OfSqlite(command, sqlite) : new OfPostgres(command, reader);
    }

    // Waiting for each of two million rows would cost more than the rows.
    public bool Next() => reader.Read();

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }

    /// <summary>Reads SQLite's own statement: the reader above it would make an array of every value and a string of every source.</summary>
    private sealed class OfSqlite(DbCommand command, SqliteDataReader reader) : FilingScan(command, reader)
    {
        private readonly sqlite3_stmt row = reader.Handle!;
        private readonly List<(byte[] Utf8, string Text)> sources = [];

        public override long Id => raw.sqlite3_column_int64(row, 0);

        public override long Subject => raw.sqlite3_column_int64(row, 1);

        public override int Period => raw.sqlite3_column_int(row, 2);

        public override string Source
        {
            get
            {
                var utf8 = raw.sqlite3_column_blob(row, 3);
                foreach (var known in sources)
                {
                    if (utf8.SequenceEqual(known.Utf8))
                    {
                        return known.Text;
                    }
                }

                sources.Add((utf8.ToArray(), Encoding.UTF8.GetString(utf8)));
                return sources[^1].Text;
            }
        }

        public override long? Batch => raw.sqlite3_column_type(row, 4) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(row, 4);

        public override long Learned => raw.sqlite3_column_int64(row, 5);

        public override ReadOnlySpan<byte> Packed => raw.sqlite3_column_blob(row, 6);
    }

    private sealed class OfPostgres(DbCommand command, DbDataReader reader) : FilingScan(command, reader)
    {
        private byte[] packed = new byte[1024];

        public override long Id => reader.GetInt64(0);

        public override long Subject => reader.GetInt64(1);

        public override int Period => reader.GetInt32(2);

        public override string Source => reader.GetString(3);

        public override long? Batch => reader.IsDBNull(4) ? null : reader.GetInt64(4);

        public override long Learned => reader.GetInt64(5);

        public override ReadOnlySpan<byte> Packed
        {
            get
            {
                var length = (int)reader.GetBytes(6, 0, null, 0, 0);
                if (length > packed.Length)
                {
                    packed = new byte[length * 2];
                }

                return packed.AsSpan(0, (int)reader.GetBytes(6, 0, packed, 0, length));
            }
        }
    }
}
