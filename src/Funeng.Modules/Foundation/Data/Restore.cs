using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// Puts a backup in the place of an installation. Everything is unpacked and checked beside it first; a damaged or foreign file, one of a newer
/// version or of the other kind of database, and an installation that is there already (unless it is to be replaced) are refused untouched.
/// </summary>
/// <param name="installation">What is restored.</param>
/// <param name="kept">What belongs to an installation beside its database; nothing else is taken from a backup.</param>
public sealed class Restore(Installation installation, IEnumerable<KeptData> kept)
{
    private readonly List<string> names = [.. kept.Select(data => data.Name).Distinct()];

    // What a backup may unpack to; nothing that Funeng wrote comes near it.
    private const long LargestEntry = 1L << 40;

    public async Task<BackupMade> RunAsync(string path, bool replace, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new BackupRefusedException($"there is no file {path}");
        }

        var database = FunengDatabase.Of(installation);
        if (!replace && await DatabaseDump.HasAnythingAsync(database, cancellation))
        {
            throw new BackupRefusedException($"there is an installation already ({(database.Kind == DatabaseKind.Sqlite ? installation.DataFolder : "the database is not empty")}); stop it, then restore with --replace to put the backup in its place");
        }

        Directory.CreateDirectory(installation.DataFolder);
        var beside = Path.Combine(installation.DataFolder, ".restore");
        try
        {
            Remove(beside);
            var manifest = await UnpackAsync(path, beside, cancellation);
            await CheckAsync(manifest, database, beside, cancellation);
            await PutInPlaceAsync(manifest, database, beside, cancellation);
        }
        finally
        {
            Remove(beside);
        }

        await using var whole = File.OpenRead(path);
        return new BackupMade(whole.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, cancellation)));
    }

    private async Task<BackupManifest> UnpackAsync(string path, string beside, CancellationToken cancellation)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var manifest = await ReadManifestAsync(zip, cancellation);
            foreach (var entry in manifest.Entries)
            {
                if (entry.Name != BackupManifest.DatabaseEntry && !names.Contains(entry.Name.Split('/')[0]))
                {
                    throw new InvalidDataException($"'{entry.Name}' is nothing this version keeps");
                }

                await UnpackAsync(zip, entry, beside, cancellation);
            }

            return manifest;
        }
        catch (InvalidDataException problem)
        {
            throw new BackupRefusedException($"{path} is damaged or no backup of Funeng: {problem.Message}");
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(ZipArchive zip, CancellationToken cancellation)
    {
        if (zip.GetEntry(BackupManifest.Entry) is not { Length: < 1 << 26 } entry)
        {
            throw new InvalidDataException($"it has no {BackupManifest.Entry}");
        }

        try
        {
            await using var content = entry.Open();
            var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(content, BackupManifest.Json, cancellation);
            return manifest is { Product: BackupManifest.Format, Entries.Count: > 0 } ? manifest : throw new InvalidDataException("it was made by something else");
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"its {BackupManifest.Entry} cannot be read");
        }
    }

    private static async Task UnpackAsync(ZipArchive zip, BackupEntry entry, string beside, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(Path.Combine(beside, entry.Name));
        if (!target.StartsWith(Path.GetFullPath(beside) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{entry.Name}' leads out of it");
        }

        if (zip.GetEntry(entry.Name) is not { } packed || packed.Length != entry.Size || entry.Size > LargestEntry)
        {
            throw new InvalidDataException($"'{entry.Name}' is missing or not as long as it was");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using (var from = packed.Open())
        await using (var to = new FileStream(target, FileMode.CreateNew))
        {
            await from.CopyToAsync(to, cancellation);
        }

        await using var written = File.OpenRead(target);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellation)) != entry.Sha256)
        {
            throw new InvalidDataException($"'{entry.Name}' is not what was backed up");
        }
    }

    private static async Task CheckAsync(BackupManifest manifest, FunengDatabase database, string beside, CancellationToken cancellation)
    {
        if (manifest.Database != database.Kind.ToString())
        {
            throw new BackupRefusedException(
                $"the backup is of a {manifest.Database} database, this installation uses {database.Kind}; {(manifest.Database == nameof(DatabaseKind.Sqlite) ? "leave --database out" : "name the PostgreSQL database with --database")}");
        }

        var newest = SchemaMigrations.Read(database.Kind)[^1].Number;
        if (manifest.Schema > newest)
        {
            throw new BackupRefusedException($"the backup was made by a newer version of Funeng (schema {manifest.Schema}, here {newest}); restore it with that version");
        }

        if (await DatabaseDump.FindFaultAsync(database.Kind, Path.Combine(beside, BackupManifest.DatabaseEntry), cancellation) is { } fault)
        {
            throw new BackupRefusedException(fault);
        }
    }

    /// <summary>What was there is put aside until the backup stands; when anything fails it comes back.</summary>
    private async Task PutInPlaceAsync(BackupManifest manifest, FunengDatabase database, string beside, CancellationToken cancellation)
    {
        var aside = Path.Combine(installation.DataFolder, ".before-restore");
        if (Directory.Exists(aside))
        {
            throw new BackupRefusedException($"an earlier restore was cut off; what was there before it lies in {aside}: put it back or remove that folder");
        }

        await DatabaseDump.RequireUnusedAsync(database, cancellation);
        var old = names.Concat(Directory.GetFiles(installation.DataFolder, "facts-*.table*").Concat(Directory.GetFiles(installation.DataFolder, "funeng.db*")).Select(file => Path.GetFileName(file)!)).ToList();
        Directory.CreateDirectory(aside);
        try
        {
            MoveAll(old, installation.DataFolder, aside);
            MoveAll([.. manifest.Entries.Select(entry => entry.Name.Split('/')[0]).Where(name => name != BackupManifest.DatabaseEntry).Distinct()], beside, installation.DataFolder);
            await DatabaseDump.RestoreAsync(database, Path.Combine(beside, BackupManifest.DatabaseEntry), cancellation);
        }
        catch
        {
            foreach (var name in old.Where(name => Exists(Path.Combine(aside, name))))
            {
                Remove(Path.Combine(installation.DataFolder, name));
            }

            MoveAll(old, aside, installation.DataFolder);
            Remove(aside);
            throw;
        }

        Remove(aside);
    }

    private static void MoveAll(IEnumerable<string> names, string from, string to)
    {
        foreach (var name in names.Where(name => Exists(Path.Combine(from, name))))
        {
            Directory.Move(Path.Combine(from, name), Path.Combine(to, name));
        }
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
