using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Funeng.Modules.Foundation.Data;

public enum BulkType
{
    Integer,
    Long,
    Text,
    Bytes,
    Boolean,
    Date,
    Real,
    Json,
}

public sealed record BulkColumn(string Name, BulkType Type);

/// <summary>
/// Writes many rows at once: one prepared insert on SQLite, binary COPY on PostgreSQL. Rows count only after <see cref="CompleteAsync"/>
/// and the caller's commit. On PostgreSQL nothing else can run on the connection until then. Instants go in by
/// <see cref="InstantConverter.ToStored"/>, enums as text.
/// </summary>
public abstract class BulkWriter : IAsyncDisposable
{
    private protected BulkWriter(int columns) => Columns = columns;

    private protected int Columns { get; }

    public long Rows { get; private set; }

    public static async Task<BulkWriter> BeginAsync(
        DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<BulkColumn> columns, CancellationToken cancellation)
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        if (connection is NpgsqlConnection postgres)
        {
            var importer = await postgres.BeginBinaryImportAsync($"copy {table} ({names}) from stdin (format binary)", cancellation);
            return new CopyWriter(importer, columns);
        }

        var insert = ((SqliteConnection)connection).CreateCommand();
        insert.Transaction = (SqliteTransaction)transaction;
        insert.CommandText = $"insert into {table} ({names}) values ({string.Join(", ", columns.Select((_, index) => "@c" + index))})";
        return new InsertWriter(insert, columns);
    }

    /// <summary>One row, a value per column in order; null is SQL null.</summary>
    public void Write(params ReadOnlySpan<object?> row)
    {
        if (row.Length != Columns)
        {
            throw new ArgumentException($"The row has {row.Length} values for {Columns} columns.", nameof(row));
        }

        WriteRow(row);
        Rows++;
    }

    public abstract Task CompleteAsync(CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();

    private protected abstract void WriteRow(ReadOnlySpan<object?> row);

    private sealed class InsertWriter : BulkWriter
    {
        private readonly SqliteCommand insert;

        public InsertWriter(SqliteCommand insert, IReadOnlyList<BulkColumn> columns)
            : base(columns.Count)
        {
            this.insert = insert;
            for (var index = 0; index < columns.Count; index++)
            {
                insert.Parameters.Add("@c" + index, TypeOf(columns[index].Type));
            }

            insert.Prepare();
        }

        public override Task CompleteAsync(CancellationToken cancellation) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => insert.DisposeAsync();

        private protected override void WriteRow(ReadOnlySpan<object?> row)
        {
            for (var index = 0; index < row.Length; index++)
            {
                insert.Parameters[index].Value = row[index] ?? DBNull.Value;
            }

            insert.ExecuteNonQuery();
        }

        private static SqliteType TypeOf(BulkType type) => type switch
        {
            BulkType.Integer or BulkType.Long or BulkType.Boolean => SqliteType.Integer,
            BulkType.Real => SqliteType.Real,
            BulkType.Bytes => SqliteType.Blob,
            _ => SqliteType.Text,
        };
    }

    private sealed class CopyWriter(NpgsqlBinaryImporter importer, IReadOnlyList<BulkColumn> columns) : BulkWriter(columns.Count)
    {
        private readonly NpgsqlDbType[] types = [.. columns.Select(column => TypeOf(column.Type))];

        public override async Task CompleteAsync(CancellationToken cancellation) => await importer.CompleteAsync(cancellation);

        public override ValueTask DisposeAsync() => importer.DisposeAsync();

        private protected override void WriteRow(ReadOnlySpan<object?> row)
        {
            importer.StartRow();
            for (var index = 0; index < row.Length; index++)
            {
                if (row[index] is { } value)
                {
                    importer.Write(value, types[index]);
                }
                else
                {
                    importer.WriteNull();
                }
            }
        }

        private static NpgsqlDbType TypeOf(BulkType type) => type switch
        {
            BulkType.Integer => NpgsqlDbType.Integer,
            BulkType.Long => NpgsqlDbType.Bigint,
            BulkType.Bytes => NpgsqlDbType.Bytea,
            BulkType.Boolean => NpgsqlDbType.Boolean,
            BulkType.Date => NpgsqlDbType.Date,
            BulkType.Real => NpgsqlDbType.Double,
            BulkType.Json => NpgsqlDbType.Jsonb,
            _ => NpgsqlDbType.Text,
        };
    }
}
