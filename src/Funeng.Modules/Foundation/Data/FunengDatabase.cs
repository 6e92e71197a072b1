using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Funeng.Modules.Foundation.Data;

public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}

/// <summary>Which database the product runs on, and connections to it for the bulk paths that do not go through EF Core.</summary>
public sealed class FunengDatabase
{
    private readonly string connectionString;

    private FunengDatabase(DatabaseKind kind, string connectionString)
    {
        Kind = kind;
        this.connectionString = connectionString;
    }

    public DatabaseKind Kind { get; }

    /// <summary>For tools of the database itself; everybody else asks for a connection.</summary>
    internal string Connection => connectionString;

    public static FunengDatabase Of(Installation installation) =>
        installation.Database is { } connection ? PostgreSql(connection) : Sqlite(installation.DataFolder);

    /// <summary>One file, <c>funeng.db</c>, in the data folder; nothing to set up.</summary>
    public static FunengDatabase Sqlite(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(dataFolder, "funeng.db"),
            ForeignKeys = true,
            DefaultTimeout = 60,
        };
        return new FunengDatabase(DatabaseKind.Sqlite, builder.ToString());
    }

    public static FunengDatabase PostgreSql(string connectionString) => new(DatabaseKind.PostgreSql, connectionString);

    public DbContextOptionsBuilder Configure(DbContextOptionsBuilder options) => Kind == DatabaseKind.Sqlite
        ? options.UseSqlite(connectionString).AddInterceptors(SqlitePragmas.OnOpen)
        : options.UseNpgsql(connectionString);

    /// <summary>An open connection of the caller's own; it must be disposed.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        DbConnection connection = Kind == DatabaseKind.Sqlite ? new SqliteConnection(connectionString) : new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            if (Kind == DatabaseKind.Sqlite)
            {
                await SqlitePragmas.ApplyAsync(connection, cancellation);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
