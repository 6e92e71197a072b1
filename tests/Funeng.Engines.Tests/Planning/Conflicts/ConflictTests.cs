using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Conflicts;

namespace Funeng.Engines.Tests.Planning.Conflicts;

public sealed class ConflictTests
{
    private static readonly WorkTime Weeks = WorkTime.Within(Enumerable.Range(0, 100).Select(week => (week * 7L, (week * 7L) + 5)));

    [Fact]
    public void The_chain_that_makes_a_promise_impossible_is_named_with_all_its_parts()
    {
        var network = new Network(
            [new("环评", 10) { StartNoEarlierThan = 5 }, new("设计", 3), new("施工许可", 5), new("采购", 2), new("开工", 0)],
            [new("环评", "施工许可"), new("设计", "施工许可"), new("施工许可", "开工", Lag: 2), new("采购", "开工")]) { Promised = 18 };

        var conflict = ConflictFinder.Trace(network)!;

        Assert.Equal(4, conflict.Missing);
        Assert.Equal(["环评", "施工许可", "开工"], conflict.Activities.Select(activity => activity.Id));
        Assert.Equal(
            "承诺第18日完成，还差4个工作日：“环评”第6日才能开始；“环评”用时10个工作日；“环评”完成后“施工许可”才能开始；“施工许可”用时5个工作日；“施工许可”完成后再隔2个工作日“开工”才能开始",
            new PlanWords().Explain(conflict, network));
        Assert.Equal(["环评", "施工许可"], ConflictFinder.Find(network)!.Activities.Select(activity => activity.Id));
    }

    [Fact]
    public void What_would_not_fit_even_alone_is_a_conflict_alone()
    {
        var conflict = ConflictFinder.Find(new Network([new("a", 3), new("b", 9)], [new("a", "b")]) { Promised = 8 })!;

        Assert.Equal([ConflictPartKind.Duration, ConflictPartKind.Promise], conflict.Parts.Select(part => part.Kind));
        Assert.Equal(["b"], conflict.Activities.Select(activity => activity.Id));
    }

    [Fact]
    public void A_plan_that_fits_has_no_conflict() => Assert.Null(ConflictFinder.Find(new Network([new("a", 3)], []) { Promised = 3 }));

    [Fact]
    public void The_cheapest_ways_out_are_said_as_an_official_would()
    {
        var start = DateOnly.Parse("2026-04-27", null).DayNumber;
        var network = new Network([new("A", 6) { StartNoEarlierThan = start + 8 }, new("17", 10)], [new("A", "17")]) { Start = start, Promised = start + 22 };

        var plans = RelaxationFinder.Find(
            network, [new(RelaxationKind.Shorten, "17", 4, 1), new(RelaxationKind.StartEarlier, "A", 5, 2) { Thing = "A件", Verb = "送达" }]);

        var words = PlanWords.ForDays(id => id == "17" ? "第17项" : id);
        Assert.Equal("第17项缩短2个工作日，或A件5月3日前送达", words.Propose(plans, network));
        Assert.All(plans, plan => Assert.True(plan.IsProved));
    }

    [Fact]
    public void When_nothing_is_enough_that_is_said()
    {
        var network = new Network([new("a", 10)], []) { Promised = 5 };

        var plans = RelaxationFinder.Find(network, [new(RelaxationKind.Shorten, "a", 4, 1)]);

        Assert.Equal("可以调整的各项都不足以满足期限", new PlanWords().Propose(plans, network));
    }

