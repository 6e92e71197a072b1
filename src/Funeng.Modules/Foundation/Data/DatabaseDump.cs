using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// A database in one file, as of one moment, while others write: a copy of the SQLite file made in one read transaction, or what
/// <c>pg_dump</c> writes. The tools of PostgreSQL are those on the path; without them there is no backup, and that is said.
/// </summary>
internal static class DatabaseDump
{
    private const string Before = "funeng_before_restore";
    private const int Looks = 20;
    private static readonly byte[] SqliteMark = "SQLite format 3\0"u8.ToArray();

    public static async Task WriteAsync(FunengDatabase database, string file, CancellationToken cancellation)
    {
        File.Delete(file);
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            await RunAsync("pg_dump", database.Connection, ["--format=custom", "--no-owner", "--no-privileges", "--file", file], cancellation);
            return;
        }

        // One statement is one read transaction: writers go on, and nothing of what they write gets in.
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum into @file";
        command.CommandTimeout = 0;
        command.AddParameter("file", file);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Puts a dump into the place of a database: a file, or an empty schema of PostgreSQL.</summary>
    public static async Task RestoreAsync(FunengDatabase database, string dump, CancellationToken cancellation)
    {
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            await RestoreBesideAsync(database, dump, cancellation);
            return;
        }

        // What was there before has been put aside.
        File.Move(dump, new SqliteConnectionStringBuilder(database.Connection).DataSource);
    }

    /// <summary>Whether the database holds anything of an installation.</summary>
    public static async Task<bool> HasAnythingAsync(FunengDatabase database, CancellationToken cancellation)
    {
        if (database.Kind == DatabaseKind.Sqlite)
        {
            return File.Exists(new SqliteConnectionStringBuilder(database.Connection).DataSource);
        }

        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from information_schema.tables where table_schema = current_schema()";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) > 0;
    }

    /// <summary>Why a dump is not of the kind of database it is meant for, or damaged inside; null when it is sound.</summary>
    public static async Task<string?> FindFaultAsync(DatabaseKind kind, string dump, CancellationToken cancellation)
    {
        if (kind == DatabaseKind.PostgreSql)
        {
            return null;
        }

        var mark = new byte[SqliteMark.Length];
        await using (var file = File.OpenRead(dump))
        {
            await file.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellation);
        }

        if (!mark.AsSpan().SequenceEqual(SqliteMark))
        {
            return "the database in it is no SQLite file";
        }

        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = dump, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma quick_check(1)";
        return await command.ExecuteScalarAsync(cancellation) is "ok" ? null : "the database in it is damaged";
    }

    /// <summary>A server that has the database open would go on with what is no longer there.</summary>
    public static async Task RequireUnusedAsync(FunengDatabase database, CancellationToken cancellation)
    {
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            await RequireAloneAsync(database, cancellation);
            return;
        }

        var target = new SqliteConnectionStringBuilder(database.Connection).DataSource;
        if (!File.Exists(target))
        {
            return;
        }

        SqliteConnection.ClearAllPools();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            // Leaving write-ahead logging needs the file alone.
            command.CommandText = "pragma journal_mode = delete";
            if (await command.ExecuteScalarAsync(cancellation) is "delete")
            {
                return;
            }
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is not (5 or 6))
        {
            // A damaged file is what a backup is for.
            return;
        }
        catch (SqliteException)
        {
            // Busy: said below.
        }

        throw new BackupRefusedException($"{target} is in use by a running server; stop it first");
    }

    private static async Task RequireAloneAsync(FunengDatabase database, CancellationToken cancellation)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Connection) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        // Sessions just closed take a moment to go.
        for (var look = 0; ; look++)
        {
            command.CommandText = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
            if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) == 0)
            {
                break;
            }

            if (look == Looks)
            {
                throw new BackupRefusedException("the database is in use by a running server; stop it first");
            }

            await Task.Delay(100, cancellation);
        }

        command.CommandText = $"select count(*) from information_schema.schemata where schema_name = '{Before}'";
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) > 0)
        {
            throw new BackupRefusedException($"an earlier restore was cut off; what was there before it lies in the schema {Before}: rename it back to public or drop it");
        }
    }

    /// <summary>What was there before stays until the backup stands.</summary>
    private static async Task RestoreBesideAsync(FunengDatabase database, string dump, CancellationToken cancellation)
    {
        await ExecuteAsync(database, $"alter schema public rename to {Before}; create schema public", cancellation);
        try
        {
            await RunAsync("pg_restore", database.Connection, ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname", Name(database), dump], cancellation);
        }
        catch
        {
            await ExecuteAsync(database, $"drop schema public cascade; alter schema {Before} rename to public", CancellationToken.None);
            throw;
        }

        await ExecuteAsync(database, $"drop schema {Before} cascade", cancellation);
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task ExecuteAsync(FunengDatabase database, string sql, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Name(FunengDatabase database) => new NpgsqlConnectionStringBuilder(database.Connection).Database!;

    /// <summary>The password goes by the environment: arguments are seen by everybody on the machine.</summary>
    private static async Task RunAsync(string tool, string connection, string[] arguments, CancellationToken cancellation)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(tool) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = to.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGDATABASE"] = to.Database;
        start.Environment["PGSSLMODE"] = to.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        };
        if (to.RootCertificate is { Length: > 0 } root)
        {
            start.Environment["PGSSLROOTCERT"] = root;
        }

        if (to.Password is { Length: > 0 } password)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        using var process = Begin(start, tool);
        await using var _ = cancellation.Register(() =>
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
        });
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new BackupRefusedException($"{tool} failed: {(await errors).Trim()}");
        }
    }

    private static Process Begin(ProcessStartInfo start, string tool)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new BackupRefusedException($"a PostgreSQL database is backed up and restored with {tool}, which is not installed here; install the PostgreSQL client tools of the server's version");
        }
    }
}
