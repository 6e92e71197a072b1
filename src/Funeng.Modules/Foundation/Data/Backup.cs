using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// One file with everything an installation is: its database as of one moment and the files of its data folder. A zip with a list of what it
/// holds (<c>backup.json</c>: what made it, when, the schema, and the SHA-256 of every entry); caches that are made anew are left out.
/// </summary>
/// <param name="installation">What is backed up.</param>
/// <param name="database">Its database.</param>
/// <param name="kept">What belongs to the installation beside its database.</param>
/// <param name="time">The clock.</param>
public sealed class Backup(Installation installation, FunengDatabase database, IEnumerable<KeptData> kept, TimeProvider time)
{
    private readonly List<string> names = [.. kept.Select(data => data.Name).Distinct()];

    /// <summary>Writes the backup while others go on writing; the file appears whole or not at all.</summary>
    public async Task<BackupMade> RunAsync(string path, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        var schema = await SchemaAsync(cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var (dump, unfinished) = ($"{full}.database", full + ".unfinished");
        try
        {
            await DatabaseDump.WriteAsync(database, dump, cancellation);
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite))
            {
                await PackAsync(file, dump, schema, cancellation);
            }

            File.Move(unfinished, full, overwrite: true);
        }
        finally
        {
            File.Delete(dump);
            File.Delete(unfinished);
        }

        await using var whole = File.OpenRead(full);
        return new BackupMade(whole.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, cancellation)));
    }

    private async Task<int> SchemaAsync(CancellationToken cancellation)
    {
        if (!await DatabaseDump.HasAnythingAsync(database, cancellation))
        {
            throw new BackupRefusedException($"there is no installation in {(database.Kind == DatabaseKind.Sqlite ? installation.DataFolder : "the database")}");
        }

        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select max(number) from schema_history";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private async Task PackAsync(FileStream file, string dump, int schema, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        var entries = new List<BackupEntry> { await AddAsync(zip, dump, BackupManifest.DatabaseEntry, cancellation) };
        foreach (var (from, name) in Files())
        {
            // An upload may be given up while we look: what is gone is not of this moment any more.
            if (File.Exists(from))
            {
                entries.Add(await AddAsync(zip, from, name, cancellation));
            }
        }

        var manifest = new BackupManifest(
            BackupManifest.Format, database.Kind.ToString(), time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), installation.City.ToString(),
            schema, entries);
        await using var list = zip.CreateEntry(BackupManifest.Entry).Open();
        await JsonSerializer.SerializeAsync(list, manifest, BackupManifest.Json, cancellation);
    }

    private IEnumerable<(string From, string Name)> Files() => names.SelectMany(name =>
    {
        var path = Path.Combine(installation.DataFolder, name);
        return File.Exists(path) ? [(path, name)]
            : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => (file, Path.GetRelativePath(installation.DataFolder, file).Replace('\\', '/')))
            : [];
    });

    private static async Task<BackupEntry> AddAsync(ZipArchive zip, string from, string name, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var target = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        var (buffer, size) = (new byte[1 << 20], 0L);
        while (await source.ReadAsync(buffer, cancellation) is var count and > 0)
        {
            hash.AppendData(buffer, 0, count);
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
            size += count;
        }

        return new BackupEntry(name, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <param name="Size">Bytes of the file.</param>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal.</param>
public sealed record BackupMade(long Size, string Sha256);

internal sealed record BackupEntry(string Name, long Size, string Sha256);

/// <summary>What a backup says of itself.</summary>
internal sealed record BackupManifest(string Product, string Database, string At, string City, int Schema, IReadOnlyList<BackupEntry> Entries)
{
    public const string Format = "funeng-backup-1";
    public const string Entry = "backup.json";
    public const string DatabaseEntry = "database";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <summary>A backup cannot be made or used; the message says why and what to do.</summary>
public sealed class BackupRefusedException(string message) : IOException(message);