    [Fact]
    public void What_costs_nothing_or_does_not_exist_is_refused()
    {
        var network = new Network([new("a", 10)], []) { Promised = 5 };

        Assert.Throws<ArgumentException>(() => RelaxationFinder.Find(network, [new(RelaxationKind.Shorten, "a", 4, 0)]));
        Assert.Throws<ArgumentException>(() => RelaxationFinder.Find(network, [new(RelaxationKind.Shorten, "z", 4, 1)]));
        Assert.Throws<ArgumentException>(() => RelaxationFinder.Find(network, [new(RelaxationKind.Shorten, "a", 11, 1)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_conflict_is_one_and_any_part_left_out_it_is_none(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var network = RandomNetwork(random);
            var conflict = ConflictFinder.Find(network);
            Assert.Equal(Fits(network), conflict is null);
            if (conflict is null) continue;
            Assert.False(Fits(Without(network, conflict, null)), $"seed {seed}, round {round}: the parts together fit");
            Assert.All(conflict.Parts, part => Assert.True(Fits(Without(network, conflict, part)), $"seed {seed}, round {round}: {part} is not needed"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Small_cases_get_the_cheapest_way_there_is(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 25; round++)
        {
            var network = RandomNetwork(random);
            var relaxations = RandomRelaxations(random, network);

            var plans = RelaxationFinder.Find(network, relaxations);

            if (Fits(network))
            {
                Assert.Empty(plans);
                continue;
            }

            Assert.Equal(Cheapest(network, relaxations, 0, [], 0), plans.Count == 0 ? null : plans[0].Cost);
            Assert.All(plans, plan => Assert.True(plan.IsProved && Fits(RelaxationFinder.Apply(network, plan.Steps))));
            Assert.Equal(plans.Count, plans.Select(plan => string.Join(",", plan.Steps)).Distinct().Count());
        }
    }

    /// <summary>Every combination is tried.</summary>
    private static decimal? Cheapest(Network network, IReadOnlyList<Relaxation> relaxations, int index, List<RelaxationStep> steps, decimal cost)
    {
        if (index == relaxations.Count) return Fits(RelaxationFinder.Apply(network, steps)) ? cost : null;
        decimal? best = null;
        for (var units = 0L; units <= relaxations[index].Most; units++)
        {
            var total = Cheapest(network, relaxations, index + 1, [.. steps, new RelaxationStep(relaxations[index], units)], cost + (units * relaxations[index].CostPerUnit));
            if (total is not null && (best is null || total < best)) best = total;
        }

        return best;
    }

    private static bool Fits(Network network)
    {
        var schedule = CriticalPath.Find(network, out _)!;
        return schedule.Activities.All(dates =>
            dates.EarlyFinish <= Math.Min(network.Promised ?? long.MaxValue, dates.Activity.FinishNoLaterThan ?? long.MaxValue) && dates.EarlyStart <= (dates.Activity.StartNoLaterThan ?? long.MaxValue));
    }

    private static Network Without(Network network, Conflict conflict, ConflictPart? leftOut)
    {
        bool Has(ConflictPartKind kind, string id) => conflict.Parts.Any(part => part != leftOut && part.Kind == kind && part.Id == id);
        return network with
        {
            Activities = [.. network.Activities.Select(activity => activity with
            {
                Duration = Has(ConflictPartKind.Duration, activity.Id) ? activity.Duration : 0,
                StartNoEarlierThan = Has(ConflictPartKind.StartNoEarlierThan, activity.Id) ? activity.StartNoEarlierThan : null,
                StartNoLaterThan = Has(ConflictPartKind.StartNoLaterThan, activity.Id) ? activity.StartNoLaterThan : null,
                FinishNoLaterThan = Has(ConflictPartKind.FinishNoLaterThan, activity.Id) ? activity.FinishNoLaterThan : null,
            })],
            Links = [.. network.Links.Where(link => conflict.Parts.Any(part => part != leftOut && part.Link == link))],
            Promised = conflict.Parts.Any(part => part != leftOut && part.Kind == ConflictPartKind.Promise) ? network.Promised : null,
        };
    }

    private static Network RandomNetwork(Random random)
    {
        var activities = Enumerable.Range(0, 6).Select(id => new Activity($"{id}", random.Next(0, 5))
        {
            StartNoEarlierThan = random.Next(4) == 0 ? random.Next(0, 8) : null,
            StartNoLaterThan = random.Next(8) == 0 ? random.Next(0, 10) : null,
            FinishNoLaterThan = random.Next(4) == 0 ? random.Next(3, 14) : null,
            WorkTime = random.Next(6) == 0 ? WorkTime.Always : null,
        });
        var links = Enumerable.Range(0, 6).SelectMany(from => Enumerable.Range(from + 1, 5 - from).Select(to => (from, to))).Where(_ => random.Next(3) == 0)
            .Select(pair => new Link($"{pair.from}", $"{pair.to}", (LinkType)random.Next(4), random.Next(-1, 3)));
        return new Network([.. activities], [.. links]) { WorkTime = random.Next(2) == 0 ? Weeks : WorkTime.Always, Promised = random.Next(2) == 0 ? random.Next(6, 16) : null };
    }

    private static List<Relaxation> RandomRelaxations(Random random, Network network)
    {
        var all = new List<Relaxation>();
        foreach (var activity in network.Activities)
        {
            if (activity.Duration > 0) all.Add(new(RelaxationKind.Shorten, activity.Id, random.Next(0, (int)Math.Min(3, activity.Duration) + 1), random.Next(1, 9)));
            if (activity.StartNoEarlierThan is not null) all.Add(new(RelaxationKind.StartEarlier, activity.Id, random.Next(1, 4), random.Next(1, 9)));
            if (activity.FinishNoLaterThan is not null) all.Add(new(RelaxationKind.FinishLater, activity.Id, random.Next(1, 4), random.Next(1, 9)));
        }

        if (network.Promised is not null) all.Add(new(RelaxationKind.PromiseLater, "承诺", 3, random.Next(1, 9)));
        return [.. all.OrderBy(_ => random.Next()).Take(5)];
    }
}
