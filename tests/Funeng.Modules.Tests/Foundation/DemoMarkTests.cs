using Funeng.Host;
using Funeng.Host.Commands;
using Funeng.Host.Demo;
using Funeng.Modules.Foundation;

namespace Funeng.Modules.Tests.Foundation;

/// <summary>A demo city whose loading was cut off begins again; nothing else is ever taken away.</summary>
public sealed class DemoMarkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("funeng-mark-").FullName;

    [Fact]
    public void What_a_loading_that_was_cut_off_has_left_is_taken_away_once()
    {
        foreach (var file in new[] { "funeng.db", "funeng.db-wal", "facts-2026.table", "demo-accounts.txt", "keys.xml" }) File.WriteAllText(At(file), "half");
        DemoMark.Begin(folder).Dispose();

        Assert.True(DemoMark.ClearAway(Options()));
        Assert.Equal(["keys.xml"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.False(DemoMark.ClearAway(Options()));
    }

    [Fact]
    public void A_city_that_was_loaded_whole_stays()
    {
        File.WriteAllText(At("funeng.db"), "whole");
        using (var mark = DemoMark.Begin(folder)) mark.Complete();

        Assert.False(DemoMark.ClearAway(Options()));
        Assert.True(File.Exists(At("funeng.db")));
    }

    [Fact]
    public void A_city_that_is_being_loaded_and_one_in_a_database_server_are_not_touched_and_said()
    {
        File.WriteAllText(At("funeng.db"), "at work");
        using (DemoMark.Begin(folder))
            Assert.Contains("another program", Assert.Throws<UsageException>(() => DemoMark.ClearAway(Options())).Message, StringComparison.Ordinal);
        Assert.Contains("empty database", Assert.Throws<UsageException>(() => DemoMark.ClearAway(Options("Host=localhost"))).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(At("funeng.db")));
        Assert.False(DemoMark.ClearAway(new SiteOptions { DataFolder = folder, City = CityContent.Empty }));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SiteOptions Options(string? database = null) => new() { DataFolder = folder, Database = database, City = CityContent.Demo };

    private string At(string file) => Path.Combine(folder, file);
}
