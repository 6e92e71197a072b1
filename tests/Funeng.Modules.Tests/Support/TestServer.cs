using Funeng.Modules.Foundation.Data;
using Npgsql;

namespace Funeng.Modules.Tests.Support;

/// <summary>Fresh databases on the PostgreSQL server of the test run, copied from one that was migrated once.</summary>
internal static class TestServer
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? template;

    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable("FUNENG_TEST_POSTGRES") is { Length: > 0 } text ? text : null;

    /// <summary>The connection string of a new database, migrated or empty.</summary>
    public static async Task<string> CreateAsync(bool migrated)
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await Gate.WaitAsync();
        try
        {
            if (migrated && template is null)
            {
                var made = "template_" + Guid.NewGuid().ToString("N");
                await ExecuteAsync($"create database {made}");
                await new SchemaMigrations(FunengDatabase.PostgreSql(To(made)), new IdSource(TimeProvider.System), TimeProvider.System)
                    .ApplyAsync(CancellationToken.None);
                template = made;
            }

            await ExecuteAsync(migrated ? $"create database {name} template {template}" : $"create database {name}");
        }
        finally
        {
            Gate.Release();
        }

        return To(name);
    }

    public static async Task DropAsync(string connectionString)
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");
    }

    // Without a pool: a database with connections cannot be a template.
    private static string To(string database) => new NpgsqlConnectionStringBuilder(Required) { Database = database, Pooling = database[0] == 't' && database[1] != 'e' }.ToString();

    private static string Required => ConnectionString ?? throw new InvalidOperationException("FUNENG_TEST_POSTGRES is not set.");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Required);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
