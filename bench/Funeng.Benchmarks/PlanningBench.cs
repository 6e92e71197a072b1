using System.Diagnostics;
using System.Globalization;
using System.Text;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Conflicts;
using Funeng.Engines.Planning.Factors;
using Funeng.Engines.Planning.MsProject;

namespace Funeng.Benchmarks;

/// <summary>The planning engine against its bars: 10,000 tasks dated forwards and backwards, one change, the way out of a conflict, an allocation.</summary>
internal static class PlanningBench
{
    private const int Tasks = 10_000;

    public static Task<string> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 30;
        var network = RandomNetwork(new Random(1));
        var live = LiveSchedule.Open(network, out _)!;
        var random = new Random(2);
        var table = new StringBuilder("| | bar / median | ms, median | min | max |\n|---|---:|---:|---:|---:|\n");
        Add(table, "10,000 tasks, 20,000 links of four types, three calendars, forwards and backwards, floats included", 200, rounds, () => CriticalPath.Find(network, out _));
        Add(table, "one duration changed of the same 10,000", 20, rounds * 10, () => Change(live, network.Activities[random.Next(Tasks)], random));
        Add(table, "one duration changed of the first ten of a chain of 10,000 (all moves)", 20, rounds, Chain(random));
        var export = Export(new Random(3));
        Add(table, "a Microsoft Project plan of 10,000 tasks, from its document to dates and slack", null, Math.Min(rounds, 10), () => export.Schedule());
        var late = network with { Promised = CriticalPath.Find(network, out _)!.Finish - 20 };
        Add(table, "why 10,000 tasks miss a promise: a minimal conflicting set", null, Math.Min(rounds, 10), () => ConflictFinder.Find(late));
        var (quotas, requests) = Requests(new Random(4));
        Add(table, "60 projects in two variants share five quotas, proved best", null, Math.Min(rounds, 5), () => FactorAllocation.Find(quotas, requests));
        return Task.FromResult(table.ToString());
    }

    private static void Add(StringBuilder table, string what, double? bar, int rounds, Action run)
    {
        for (var round = 0; round < 3; round++) run();
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        table.Append(CultureInfo.InvariantCulture, $"| {what} | {(bar is { } most ? $"{most / times[times.Count / 2]:0.0}" : "–")} | {times[times.Count / 2]:0.00} | {times[0]:0.00} | {times[^1]:0.00} |\n");
    }

    private static void Change(LiveSchedule live, Funeng.Engines.Planning.Activity activity, Random random) => live.Change(activity with { Duration = random.Next(1, 20) });

    private static Action Chain(Random random)
    {
        var network = new Network([.. Enumerable.Range(0, Tasks).Select(id => new Funeng.Engines.Planning.Activity($"{id}", 2))], [.. Enumerable.Range(1, Tasks - 1).Select(id => new Link($"{id - 1}", $"{id}"))]) { WorkTime = Weeks(20_000) };
        var live = LiveSchedule.Open(network, out _)!;
        return () => Change(live, network.Activities[random.Next(10)], random);
    }

    private static WorkTime Weeks(int weeks) => WorkTime.Within(Enumerable.Range(0, weeks).Select(week => (week * 7L, (week * 7L) + 5)));

    private static Network RandomNetwork(Random random)
    {
        var sixDays = WorkTime.Within(Enumerable.Range(0, 3000).Select(week => (week * 7L, (week * 7L) + 6)));
        var summers = WorkTime.Within(Enumerable.Range(0, 60).Select(year => ((year * 365L) + 60, (year * 365L) + 330)));
        var activities = Enumerable.Range(0, Tasks).Select(id => new Funeng.Engines.Planning.Activity($"{id}", random.Next(1, 20)) { WorkTime = random.Next(10) switch { 0 => sixDays, 1 => summers, _ => null } });
        var links = Enumerable.Range(1, Tasks - 1).SelectMany(to => Enumerable.Range(0, 2)
            .Select(_ => new Link($"{random.Next(Math.Max(0, to - 200), to)}", $"{to}", random.Next(10) == 0 ? (LinkType)random.Next(4) : LinkType.FinishToStart, random.Next(0, 3))));
        return new Network([.. activities], [.. links]) { WorkTime = Weeks(3000) };
    }

    private static MsProjectPlan Export(Random random)
    {
        var tasks = Enumerable.Range(1, Tasks).Select(uid => new ExportTask(uid, $"任务{uid}", random.Next(1, 10))
        {
            Links = uid == 1 ? [] : [(random.Next(Math.Max(1, uid - 500), uid), LinkType.FinishToStart, random.Next(0, 2))],
        });
        using var reader = System.Xml.XmlReader.Create(new StringReader(new MsProjectExport("bench", new DateOnly(2026, 1, 5), [.. tasks]).ToDocument().ToString()), MsProjectPlan.ReaderSettings);
        return MsProjectPlan.Read(reader);
    }

    private static (IReadOnlyList<FactorQuota>, IReadOnlyList<FactorRequest>) Requests(Random random)
    {
        string[] ids = ["土地", "能耗", "排放", "资金", "用水"];
        FactorOption Option(string name, int size) => new(name, size * random.Next(80, 121), ids.ToDictionary(id => id, _ => (decimal)(size * random.Next(5, 16))));
        var requests = Enumerable.Range(0, 60).Select(index => new FactorRequest($"{index}", [Option("整体", random.Next(4, 20)), Option("一期", random.Next(2, 8))])).ToList();
        return ([.. ids.Select(id => new FactorQuota(id, requests.Sum(request => request.Options[0].Needs[id]) / 3))], requests);
    }
}
