using Funeng.Engines.Planning;
using Funeng.Engines.Planning.Delays;

namespace Funeng.Engines.Tests.Planning.Delays;

public sealed class DelayAttributionTests
{
    [Fact]
    public void A_step_that_overruns_costs_the_days_it_overran()
    {
        var report = Attribute([new("设计", 3, "设计院") { FirstDay = 0, LastDay = 4 }, new("审图", 2, "审图机构") { FirstDay = 5, LastDay = 6 }], [new("设计", "审图")]);

        Assert.Equal((2L, 0L), (report.Lost, report.Won));
        Assert.Equal(("设计", "设计院", 2m), Only(report));
    }

    [Fact]
    public void What_waits_for_another_is_not_to_blame_but_what_lies_idle_is()
    {
        var report = Attribute([new("设计", 3, "设计院") { FirstDay = 0, LastDay = 3 }, new("审图", 2, "审图机构") { FirstDay = 6, LastDay = 7 }], [new("设计", "审图")]);

        Assert.Equal(3, report.Lost);
        Assert.Equal([("审图机构", 2m), ("设计院", 1m)], report.Shares.Select(share => (share.By, share.Lost)));
    }

    [Fact]
    public void The_office_that_held_a_step_answers_for_those_days()
    {
        var report = Attribute(
            [new("施工许可", 2, "项目单位") { FirstDay = 0, LastDay = 6, Holds = [new(2, 4, "行政审批局"), new(5, null, "供电公司")] }], []);

        Assert.Equal(5, report.Lost);
        Assert.Equal([("行政审批局", 3m), ("供电公司", 2m)], report.Shares.Select(share => (share.By, share.Lost)));
    }

    [Fact]
    public void Nobody_answers_for_days_that_concrete_has_to_harden_in()
    {
        var report = Attribute(
            [new("浇筑", 2, "甲") { FirstDay = 0, LastDay = 2 }, new("吊装", 1, "乙") { FirstDay = 8, LastDay = 8 }], [new("浇筑", "吊装", Lag: 4)]);

        Assert.Equal([("甲", 1m), ("乙", 1m)], report.Shares.Select(share => (share.By, share.Lost)).OrderByDescending(share => share.By));
    }

    [Fact]
    public void Two_late_at_once_share_the_day_alike()
    {
        StepRecord[] steps = [new("水", 2, "水务") { FirstDay = 0, LastDay = 4 }, new("电", 2, "供电") { FirstDay = 0, LastDay = 4 }, new("气", 2, "燃气") { FirstDay = 0, LastDay = 4 }];

        var report = Attribute([.. steps, new("验收", 1, "住建") { FirstDay = 5, LastDay = 5 }], [.. steps.Select(step => new Link(step.Id, "验收"))]);

        Assert.Equal(3, report.Lost);
        Assert.All(report.Shares, share => Assert.Equal(1m, share.Lost));
    }

    [Fact]
    public void Late_within_its_float_costs_nothing()
    {
        var report = Attribute([new("主线", 10, "甲") { FirstDay = 0, LastDay = 9 }, new("旁线", 2, "乙") { FirstDay = 3, LastDay = 8 }], []);

        Assert.Equal((0L, 0), (report.Lost, report.Shares.Count));
    }

    [Fact]
    public void What_is_done_sooner_wins_days_back()
    {
        var report = Attribute([new("基础", 5, "甲") { FirstDay = 2, LastDay = 6 }, new("主体", 10, "乙") { FirstDay = 7, LastDay = 13 }], [new("基础", "主体")]);

        Assert.Equal((2L, 3L, -1L), (report.Lost, report.Won, report.Net));
        Assert.Equal([("甲", 2m, 0m), ("乙", 0m, 3m)], report.Shares.Select(share => (share.By, share.Lost, share.Won)));
    }

