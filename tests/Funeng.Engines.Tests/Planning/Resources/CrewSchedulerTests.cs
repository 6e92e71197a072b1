using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Resources;

namespace Funeng.Engines.Tests.Planning.Resources;

public sealed class CrewSchedulerTests
{
    private static readonly WorkTime Weeks = WorkTime.Within(Enumerable.Range(0, 60).Select(week => (week * 7L, (week * 7L) + 5)));

    [Fact]
    public void Works_stop_in_winter_and_go_on_in_spring()
    {
        var network = new Network([new("基础", 6), new("主体", 4)], [new("基础", "主体")]);

        var schedule = Find(network, [new("土建队", [(0, 8, 1), (30, 60, 1)])], [new("基础", "土建队", 1), new("主体", "土建队", 1)]);

        Assert.Equal([(0L, 6L), (6L, 32L)], schedule.Activities.Select(dates => (dates.Start, dates.Finish)));
        Assert.True(schedule.IsOptimal);
    }

    [Fact]
    public void Review_slots_once_a_week_are_taken_in_turn()
    {
        var slots = new CrewCapacity("审图", [.. Enumerable.Range(0, 10).Select(week => ((long)(week * 7) + 2, (long)(week * 7) + 3, 1))]);
        var network = new Network([new("a", 1), new("b", 1), new("c", 1)], []) { WorkTime = Weeks };

        var schedule = Find(network, [slots], [new("a", "审图", 1), new("b", "审图", 1), new("c", "审图", 1)]);

        Assert.Equal([3, 10, 17], schedule.Activities.Select(dates => dates.Finish).Order());
        Assert.Equal(2, schedule.Activities.Count(dates => dates.WaitedFor == "审图"));
    }

