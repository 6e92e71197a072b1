using Funeng.Modules.Foundation.Data;
using Microsoft.Data.Sqlite;

namespace Funeng.Modules.Tests.Support;

/// <summary>A SQLite file as it is right after its migrations, made once and copied for each test: migrating it anew takes ten times as long.</summary>
internal static class TestFile
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateAsync);

    public static async Task CopyToAsync(string folder) => await File.WriteAllBytesAsync(Path.Combine(folder, "funeng.db"), await Migrated.Value);

    private static async Task<byte[]> MigrateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("funeng-migrated-").FullName;
        var database = FunengDatabase.Sqlite(folder);
        await new SchemaMigrations(database, new IdSource(TimeProvider.System), TimeProvider.System).ApplyAsync(CancellationToken.None);
        await using (var connection = (SqliteConnection)await database.OpenAsync(CancellationToken.None))
        {
            await using var command = connection.CreateCommand();
            // What still stands in the log beside the file would be missing from a copy.
            command.CommandText = "pragma wal_checkpoint(truncate)";
            await command.ExecuteNonQueryAsync();
            SqliteConnection.ClearPool(connection);
        }

        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "funeng.db"));
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
