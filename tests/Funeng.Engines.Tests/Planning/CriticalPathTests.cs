using Funeng.Engines.Planning;

namespace Funeng.Engines.Tests.Planning;

public sealed class CriticalPathTests
{
    private static readonly WorkTime Weeks = WorkTime.Within(Enumerable.Range(0, 100).Select(week => (week * 7L, (week * 7L) + 5)));

    // M. Vanhoucke, Measuring Time (2009), p. 18: 12 activities, 16 units, critical 1-2-5-9-12.
    [Fact]
    public void The_textbook_network_gets_its_published_dates()
    {
        long[] durations = [0, 4, 9, 1, 4, 5, 1, 7, 8, 3, 3, 0];
        (int, int)[] links = [(1, 2), (1, 3), (1, 4), (2, 5), (3, 10), (4, 6), (5, 9), (6, 7), (7, 8), (7, 11), (8, 12), (9, 12), (10, 12), (11, 12)];
        var network = new Network(
            [.. durations.Select((duration, index) => new Activity($"{index + 1}", duration))], [.. links.Select(link => new Link($"{link.Item1}", $"{link.Item2}"))]);

        var schedule = Find(network);

        Assert.Equal(16, schedule.Finish);
        Assert.Equal(["1", "2", "5", "9", "12"], schedule.Activities.Where(dates => dates.IsCritical).Select(dates => dates.Activity.Id));
        Assert.Equal([0, 0, 4, 2, 0, 2, 2, 2, 0, 4, 6, 0], schedule.Activities.Select(dates => dates.TotalFloat));
    }

    [Theory]
    [InlineData(LinkType.FinishToStart, 2, 5, 9)]
    [InlineData(LinkType.FinishToStart, -2, 1, 5)]
    [InlineData(LinkType.StartToStart, 2, 2, 6)]
    [InlineData(LinkType.FinishToFinish, 2, 1, 5)]
    [InlineData(LinkType.StartToFinish, 6, 2, 6)]
    public void Each_type_of_link_ties_its_own_ends(LinkType type, long lag, long start, long finish)
    {
        var dates = Find(new Network([new("a", 3), new("b", 4)], [new("a", "b", type, lag)])).Activities[1];

        Assert.Equal((start, finish), (dates.EarlyStart, dates.EarlyFinish));
    }

    [Fact]
    public void Work_pauses_at_the_weekend_and_an_elapsed_lag_does_not()
    {
        var network = new Network(
            [new("shell", 5), new("dry", 2), new("paint", 1)],
            [new("shell", "dry"), new("dry", "paint", Lag: 1) { IsElapsed = true }]) { WorkTime = Weeks };

        var schedule = Find(network);

        Assert.Equal((0L, 5L), Early(schedule, 0));
        Assert.Equal((7L, 9L), Early(schedule, 1));
        Assert.Equal((10L, 11L), Early(schedule, 2));
    }

    [Fact]
    public void A_crew_with_its_own_days_keeps_them()
    {
        var weekendsOnly = WorkTime.Within(Enumerable.Range(0, 100).Select(week => ((week * 7L) + 5, (week * 7L) + 7)));
        var network = new Network([new("a", 2), new("b", 3) { WorkTime = weekendsOnly }, new("c", 1)], [new("a", "b"), new("b", "c")]) { WorkTime = Weeks };

        var schedule = Find(network);

        Assert.Equal((5L, 13L), Early(schedule, 1));
        Assert.Equal((14L, 15L), Early(schedule, 2));
    }

    [Fact]
    public void Dates_are_counted_back_from_the_promise()
    {
        var network = new Network([new("design", 10), new("permit", 5), new("build", 20)], [new("design", "permit"), new("permit", "build")])
        {
            WorkTime = Weeks,
            Promised = 8 * 7,
        };

        var schedule = Find(network);

        Assert.Equal([(7L, 19L), (21L, 26L), (28L, 54L)], schedule.Activities.Select(dates => (dates.LateStart, dates.LateFinish)));
        Assert.All(schedule.Activities, dates => Assert.Equal(5, dates.TotalFloat));
    }

    [Fact]
    public void A_promise_that_cannot_be_kept_shows_by_how_much()
    {
        var schedule = Find(new Network([new("a", 4), new("b", 4), new("c", 2)], [new("a", "b")]) { Promised = 5 });

        Assert.Equal([-3, -3, 3], schedule.Activities.Select(dates => dates.TotalFloat));
    }

