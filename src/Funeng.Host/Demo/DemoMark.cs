using Funeng.Host.Commands;
using Funeng.Modules.Foundation;

namespace Funeng.Host.Demo;

/// <summary>
/// A demo city whose loading was cut off is half a city: its enterprises are there, its accounts and projects are not. A mark in the data folder, held by the program that
/// loads, tells the next start to begin again.
/// </summary>
internal sealed class DemoMark : IDisposable
{
    private static readonly string[] Leftovers = ["funeng.db*", "facts-*.table*", "demo-accounts.txt"];

    private readonly FileStream held;

    private DemoMark(FileStream held) => this.held = held;

    /// <summary>Held until the city is complete; disposing it without <see cref="Complete"/> leaves the mark.</summary>
    public static DemoMark Begin(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        return new DemoMark(new FileStream(In(dataFolder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    public void Complete() => File.Delete(held.Name);

    public void Dispose() => held.Dispose();

    /// <summary>Before the installation is opened: takes away what a loading that was cut off has left. Nothing but synthetic data can be in it.</summary>
    /// <returns>Whether there was such a city.</returns>
    /// <exception cref="UsageException">Another program is loading it at this moment, or it lies in a database server, which is emptied by whoever keeps it.</exception>
    public static bool ClearAway(SiteOptions options)
    {
        var mark = In(options.DataFolder);
        if (options.City != CityContent.Demo || !File.Exists(mark)) return false;
        try
        {
            using var free = new FileStream(mark, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UsageException($"another program is loading the demo city into {Path.GetFullPath(options.DataFolder)} at this moment");
        }

        if (options.Database is not null) throw new UsageException($"loading the demo city was cut off: give it an empty database, then delete {mark}");
        foreach (var file in Leftovers.SelectMany(pattern => Directory.GetFiles(options.DataFolder, pattern))) File.Delete(file);
        File.Delete(mark);
        return true;
    }

    private static string In(string dataFolder) => Path.Combine(dataFolder, "demo-city.loading");
}
