using System.Globalization;
using System.Text;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.MsProject;

namespace Funeng.Host.Commands.Schedule;

/// <summary>
/// Schedules a project: <c>schedule FILE [--seconds 10] --out FILE.csv</c>. A PSPLIB project (.sm) under its scarce resources, a list of networks (.json)
/// by the critical path, a plan of Microsoft Project (.xml) by its calendars and constraints; there slack is in tenths of a minute, as in such files.
/// </summary>
internal static class ScheduleCommand
{
    private const string Header = "network,activity,start,finish,late_start,late_finish,total_float,free_float\n";
    private const long LongestText = 100_000_000;

    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("seconds", "out");
        var file = arguments.At(0, "the file to schedule");
        var output = arguments.Get("out");
        var seconds = arguments.Number("seconds", 10);
        var table = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".sm" => UnderResources(PsplibFile.Read(await TextOfAsync(file, cancellation)), TimeSpan.FromSeconds(seconds), cancellation),
            ".json" => ByCriticalPath(NetworksFile.Read(await TextOfAsync(file, cancellation))),
            ".xml" => ByCalendars(MsProjectFile.Read(Existing(file))),
            var other => throw new UsageException($"'{other}' files cannot be scheduled; .sm, .xml and .json can"),
        };
        await File.WriteAllTextAsync(output, table, cancellation);
        return CommandTable.Done;
    }

    private static string Existing(string file) => File.Exists(file) ? file : throw new UsageException($"there is no file '{file}'");

    private static async Task<string> TextOfAsync(string file, CancellationToken cancellation)
    {
        if (new FileInfo(Existing(file)).Length > LongestText) throw new UsageException($"'{file}' is longer than {LongestText} bytes");
        return await File.ReadAllTextAsync(file, cancellation);
    }

    private static string ByCalendars(MsProjectPlan plan)
    {
        try
        {
            var dates = plan.Schedule();
            var table = new StringBuilder(Header);
            foreach (var task in plan.Tasks.Where(task => dates.ContainsKey(task.Uid)))
            {
                var computed = dates[task.Uid];
                table.Append(CultureInfo.InvariantCulture, $",{task.Uid},{computed.Start:s},{computed.Finish:s},{computed.LateStart:s},{computed.LateFinish:s},{computed.TotalSlack / 6},{computed.FreeSlack / 6}\n");
            }

            Console.WriteLine($"makespan {(dates.Count == 0 ? plan.Start : dates.Values.Max(task => task.Finish)):s}");
            return table.ToString();
        }
        catch (MsProjectException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    private static string UnderResources(ResourceProject project, TimeSpan time, CancellationToken cancellation)
    {
        if (project.FindObstacles() is { Count: > 0 } obstacles)
            throw new UsageException(string.Join("; ", obstacles.Select(Describe)));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time);
        var schedule = ResourceScheduler.Find(project, long.MaxValue, cancellation: limit.Token);
        Console.WriteLine($"makespan {schedule.Makespan}");
        var table = new StringBuilder(Header);
        for (var job = 0; job < project.Jobs.Count; job++)
            Append(table, "", project.Jobs[job].Id, schedule.Starts[job], schedule.Starts[job] + project.Jobs[job].Duration, ",,,");
        return table.ToString();
    }

    private static string Describe((int? Resource, string Job) obstacle) => obstacle.Resource is { } resource
        ? $"job {obstacle.Job} needs more of resource {resource + 1} than there is"
        : $"job {obstacle.Job} waits for itself";

    private static string ByCriticalPath(IReadOnlyList<(string Name, Network Network)> networks)
    {
        var table = new StringBuilder(Header);
        var finish = 0L;
        foreach (var (name, network) in networks)
        {
            var schedule = CriticalPath.Find(network, out var problems)
                ?? throw new UsageException($"{name}: {string.Join("; ", problems)}");
            finish = Math.Max(finish, schedule.Finish);
            foreach (var dates in schedule.Activities)
            {
                Append(table, name, dates.Activity.Id, dates.EarlyStart, dates.EarlyFinish,
                    string.Create(CultureInfo.InvariantCulture, $"{dates.LateStart},{dates.LateFinish},{dates.TotalFloat},{dates.FreeFloat}"));
            }
        }

        Console.WriteLine($"makespan {finish}");
        return table.ToString();
    }

    private static void Append(StringBuilder table, string network, string activity, long start, long finish, string late) =>
        table.Append(CultureInfo.InvariantCulture, $"{Quote(network)},{Quote(activity)},{start},{finish},{late}\n");

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