    [Fact]
    public void A_summary_spans_what_is_in_it_and_hands_on_its_links()
    {
        var network = new Network(
            [new("prepare", 2), new("works", 0), new("hall", 3) { Summary = "works" }, new("road", 5) { Summary = "works" }, new("accept", 1)],
            [new("prepare", "works"), new("works", "accept")]);

        var schedule = Find(network);

        Assert.Equal((2L, 7L), Early(schedule, 1));
        Assert.Equal((2L, 5L), Early(schedule, 2));
        Assert.Equal((7L, 8L), Early(schedule, 4));
        Assert.Equal(2, schedule.Activities[2].TotalFloat);
    }

    [Fact]
    public void Nothing_can_be_dated_in_a_circle_and_the_circle_is_named()
    {
        Assert.Null(CriticalPath.Find(new Network([new("a", 1), new("b", 1), new("c", 1)], [new("a", "b"), new("b", "c"), new("c", "b")]), out var problems));

        Assert.Equal(NetworkProblemKind.Cycle, Assert.Single(problems).Kind);
        Assert.Equal(["b", "c"], problems[0].Ids.Order());
    }

    [Fact]
    public void Everything_wrong_with_a_network_is_said_at_once()
    {
        Assert.Null(CriticalPath.Find(new Network([new("a", -1), new("a", 1)], [new("a", "z")]), out var problems));

        Assert.Equal(
            [NetworkProblemKind.NegativeDuration, NetworkProblemKind.DuplicateId, NetworkProblemKind.UnknownActivity],
            problems.Select(problem => problem.Kind));
    }

    /// <summary>The earliest dates are the least that satisfy every link, found here by trying one unit after the other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_networks_get_the_least_dates_that_satisfy_every_link(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var network = RandomNetwork(random);

            var schedule = Find(network);

            Assert.Equal(LeastStarts(network), schedule.Activities.Select(dates => dates.EarlyStart));
            var latest = Find(network with { Promised = schedule.Finish + 3 });
            Assert.All(latest.Activities, dates => Assert.True(dates.LateStart >= dates.EarlyStart, $"seed {seed}, round {round}, {dates}"));
            Assert.Contains(schedule.Activities, dates => dates.TotalFloat == 0);
        }
    }

    private static Network RandomNetwork(Random random)
    {
        var count = random.Next(2, 9);
        var links = Enumerable.Range(0, count).SelectMany(from => Enumerable.Range(from + 1, count - from - 1).Select(to => (from, to)))
            .Where(_ => random.Next(3) == 0)
            .Select(pair => new Link($"{pair.from}", $"{pair.to}", (LinkType)random.Next(4), random.Next(0, 3)));
        return new Network([.. Enumerable.Range(0, count).Select(id => new Activity($"{id}", random.Next(1, 5)))], [.. links]) { WorkTime = Weeks };
    }

    private static List<long> LeastStarts(Network network)
    {
        var starts = network.Activities.Select(_ => 0L).ToList();
        var isSettled = false;
        while (!isSettled)
        {
            isSettled = true;
            for (var index = 0; index < starts.Count; index++)
            {
                while (!IsWorked(starts[index]) || network.Links.Any(link => link.To == network.Activities[index].Id && !IsKept(network, link, starts)))
                {
                    starts[index]++;
                    isSettled = false;
                }
            }
        }

        return starts;
    }

    private static bool IsKept(Network network, Link link, List<long> starts)
    {
        int from = int.Parse(link.From, null), to = int.Parse(link.To, null);
        var anchor = link.Type is LinkType.FinishToStart or LinkType.FinishToFinish ? After(starts[from], network.Activities[from].Duration) : starts[from];
        var end = link.Type is LinkType.FinishToStart or LinkType.StartToStart ? starts[to] : After(starts[to], network.Activities[to].Duration);
        return end >= (link.Lag == 0 ? anchor : After(anchor, link.Lag));
    }

    private static long After(long instant, long units)
    {
        while (units > 0)
        {
            if (IsWorked(instant)) units--;
            instant++;
        }

        return instant;
    }

    private static bool IsWorked(long day) => day % 7 < 5;

    private static (long Start, long Finish) Early(Schedule schedule, int index) => (schedule.Activities[index].EarlyStart, schedule.Activities[index].EarlyFinish);

    private static Schedule Find(Network network)
    {
        var schedule = CriticalPath.Find(network, out var problems);
        Assert.Empty(problems);
        return schedule!;
    }
}
