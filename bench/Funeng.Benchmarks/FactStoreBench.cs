using System.Diagnostics;
using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Benchmarks;

/// <summary>
/// Stores the facts of a city (by default 700,000 subjects × 100 facts × 3 years, 10 % missing) as filings and reads them back into a fact
/// table. Bars: stored in 60 s and 2 GB, read back in 15 s. Making the values is measured apart. Options: subjects, PostgreSQL connection string.
/// </summary>
internal static class FactStoreBench
{
    private const int Facts = 100;
    private const int Rounds = 3;
    private static readonly int[] Years = [2023, 2024, 2025];

    public static async Task<string> RunAsync(string[] options)
    {
        var count = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 700_000;
        var folder = Directory.CreateTempSubdirectory("funeng-bench-").FullName;
        try
        {
            await using var services = Open(folder, options.Length > 1 ? options[1] : null);
            await services.GetRequiredService<InstallationStart>().RunAsync(CancellationToken.None);

            var made = Stopwatch.StartNew();
            for (var subject = 0; subject < count; subject++)
            {
                foreach (var _ in Years) Values(subject);
            }

            made.Stop();
            var stored = await Reading.OfAsync(() => StoreAsync(services, count));
            var size = await SizeAsync(services, folder);

            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            // Floor and table in turn, the best of each: other programs may hold the cores during one of them.
            var floor = new List<TimeSpan>();
            var read = new List<Reading>();
            for (var round = 0; round < Rounds; round++)
            {
                floor.Add(await FloorAsync(services));
                read.Add(await Reading.OfAsync(() => services.GetRequiredService<FactTableLoader>().LoadAsync(Subject.Enterprise, null, CancellationToken.None)));
            }

            var start = await StartAsync(services, folder);
            var table = await services.GetRequiredService<FactTables>().OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None);
            var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(table);
            return Report(count, made.Elapsed, stored, size, floor.Min(), read, start, memory, table.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Open(string folder, string? postgres)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new Installation(folder, folder, postgres, CityContent.Empty));
        services.AddSingleton(new FactCatalogue(Enumerable.Range(0, Facts).Select(Define)));
        services.AddFoundation().AddFacts();
        services.AddSingleton(new FactSources([new FactSource("import", "表格导入", 0, "")]));
        return services.BuildServiceProvider();
    }

    private static FactDefinition Define(int index) => new(
        $"fact{index}", $"事实{index}", $"事实{index}", (index % 10) switch { 8 => FactType.Boolean, 9 => FactType.Date, < 4 => FactType.Number, _ => FactType.Integer }, new FactOrigin.Filed(true));

    private static async Task StoreAsync(ServiceProvider services, int count)
    {
        await using var unit = services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        await using var batch = await unit.ServiceProvider.GetRequiredService<FactStore>().BeginBatchAsync(new NewBatch("bench", "import"), CancellationToken.None);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(5000))
        {
            var ids = await batch.SubjectsAsync(
                [.. chunk.Select(subject => new NewSubject(Subject.Enterprise, Code(subject), "企业" + subject, "370303001"))], CancellationToken.None);
            foreach (var subject in chunk)
            {
                foreach (var year in Years)
                {
                    await batch.WriteAsync(
                        new NewFiling(ids[Code(subject)], new Period(year), "import", Values(subject)) { Place = $"第 {subject} 行" }, CancellationToken.None);
                }
            }
        }

