using Funeng.Engines.Planning;

namespace Funeng.Engines.Tests.Planning;

public sealed class LiveScheduleTests
{
    private static readonly WorkTime Weeks = WorkTime.Within(Enumerable.Range(0, 200).Select(week => (week * 7L, (week * 7L) + 5)));

    [Fact]
    public void A_longer_step_moves_what_follows_and_nothing_else()
    {
        var live = Open(new Network([new("a", 3), new("b", 4), new("c", 9)], [new("a", "b")]));

        Assert.Equal(["a", "b"], live.Change(new Activity("a", 4)).Order());
        Assert.Equal((4L, 8L), (live["b"].EarlyStart, live["b"].EarlyFinish));
        Assert.Equal(1, live["a"].TotalFloat);
    }

    [Fact]
    public void A_link_that_would_close_a_circle_is_refused_and_changes_nothing()
    {
        var live = Open(new Network([new("a", 3), new("b", 4)], [new("a", "b")]));

        Assert.Null(live.Add(new Link("b", "a"), out var circle));

        Assert.Equal(["a", "b"], circle.Order());
        Assert.Equal(7, live.Finish);
        Assert.Null(live.Remove(new Link("b", "a")));
        Assert.NotNull(live.Remove(new Link("a", "b")));
        Assert.Equal(4, live.Finish);
    }

    [Fact]
    public void What_would_reach_beyond_the_calendar_is_refused_and_changes_nothing()
    {
        var network = new Network([new("a", 3), new("b", 4)], []) { WorkTime = WorkTime.Within([(0, 10)]) };
        var live = Open(network);

        Assert.Throws<ArgumentException>(() => live.Change(new Activity("b", 11)));
        Assert.Throws<ArgumentException>(() => live.Add(new Link("a", "b", Lag: 9), out _));

        Assert.Equal(CriticalPath.Find(network, out _)!.Activities, live.ToSchedule().Activities);
        Assert.Null(CriticalPath.Find(network with { Activities = [new("a", 3), new("b", 11)] }, out var problems));
        Assert.Equal("'b' reaches beyond the last day of its calendar", Assert.Single(problems).ToString());
        Assert.Null(LiveSchedule.Open(network with { Activities = [new("b", 11)] }, out problems));
        Assert.Equal(NetworkProblemKind.BeyondCalendar, Assert.Single(problems).Kind);
    }

    [Fact]
    public void What_ties_a_summary_to_its_parts_is_no_link_to_take_away()
    {
        var live = Open(new Network([new("S", 0), new("a", 3) { Summary = "S" }], []));

        Assert.Null(live.Remove(new Link("S", "a", LinkType.StartToStart)));
    }

    [Fact]
    public void An_unknown_activity_is_named() => Assert.Throws<KeyNotFoundException>(() => Open(new Network([new("a", 1)], [])).Change(new Activity("b", 1)));

    [Fact]
    public void A_promise_missed_by_far_shows_how_far()
    {
        var network = new Network([new("a", 30), new("b", 30)], [new("a", "b")]) { WorkTime = Weeks, Promised = 5 };

        Assert.Equal([-55, -55], CriticalPath.Find(network, out _)!.Activities.Select(dates => dates.TotalFloat));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void After_any_changes_it_is_what_a_new_pass_finds(int seed)
    {
        var random = new Random(seed);
        var network = RandomNetwork(random);
        var live = Open(network);
        for (var round = 0; round < 200; round++)
        {
            network = Step(random, network, live);

            var fresh = CriticalPath.Find(network, out _)!;
            Assert.Equal(fresh.Finish, live.Finish);
            Assert.Equal(fresh.Activities, live.ToSchedule().Activities);
        }
    }

    private static Network Step(Random random, Network network, LiveSchedule live)
    {
        var index = random.Next(network.Activities.Count);
        var activity = network.Activities[index];
        switch (random.Next(4))
        {
            case 0:
                var changed = activity with { Duration = random.Next(0, 6), StartNoEarlierThan = random.Next(3) == 0 ? random.Next(0, 30) : null, FinishNoLaterThan = random.Next(3) == 0 ? random.Next(5, 60) : null };
                live.Change(changed);
                return network with { Activities = [.. network.Activities.Select(other => other == activity ? changed : other)] };
            case 1:
                var link = new Link(activity.Id, network.Activities[random.Next(network.Activities.Count)].Id, (LinkType)random.Next(4), random.Next(-1, 3));
                var linked = network with { Links = [.. network.Links, link] };
                var added = live.Add(link, out _);
                Assert.Equal(CriticalPath.Find(linked, out _) is null, added is null);
                return added is null ? network : linked;
            case 2 when network.Links.Count > 0:
                var gone = network.Links[random.Next(network.Links.Count)];
                live.Remove(gone);
                var links = network.Links.ToList();
                links.Remove(gone);
                return network with { Links = links };
            default:
                long? promise = random.Next(2) == 0 ? null : random.Next(0, 80);
                live.Promise(promise);
                return network with { Promised = promise };
        }
    }

    private static Network RandomNetwork(Random random)
    {
        var links = Enumerable.Range(0, 12).SelectMany(from => Enumerable.Range(from + 1, 11 - from).Select(to => (from, to))).Where(_ => random.Next(5) == 0)
            .Select(pair => new Link($"{pair.from}", $"{pair.to}", (LinkType)random.Next(4), random.Next(0, 3)));
        var activities = Enumerable.Range(0, 12).Select(id => new Activity($"{id}", random.Next(0, 5)) { Summary = id is 3 or 4 or 5 ? "S" : null });
        return new Network([.. activities, new Activity("S", 0)], [.. links]) { WorkTime = Weeks };
    }

    private static LiveSchedule Open(Network network)
    {
        var live = LiveSchedule.Open(network, out var problems);
        Assert.Empty(problems);
        return live!;
    }
}
