using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Uploaded sheets, kept in the data folder until nobody needs them (<see cref="ForgetUploads"/>).</summary>
public sealed class ImportFiles(Installation installation)
{
    /// <summary>How many bytes of sheets one person may have here at a time.</summary>
    internal long MostOfOne { get; set; } = 2L << 30;

    private string Folder => Path.Combine(installation.DataFolder, "imports");

    public string PathOf(long run) => Path.Combine(Folder, run.ToString(CultureInfo.InvariantCulture));

    public bool Has(long run) => File.Exists(PathOf(run));

    /// <summary>Every upload that is kept, by the id of its import, with when it came.</summary>
    internal IReadOnlyList<(long Run, DateTimeOffset StoredAt)> All() =>
    [
        .. (Directory.Exists(Folder) ? new DirectoryInfo(Folder).EnumerateFiles() : [])
            .Where(file => long.TryParse(file.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(file => (long.Parse(file.Name, CultureInfo.InvariantCulture), new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero))),
    ];

    public FileStream Open(long run) => new(PathOf(run), FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>Stores an upload and answers its SHA-256.</summary>
    public async Task<string> SaveAsync(long run, Stream content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        await using var file = new FileStream(PathOf(run), FileMode.CreateNew, FileAccess.ReadWrite);
        await content.CopyToAsync(file, cancellation);
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    /// <summary>Why a file cannot be read, as far as its first bytes, its size and its packing tell at once; null when they do not.</summary>
    public string? Refusal(long run)
    {
        using var file = Open(run);
        return SheetReader.FindRefusal(file, SheetLimits.Default);
    }

    public void Delete(long run)
    {
        File.Delete(PathOf(run));
        File.Delete(RowsPath(run));
    }

    /// <summary>Keeps how every row was understood, one a line, so that any page of them is read quickly.</summary>
    internal async Task KeepRowsAsync(long run, IEnumerable<RowView> rows, CancellationToken cancellation)
    {
        // Written beside and moved, so that whoever reads now reads a whole file.
        var fresh = RowsPath(run) + ".new";
        await using (var output = new StreamWriter(fresh))
        {
            foreach (var row in rows)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(row).AsMemory(), cancellation);
            }
        }

        File.Move(fresh, RowsPath(run), overwrite: true);
    }

    internal IEnumerable<RowView> ReadRows(long run) =>
        File.Exists(RowsPath(run)) ? File.ReadLines(RowsPath(run)).Select(line => JsonSerializer.Deserialize<RowView>(line)!) : [];

    private string RowsPath(long run) => PathOf(run) + ".rows";
}