        await batch.PublishAsync(CancellationToken.None);
    }

    private static string Code(int subject) => subject.ToString("D18", CultureInfo.InvariantCulture);

    /// <summary>Ninety of the hundred facts: amounts of money with cents, counts, yes and no, days.</summary>
    private static List<FiledValue> Values(int subject)
    {
        var values = new List<FiledValue>(Facts);
        var state = (ulong)subject * 0x9E3779B97F4A7C15 + 0x1234567;
        for (var index = 0; index < Facts; index++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if (state % 10 != 0) values.Add(new FiledValue(Keys[index], Value(index, (long)(state >> 20))));
        }

        return values;
    }

    private static readonly string[] Keys = [.. Enumerable.Range(0, Facts).Select(index => $"fact{index}")];

    private static FeelValue Value(int index, long noise) => (index % 10) switch
    {
        8 => FeelValue.From((noise & 1) == 0),
        9 => FeelValue.From(new FeelDate(1990 + (int)(noise % 35), 1 + (int)(noise % 12), 1 + (int)(noise % 28))),
        < 2 => FeelValue.From((noise % 100_000_000_000) / 100m),
        < 4 => FeelValue.From((noise % 10_000) / 100m),
        _ => FeelValue.From(noise % 2000),
    };

    private static async Task<long> SizeAsync(ServiceProvider services, string folder)
    {
        var database = services.GetRequiredService<FunengDatabase>();
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Kind == DatabaseKind.Sqlite ? "pragma wal_checkpoint(truncate)" : "select pg_database_size(current_database())";
        var answer = await command.ExecuteScalarAsync();
        return database.Kind == DatabaseKind.Sqlite
            ? Directory.GetFiles(folder, "funeng.db*").Sum(file => new FileInfo(file).Length)
            : Convert.ToInt64(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>The least any reader must do: one connection passes over every filing's values without looking at them.</summary>
    private static async Task<TimeSpan> FloorAsync(ServiceProvider services)
    {
        await using var connection = await services.GetRequiredService<FunengDatabase>().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = "select sum(length(packed)) from filing";
        var clock = Stopwatch.StartNew();
        await command.ExecuteScalarAsync();
        return clock.Elapsed;
    }

    private static string Report(
        int count, TimeSpan made, Reading stored, long size, TimeSpan floor, List<Reading> read, Start start, long memory, int rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"""

        | {count:N0} subjects × {Facts} facts × {Years.Length} years | measured | bar at 700,000 |
        | --- | ---: | ---: |
        | values made (in the time below too) | {made.TotalSeconds:0.0} s | |
        | stored: {count * Years.Length:N0} filings | {stored.Elapsed.TotalSeconds:0.0} s ({stored.Processor.TotalSeconds:0.0} s of processor time) | 60 s |
        | size of the database | {size / 1e9:0.00} GB | 2 GB |
        | fact table of {rows:N0} rows rebuilt, median of {Rounds} (least – most) | {read.Order().ElementAt(Rounds / 2).Elapsed.TotalSeconds:0.0} s ({read.Min()!.Elapsed.TotalSeconds:0.0} – {read.Max()!.Elapsed.TotalSeconds:0.0}) | 15 s |
        | of it processor time, both cores together | {read.Min(reading => reading.Processor).TotalSeconds:0.0} s | |
        | the floor: one connection passing over the values | {floor.TotalSeconds:0.0} s | |
        | saved to its file of {start.Size / 1e9:0.00} GB | {start.Saved.TotalSeconds:0.0} s | |
        | table from its file, checked, after a restart | {start.Opened.Elapsed.TotalSeconds:0.0} s ({start.Opened.Processor.TotalSeconds:0.0} s of processor time) | |
        | the same after one more filing about one subject, in memory | {start.Refreshed.TotalMilliseconds:0} ms | |
        | memory of the fact table | {memory / 1e9:0.00} GB | |
        """);

    /// <summary>What a restart costs with the file, and one filing more.</summary>
    private static async Task<Start> StartAsync(ServiceProvider services, string folder)
    {
        var clock = Stopwatch.StartNew();
        await using (var first = ActivatorUtilities.CreateInstance<FactTables>(services))
        {
            await first.OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None);
            clock.Restart();
        }

        var saved = clock.Elapsed;
        await using var restarted = ActivatorUtilities.CreateInstance<FactTables>(services);
        var opened = await Reading.OfAsync(() => restarted.OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None));
        await using var unit = services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        var table = await restarted.OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None);
        var store = unit.ServiceProvider.GetRequiredService<FactStore>();
        await store.RecordAsync(new NewFiling(table.Subject(0), new Period(2025), "import", Values(7)), CancellationToken.None);
        await store.PublishAsync(CancellationToken.None);
        clock.Restart();
        await restarted.OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None);
        return new Start(saved, new FileInfo(Path.Combine(folder, "facts-enterprise.table")).Length, opened, clock.Elapsed);
    }

    private sealed record Start(TimeSpan Saved, long Size, Reading Opened, TimeSpan Refreshed);

    private sealed record Reading(TimeSpan Elapsed, TimeSpan Processor) : IComparable<Reading>
    {
        public int CompareTo(Reading? other) => Elapsed.CompareTo(other?.Elapsed ?? TimeSpan.Zero);

        public static async Task<Reading> OfAsync(Func<Task> work)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            await work();
            return new Reading(clock.Elapsed, Environment.CpuUsage.TotalTime - before);
        }
    }
}