    [Fact]
    public void Days_are_won_back_by_what_the_finish_waited_for_and_not_by_what_had_time_to_spare()
    {
        var report = Attribute(
            [new("桩基", 6, "甲") { FirstDay = 0, LastDay = 3 }, new("主体", 10, "乙") { FirstDay = 4, LastDay = 13 }, new("绿化", 6, "丙") { FirstDay = 0, LastDay = 3 }], [new("桩基", "主体")]);

        Assert.Equal((0L, 2L), (report.Lost, report.Won));
        Assert.Equal([("甲", 2m)], report.Shares.Where(share => share.Won > 0).Select(share => (share.By, share.Won)));
    }

    [Fact]
    public void A_quarter_gets_the_days_lost_in_it()
    {
        StepRecord[] steps = [new("环评", 5, "环保") { FirstDay = 0, LastDay = 19 }];

        Assert.Equal(5, Attribute(steps, [], 0, 9).Lost);
        Assert.Equal(10, Attribute(steps, [], 10, 30).Lost);
    }

    [Fact]
    public void A_step_that_never_began_goes_on_costing()
    {
        var report = Attribute([new("开工", 5, "项目单位")], [], 0, 9);

        Assert.Equal(("开工", "项目单位", 10m), Only(report));
    }

    [Fact]
    public void Holidays_cost_nothing()
    {
        var weeks = WorkTime.Within(Enumerable.Range(0, 40).Select(week => (week * 7L, (week * 7L) + 5)));
        var record = new ProjectRecord("p", 0, [new("a", 5, "甲") { FirstDay = 0, LastDay = 8 }], [], weeks);

        Assert.Equal(2, DelayAttribution.Find(record, 0, 100).Lost);
    }

    [Fact]
    public void A_circle_is_refused() =>
        Assert.Throws<ArgumentException>(() => Attribute([new("a", 1, "甲"), new("b", 1, "乙")], [new("a", "b"), new("b", "a")]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shares_add_up_to_the_delay_whatever_happened(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var record = RandomRecord(random);
            var lastDay = record.Steps.Max(step => step.LastDay!.Value);

            var report = DelayAttribution.Find(record, 0, lastDay + 5);

            Assert.Equal(report.Lost, report.Shares.Sum(share => share.Lost));
            Assert.Equal(report.Won, report.Shares.Sum(share => share.Won));
            Assert.All(report.Shares, share => Assert.True(share.Lost >= 0 && share.Won >= 0));
            Assert.Equal(lastDay + 1 - PlannedFinish(record), report.Net);
            var middle = random.Next(0, (int)lastDay);
            var halves = (DelayAttribution.Find(record, 0, middle).Net, DelayAttribution.Find(record, middle + 1, lastDay + 5).Net);
            Assert.Equal(report.Net, halves.Item1 + halves.Item2);
        }
    }

    private static long PlannedFinish(ProjectRecord record) => CriticalPath.Find(
        new Network([.. record.Steps.Select(step => new Activity(step.Id, step.PlannedDays))], record.Links), out _)!.Finish;

    /// <summary>Steps that began when they could or some days later, and took more or less than planned.</summary>
    private static ProjectRecord RandomRecord(Random random)
    {
        var steps = new List<StepRecord>();
        var links = new List<Link>();
        for (var index = 0; index < 8; index++)
        {
            var before = steps.Where(_ => random.Next(3) == 0).ToList();
            links.AddRange(before.Select(step => new Link(step.Id, $"{index}")));
            var first = before.Select(step => step.LastDay!.Value + 1).DefaultIfEmpty(0).Max() + Math.Max(0, random.Next(-3, 4));
            var planned = random.Next(1, 6);
            steps.Add(new($"{index}", planned, $"office {random.Next(3)}") { FirstDay = first, LastDay = first + Math.Max(1, planned + random.Next(-2, 4)) - 1 });
        }

        return new ProjectRecord("p", 0, steps, links, WorkTime.Always);
    }

    private static DelayReport Attribute(IReadOnlyList<StepRecord> steps, IReadOnlyList<Link> links, long firstDay = 0, long lastDay = 100) =>
        DelayAttribution.Find(new ProjectRecord("p", 0, steps, links, WorkTime.Always), firstDay, lastDay);

    private static (string, string, decimal) Only(DelayReport report) => report.Shares.Select(share => (share.Step, share.By, share.Lost)).Single();
}
