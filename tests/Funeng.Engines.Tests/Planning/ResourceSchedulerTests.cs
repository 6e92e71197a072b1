using Funeng.Engines.Planning;

namespace Funeng.Engines.Tests.Planning;

public sealed class ResourceSchedulerTests
{
    private const int Budget = 2000;

    [Fact]
    public void One_crew_does_one_job_after_the_other()
    {
        var project = new ResourceProject([1], [new("a", 3, [1], []), new("b", 4, [1], []), new("c", 2, [1], [])]);

        var schedule = Find(project);

        Assert.Equal(9, schedule.Makespan);
        Assert.True(schedule.IsOptimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Small_projects_get_the_shortest_schedule_there_is(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 15; round++)
        {
            var project = RandomProject(random, jobs: 6, resources: 5);

            var schedule = Find(project);

            AssertFeasible(project, schedule);
            Assert.Equal(Shortest(project), schedule.Makespan);
        }
    }

    [Fact]
    public void Every_schedule_keeps_links_and_capacities()
    {
        var random = new Random(5);
        for (var round = 0; round < 10; round++)
        {
            var project = RandomProject(random, jobs: 40, resources: random.Next(0, 7));

            AssertFeasible(project, Find(project));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_schedule()
    {
        var project = RandomProject(new Random(9), jobs: 30, resources: 3);

        Assert.Equal(Find(project, seed: 4).Starts, Find(project, seed: 4).Starts);
    }

    [Fact]
    public void More_than_there_is_and_circles_are_obstacles()
    {
        var project = new ResourceProject([2], [new("big", 1, [3], []), new("x", 1, [1], [2]), new("y", 1, [1], [1])]);

        Assert.Equal([(0, "big"), (null, "x"), (null, "y")], project.FindObstacles());
        Assert.Throws<ArgumentException>(() => Find(project));
    }

    [Fact]
    public void Nothing_to_do_takes_no_time() => Assert.Equal(0, Find(new ResourceProject([1], [])).Makespan);

    private static ResourceSchedule Find(ResourceProject project, ulong seed = 1) =>
        ResourceScheduler.Find(project, Budget, seed, TestContext.Current.CancellationToken);

    private static ResourceProject RandomProject(Random random, int jobs, int resources)
    {
        var capacities = Enumerable.Range(0, resources).Select(_ => random.Next(3, 8)).ToArray();
        return new ResourceProject(capacities, [.. Enumerable.Range(0, jobs).Select(job => new Job(
            $"{job}", random.Next(0, 6), [.. capacities.Select(capacity => random.Next(0, capacity + 1))],
            [.. Enumerable.Range(job + 1, jobs - job - 1).Where(_ => random.Next(jobs) < 2)]))]);
    }

    private static void AssertFeasible(ResourceProject project, ResourceSchedule schedule)
    {
        for (var index = 0; index < project.Jobs.Count; index++)
        {
            var finish = schedule.Starts[index] + project.Jobs[index].Duration;
            Assert.True(finish <= schedule.Makespan);
            Assert.All(project.Jobs[index].Successors, successor => Assert.True(schedule.Starts[successor] >= finish));
        }

        for (var time = 0; time < schedule.Makespan; time++)
        {
            var running = Enumerable.Range(0, project.Jobs.Count).Where(job => schedule.Starts[job] <= time && time < schedule.Starts[job] + project.Jobs[job].Duration);
            for (var resource = 0; resource < project.Capacities.Count; resource++)
                Assert.True(running.Sum(job => project.Jobs[job].Demands[resource]) <= project.Capacities[resource]);
        }
    }

    /// <summary>Every order is tried; one of them gives a shortest schedule when each job is put as early as it fits.</summary>
    private static int Shortest(ResourceProject project)
    {
        var best = int.MaxValue;
        Extend([], []);
        return best;

        void Extend(List<int> order, Dictionary<int, int> starts)
        {
            if (order.Count == project.Jobs.Count) best = Math.Min(best, order.Select(job => starts[job] + project.Jobs[job].Duration).DefaultIfEmpty(0).Max());
            foreach (var job in Enumerable.Range(0, project.Jobs.Count).Where(job => !starts.ContainsKey(job) && PredecessorsOf(job).All(starts.ContainsKey)))
            {
                starts[job] = PredecessorsOf(job).Select(before => starts[before] + project.Jobs[before].Duration).DefaultIfEmpty(0).Max();
                while (!Fits(job, starts)) starts[job]++;
                Extend([.. order, job], starts);
                starts.Remove(job);
            }
        }

        IEnumerable<int> PredecessorsOf(int job) => Enumerable.Range(0, project.Jobs.Count).Where(before => project.Jobs[before].Successors.Contains(job));

        bool Fits(int job, Dictionary<int, int> starts) => Enumerable.Range(starts[job], project.Jobs[job].Duration).All(time =>
            Enumerable.Range(0, project.Capacities.Count).All(resource => starts
                .Where(placed => placed.Value <= time && time < placed.Value + project.Jobs[placed.Key].Duration)
                .Sum(placed => project.Jobs[placed.Key].Demands[resource]) <= project.Capacities[resource]));
    }
}