    [Fact]
    public void What_can_never_be_worked_on_is_named()
    {
        Assert.Throws<NeverWorkedOnException>(() => Find(new Network([new("a", 1)], []), [new("队", [(0, 9, 1)])], [new("a", "队", 2)]));
        Assert.Throws<NeverWorkedOnException>(() => Find(new Network([new("a", 10)], []), [new("队", [(0, 9, 1)])], [new("a", "队", 1)]));
        Assert.Throws<ArgumentException>(() => Find(new Network([new("a", 1)], []), [], [new("a", "队", 1)]));
        Assert.Throws<ArgumentException>(() => Find(new Network([new("a", 1)], []), [new("队", [(0, 99_999_999, 1)])], [new("a", "队", 1)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Plans_keep_links_calendars_and_capacities_and_small_ones_are_the_earliest(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 25; round++)
        {
            var (network, crews, needs) = RandomCase(random);

            var schedule = Find(network, crews, needs);

            AssertKept(network, crews, needs, [.. schedule.Activities.Select(dates => (dates.Start, dates.Finish))]);
            Assert.Equal(Earliest(network, crews, needs), schedule.Finish);
            Assert.Equal(schedule.Activities, Find(network, crews, needs).Activities);
        }
    }

    private static CrewSchedule Find(Network network, IReadOnlyList<CrewCapacity> crews, IReadOnlyList<CrewNeed> needs) =>
        CrewScheduler.Find(network, crews, needs, cancellation: TestContext.Current.CancellationToken);

    private static (Network, CrewCapacity[], CrewNeed[]) RandomCase(Random random)
    {
        CrewCapacity[] crews =
        [
            .. Enumerable.Range(0, 2).Select(id => new CrewCapacity($"队{id}", [(0, 4 + random.Next(6), random.Next(1, 3)), (12, 14 + random.Next(5), 1), (20, 200, 2)])),
        ];
        var activities = Enumerable.Range(0, 4).Select(id => new Activity($"{id}", random.Next(1, 4)) { WorkTime = random.Next(3) == 0 ? WorkTime.Always : null }).ToList();
        var links = Enumerable.Range(0, 4).SelectMany(from => Enumerable.Range(from + 1, 3 - from).Select(to => (from, to))).Where(_ => random.Next(3) == 0)
            .Select(pair => new Link($"{pair.from}", $"{pair.to}", random.Next(2) == 0 ? LinkType.FinishToStart : LinkType.StartToStart, random.Next(0, 2)) { IsElapsed = true });
        var needs = activities.SelectMany(_ => crews, (activity, crew) => (activity, crew)).Where(_ => random.Next(3) > 0).Select(pair => new CrewNeed(pair.activity.Id, pair.crew.Id, random.Next(1, 3)));
        return (new Network(activities, [.. links]) { WorkTime = Weeks }, crews, [.. needs]);
    }

    private static bool CanWork(Network network, CrewCapacity[] crews, CrewNeed[] needs, Activity activity, long unit) =>
        (activity.WorkTime ?? network.WorkTime) is var time && time.WorkBefore(unit + 1) > time.WorkBefore(unit)
        && needs.Where(need => need.Activity == activity.Id).All(need => There(crews, need.Crew, unit) >= need.Amount);

    private static int There(CrewCapacity[] crews, string crew, long unit) =>
        crews.Single(other => other.Id == crew).Amounts.Where(amount => amount.From <= unit && unit < amount.Until).Sum(amount => amount.Amount);

    private static void AssertKept(Network network, CrewCapacity[] crews, CrewNeed[] needs, (long Start, long Finish)[] dates) =>
        Assert.True(IsKept(network, crews, needs, dates));

    private static bool IsKept(Network network, CrewCapacity[] crews, CrewNeed[] needs, (long Start, long Finish)[] dates)
    {
        var number = network.Activities.Select((activity, index) => (activity.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        for (var index = 0; index < dates.Length; index++)
        {
            var worked = Enumerable.Range((int)dates[index].Start, (int)(dates[index].Finish - dates[index].Start)).Count(unit => CanWork(network, crews, needs, network.Activities[index], unit));
            if (worked != network.Activities[index].Duration) return false;
        }

        if (!network.Links.All(link => dates[number[link.To]].Start >= link.Lag + (link.Type == LinkType.FinishToStart ? dates[number[link.From]].Finish : dates[number[link.From]].Start))) return false;
        return Enumerable.Range(0, (int)dates.Max(date => date.Finish)).All(unit => crews.All(crew => needs.Where(need => need.Crew == crew.Id)
            .Where(need => dates[number[need.Activity]].Start <= unit && unit < dates[number[need.Activity]].Finish && CanWork(network, crews, needs, network.Activities[number[need.Activity]], unit))
            .Sum(need => need.Amount) <= There(crews, crew.Id, unit)));
    }

    /// <summary>Every order of the four activities is tried, each put at the first start that fits.</summary>
    private static long Earliest(Network network, CrewCapacity[] crews, CrewNeed[] needs)
    {
        var best = long.MaxValue;
        Extend([]);
        return best;

        void Extend(List<(int Index, long Start, long Finish)> placed)
        {
            if (placed.Count == network.Activities.Count) best = Math.Min(best, placed.Max(item => item.Finish));
            for (var index = 0; index < network.Activities.Count; index++)
            {
                if (placed.Any(item => item.Index == index) || network.Links.Any(link => link.To == $"{index}" && placed.All(item => $"{item.Index}" != link.From))) continue;
                for (var start = 0L; ; start++)
                {
                    if (!CanWork(network, crews, needs, network.Activities[index], start)) continue;
                    var finish = start;
                    for (var work = 0; work < network.Activities[index].Duration; finish++)
                    {
                        if (CanWork(network, crews, needs, network.Activities[index], finish)) work++;
                    }

                    List<(int Index, long Start, long Finish)> next = [.. placed, (index, start, finish)];
                    var order = next.OrderBy(item => item.Index).ToList();
                    var part = network with { Activities = [.. order.Select(item => network.Activities[item.Index])], Links = [.. network.Links.Where(link => order.Any(item => $"{item.Index}" == link.From) && order.Any(item => $"{item.Index}" == link.To))] };
                    if (!IsKept(part, crews, [.. needs.Where(need => order.Any(item => $"{item.Index}" == need.Activity))], [.. order.Select(item => (item.Start, item.Finish))])) continue;
                    Extend(next);
                    break;
                }
            }
        }
    }
}
