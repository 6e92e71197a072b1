using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Engines.Tests.Support;

namespace Funeng.Engines.Tests.Planning;

/// <summary>Published instances: every schedule is checked unit by unit, and none may beat a proved optimum.</summary>
public sealed class PsplibTests
{
    [Theory]
    [InlineData("j30", 12)]
    [InlineData("j60", 4)]
    [InlineData("j120", 2)]
    public void Schedules_of_published_projects_are_feasible_and_close_to_the_best_known(string set, int files)
    {
        var folder = SharedFolder.Find("data/scheduling/psplib");
        Assert.SkipWhen(folder is null, "The folder shared/data/scheduling is not beside the repository.");
        var best = File.ReadLines(Path.Combine(folder, "solutions.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => int.Parse(cells[4], CultureInfo.InvariantCulture));
        foreach (var file in Directory.GetFiles(Path.Combine(folder, set)).Order(StringComparer.Ordinal).Take(files))
        {
            var project = Read(File.ReadAllLines(file));

            var schedule = ResourceScheduler.Find(project, 3000, cancellation: TestContext.Current.CancellationToken);

            AssertFeasible(project, schedule);
            var known = best[Path.GetFileNameWithoutExtension(file)];
            Assert.True(set != "j30" || schedule.Makespan >= known, $"{file}: {schedule.Makespan} beats the optimum {known}");
            Assert.True(schedule.Makespan <= known * 1.10, $"{file}: {schedule.Makespan} against {known}");
        }
    }

    private static ResourceProject Read(string[] lines)
    {
        var links = Rows(lines, "PRECEDENCE");
        var requests = Rows(lines, "REQUESTS");
        var jobs = links.Zip(requests, (link, request) => new Job($"{link[0]}", request[2], request[3..], [.. link[3..].Select(successor => successor - 1)]));
        return new ResourceProject(Rows(lines, "RESOURCEAVAILABILITIES")[0], [.. jobs]);
    }

    private static List<int[]> Rows(string[] lines, string title) =>
    [
        .. lines.SkipWhile(line => !line.StartsWith(title, StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith('*'))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0 && words.All(word => word.All(char.IsAsciiDigit)))
            .Select(words => words.Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray()),
    ];

    private static void AssertFeasible(ResourceProject project, ResourceSchedule schedule)
    {
        var use = new int[schedule.Makespan, project.Capacities.Count];
        for (var job = 0; job < project.Jobs.Count; job++)
        {
            var finish = schedule.Starts[job] + project.Jobs[job].Duration;
            Assert.InRange(finish, 0, schedule.Makespan);
            Assert.All(project.Jobs[job].Successors, successor => Assert.True(schedule.Starts[successor] >= finish));
            for (var time = schedule.Starts[job]; time < finish; time++)
            {
                for (var resource = 0; resource < project.Capacities.Count; resource++)
                    Assert.True((use[time, resource] += project.Jobs[job].Demands[resource]) <= project.Capacities[resource]);
            }
        }
    }
}
