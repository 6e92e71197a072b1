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
        var installation = options.Installation;
        return Print(await new Backup(installation, FunengDatabase.Of(installation), TimeProvider.System).RunAsync(file, cancellation));
    }

    public static async Task<int> RestoreAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "replace").Allow("data", "database", "replace");
        return Print(await new Restore(ServeCommand.Read(arguments).Installation).RunAsync(
            arguments.At(0, "the backup to restore"), arguments.Has("replace"), cancellation));
    }

    private static int Print(BackupMade made)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made.Size} bytes, sha256 {made.Sha256}"));
        return CommandTable.Done;
    }
}
