using System.Globalization;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Host.Commands;

/// <summary>
/// <c>backup FILE [--data DIR] [--database C]</c>: everything in one file, while the site goes on serving.
/// <c>restore FILE [--data DIR] [--database C] [--replace]</c>: puts it in the place of an installation, which must not be running.
/// </summary>
internal static class BackupCommand
{
    public static async Task<int> BackUpAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("data", "database");
        var (file, options) = (arguments.At(0, "the file to write"), ServeCommand.Read(arguments));
        ServeCommand.RequireInstallation(options);
        // Built and not opened: a backup changes nothing, not even the schema.
        await using var site = Site.Build(options with { Urls = "http://127.0.0.1:0" });
        return Print(await site.Services.GetRequiredService<Backup>().RunAsync(file, cancellation));
    }

    public static async Task<int> RestoreAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "replace").Allow("data", "database", "replace");
        await using var site = Site.Build(ServeCommand.Read(arguments) with { Urls = "http://127.0.0.1:0" });
        return Print(await site.Services.GetRequiredService<Restore>().RunAsync(arguments.At(0, "the backup to restore"), arguments.Has("replace"), cancellation));
    }

    private static int Print(BackupMade made)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made.Size} bytes, sha256 {made.Sha256}"));
        return CommandTable.Done;
    }
}
