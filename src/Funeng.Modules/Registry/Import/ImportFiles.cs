using System.Globalization;
using System.Security.Cryptography;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Uploaded sheets, kept in the data folder until nobody needs them.</summary>
public sealed class ImportFiles(Installation installation)
{
    private string Folder => Path.Combine(installation.DataFolder, "imports");

    public string PathOf(long run) => Path.Combine(Folder, run.ToString(CultureInfo.InvariantCulture));

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
        if (File.Exists(PathOf(run)))
        {
            File.Delete(PathOf(run));
        }
    }
}
