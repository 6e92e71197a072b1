using System.Collections.Concurrent;
using Funeng.Modules.Foundation.Data;
using Npgsql;

namespace Funeng.Modules.Tests.Support;

/// <summary>
/// Databases on the PostgreSQL server of the test run, empty or as one is that was migrated a moment ago. A migrated one is emptied and lent again,
/// so that its server processes stay warm, unless somebody changed its schema or is still at work in it.
/// </summary>
internal static class TestServer
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly ConcurrentBag<string> Emptied = [];
    private static Template? template;

    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable("FUNENG_TEST_POSTGRES") is { Length: > 0 } text ? text : null;

    /// <summary>The connection string of a database nobody else has, migrated or empty.</summary>
    public static async Task<string> CreateAsync(bool migrated)
    {
        if (migrated && Emptied.TryTake(out var emptied)) return emptied;
        var name = (migrated ? Migrated : "e") + Guid.NewGuid().ToString("N");
        await Gate.WaitAsync();
        try
        {
            if (migrated) template ??= await MigrateAsync();
            await ExecuteAsync(Required, migrated ? $"create database {name} template {template!.Name}" : $"create database {name}");
        }
        finally
        {
            Gate.Release();
        }

        return To(name, pooled: true);
    }

    public static async Task GiveBackAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        if (name.StartsWith(Migrated, StringComparison.Ordinal) && await TryEmptyAsync(connectionString))
        {
            Emptied.Add(connectionString);
            return;
        }

        await using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync(Required, $"drop database if exists {name} with (force)");
    }

    private const string Migrated = "m";

    /// <summary>Relations, columns, triggers and the history of migrations: what a test may have changed.</summary>
    private const string Shape = """
        select (select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'i', 'S')) || '/' ||
               (select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped) || '/' ||
               (select string_agg(tgname || tgenabled::text, ',' order by tgname) from pg_trigger where not tgisinternal) || '/' ||
               (select md5(string_agg(row::text, ',' order by row::text)) from schema_history row)
        """;

    private sealed record Template(string Name, string Shape, string Heads, string Starts);

    private static async Task<Template> MigrateAsync()
    {
        var name = "template_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(Required, $"create database {name}");
        // Without a pool: a database with connections cannot be a template.
        var connection = To(name, pooled: false);
        await new SchemaMigrations(FunengDatabase.PostgreSql(connection), new IdSource(TimeProvider.System), TimeProvider.System).ApplyAsync(CancellationToken.None);
        return new Template(
            name, await ReadAsync(connection, Shape), await ReadAsync(connection, "select json_agg(row) from audit_head row"), await ReadAsync(connection, "select json_agg(row) from process_start row"));
    }

    // A job that outlived its test would write into the next one's database: whoever is at work keeps this one from being lent again.
    private static async Task<bool> TryEmptyAsync(string connection)
    {
        const string busy = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
        if (await ReadAsync(connection, busy) != "0" || await ReadAsync(connection, Shape) != template!.Shape) return false;
        // Triggers that keep the audit from being changed are off for this session only.
        await ExecuteAsync(connection, $"""
            set session_replication_role = replica;
            do $body$
            declare one record; used text[] := array[]::text[]; is_used bool;
            begin
                for one in select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'schema_history' loop
                    execute 'select exists (select 1 from ' || one.name || ')' into is_used;
                    if is_used then used := used || one.name; end if;
                end loop;
                execute 'truncate ' || array_to_string(used, ', ') || ' restart identity cascade';
            end $body$;
            insert into audit_head select * from json_populate_recordset(null::audit_head, '{template.Heads}');
            insert into process_start select * from json_populate_recordset(null::process_start, '{template.Starts}');
            set session_replication_role = default;
            """);
        return true;
    }

    private static string To(string database, bool pooled) => new NpgsqlConnectionStringBuilder(Required) { Database = database, Pooling = pooled }.ToString();

    private static string Required => ConnectionString ?? throw new InvalidOperationException("FUNENG_TEST_POSTGRES is not set.");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ReadAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
