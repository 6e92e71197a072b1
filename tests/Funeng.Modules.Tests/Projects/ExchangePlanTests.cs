using System.Text;
using System.Xml.Linq;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>A plan goes to Microsoft Project and comes back; what the platform does not understand survives the way.</summary>
public sealed class ExchangePlanTests
{
    private static readonly XNamespace Space = "http://schemas.microsoft.com/project";

    private const string Foreign =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Project xmlns="http://schemas.microsoft.com/project"><Title>二期</Title><ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>
        <Calendars><Calendar><UID>1</UID><Name>标准</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar></Calendars>
        <Tasks>
          <Task><UID>0</UID><ID>0</ID><Name>二期</Name><OutlineLevel>0</OutlineLevel></Task>
          <Task><UID>11</UID><ID>1</ID><Name>土建</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>
          <Task><UID>12</UID><ID>2</ID><Name>基础</Name><OutlineLevel>2</OutlineLevel><Duration>PT80H0M0S</Duration><Notes>不要丢掉</Notes></Task>
          <Task><UID>13</UID><ID>3</ID><Name>主体</Name><OutlineLevel>2</OutlineLevel><Duration>PT160H0M0S</Duration><PredecessorLink><PredecessorUID>12</PredecessorUID><Type>3</Type><LinkLag>14400</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
          <Task><UID>14</UID><ID>4</ID><Name>投产</Name><OutlineLevel>1</OutlineLevel><Duration>PT0H0M0S</Duration><Milestone>1</Milestone><PredecessorLink><PredecessorUID>11</PredecessorUID><Type>1</Type></PredecessorLink></Task>
        </Tasks><Resources><Resource><UID>5</UID><Name>塔吊</Name></Resource></Resources></Project>
        """;

    private static readonly string Whole = Foreign.Replace("<Duration>PT80H0M0S", "<Duration>PT32H0M0S", StringComparison.Ordinal);

    /// <summary>The same with two days in the first task on which nothing is done.</summary>
    private static readonly string Split = Whole.Replace("</Resources>", "</Resources><Assignments><Assignment><UID>1</UID><TaskUID>12</TaskUID><ResourceUID>-65535</ResourceUID><WorkContour>8</WorkContour>"
        + Part("02", "03", "PT8H0M0S") + Part("03", "04", "PT0H0M0S") + Part("04", "05", "PT0H0M0S") + Part("05", "06", "PT8H0M0S") + Part("06", "07", "PT8H0M0S") + Part("09", "10", "PT8H0M0S") + "</Assignment></Assignments>", StringComparison.Ordinal);

    [Theory, OnBothDatabases]
    public async Task The_plan_of_the_template_comes_back_from_the_file_as_it_was(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        await using var unit = city.As();
        Assert.Empty((await unit.Get<KeepPlan>().MakeAsync("A", Cancellation))!);
        var before = await NodesAsync(city);

        Assert.Empty((await unit.Get<ExchangePlan>().TakeAsync("A", "plan.xml", (await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!, Cancellation))!);

        var after = await NodesAsync(city);
        Assert.Equal(before.Select(node => (node.Position, node.Name, node.WorkDays, node.After, node.Office, node.BaselineOn)), after.Select(node => (node.Position, node.Name, node.WorkDays, node.After, node.Office, node.BaselineOn)));
    }

    [Theory, OnBothDatabases]
    public async Task A_foreign_file_becomes_nodes_with_its_links_and_goes_back_with_all_it_brought(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        await using var unit = city.As();

        Assert.Empty((await unit.Get<ExchangePlan>().TakeAsync("A", "二期.xml", Encoding.UTF8.GetBytes(Foreign), Cancellation))!);

        var nodes = await NodesAsync(city);
        Assert.Equal([("基础", 10, ""), ("主体", 20, "1SS+3"), ("投产", 0, "1,2")], nodes.Select(node => (node.Name, node.WorkDays, node.After)));
        Assert.Equal(new NodeLink(1, LinkType.StartToStart, 3), Assert.Single(nodes[1].Links));
        Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", 1, nodes[0].Version, new("12", "2026-03-02", "监理签认"), Cancellation))!);
        var document = XDocument.Parse(Encoding.UTF8.GetString((await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!));
        var first = document.Root!.Element(Space + "Tasks")!.Elements(Space + "Task").Single(task => task.Element(Space + "UID")!.Value == "12");
        Assert.Equal(("不要丢掉", "PT96H0M0S", "2026-03-02T17:00:00"), (first.Element(Space + "Notes")!.Value, first.Element(Space + "Duration")!.Value, first.Element(Space + "ActualFinish")!.Value));
        Assert.Equal("塔吊", document.Root.Element(Space + "Resources")!.Value[1..]);
        Assert.Equal(5, document.Root.Element(Space + "Tasks")!.Elements().Count());

        // What is done cannot be lost by a file that knows nothing of it.
        var without = Foreign.Replace("<UID>12</UID>", "<UID>22</UID>", StringComparison.Ordinal).Replace("基础", "别的", StringComparison.Ordinal).Replace("<PredecessorUID>12<", "<PredecessorUID>22<", StringComparison.Ordinal);
        Assert.Contains("基础", Assert.Single((await unit.Get<ExchangePlan>().TakeAsync("A", "x.xml", Encoding.UTF8.GetBytes(without), Cancellation))!).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_task_is_the_same_node_and_another_plan_with_the_same_numbers_is_not()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        Assert.Null(await TakeAsync(city, Foreign));
        await using (var unit = city.As()) Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", 1, (await NodesAsync(city))[0].Version, new("10", "2026-03-02", "监理签认"), Cancellation))!);

        var renamed = Foreign.Replace("基础", "基础工程", StringComparison.Ordinal);
        Assert.Null(await TakeAsync(city, renamed));
        Assert.Equal(("基础工程", new DateOnly(2026, 3, 2)), ((await NodesAsync(city))[0].Name, (await NodesAsync(city))[0].DoneOn!.Value));

        // The same numbers, other things: its first task is not done.
        var other = Foreign.Replace("基础", "拆除", StringComparison.Ordinal).Replace("主体", "清运", StringComparison.Ordinal);
        Assert.Contains("没有已完成的节点“基础工程”", await TakeAsync(city, other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_are_as_long_as_the_file_says_and_what_runs_around_the_clock_counts_its_working_days()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        var longer = Foreign.Replace("<MinutesPerDay>480<", "<MinutesPerDay>600<", StringComparison.Ordinal)
            .Replace("<Duration>PT160H0M0S</Duration>", "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-11T08:00:00</Finish><Duration>PT216H0M0S</Duration><DurationFormat>8</DurationFormat>", StringComparison.Ordinal);
        Assert.Null(await TakeAsync(city, longer));
        // Ten hours a day; and nine days around the clock, from a Monday to the Wednesday after next.
        Assert.Equal([8, 8, 0], (await NodesAsync(city)).Select(node => node.WorkDays));

        await using var unit = city.As();
        Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", 2, (await NodesAsync(city))[1].Version, new("10", "", ""), Cancellation))!);
        var document = XDocument.Parse(Encoding.UTF8.GetString((await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!));
        Assert.Equal(["PT80H0M0S", "PT336H0M0S", "PT0H0M0S"], document.Descendants(Space + "Duration").Select(duration => duration.Value));
    }

    [Fact]
    public async Task What_nothing_moves_keeps_the_dates_it_came_with()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        // Microsoft Project had counted its slack before the plan grew longer.
        var stale = Foreign.Replace("<Duration>PT0H0M0S</Duration>", "<Start>2026-04-01T17:00:00</Start><Finish>2026-04-01T17:00:00</Finish><Duration>PT0H0M0S</Duration><TotalSlack>4800</TotalSlack>", StringComparison.Ordinal);
        Assert.Null(await TakeAsync(city, stale));
        await using var unit = city.As();
        var given = XDocument.Parse(Encoding.UTF8.GetString((await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!), LoadOptions.PreserveWhitespace);
        Assert.True(XNode.DeepEquals(XDocument.Parse(stale, LoadOptions.PreserveWhitespace).Root, given.Root));

        Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", 2, (await NodesAsync(city))[1].Version, new("40", "", ""), Cancellation))!);
        var later = XDocument.Parse(Encoding.UTF8.GetString((await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!));
        Assert.Equal(["0"], later.Descendants(Space + "Task").Last().Elements(Space + "TotalSlack").Select(slack => slack.Value));
    }

    [Theory]
    [InlineData(".mpp", 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0)]
    [InlineData("压缩包", 0x50, 0x4B, 3, 4, 20, 0)]
    [InlineData(".xer", 0x45, 0x52, 0x4D, 0x48, 0x44, 0x52, 9)]
    [InlineData("JSON", 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x31, 0x7D)]
    [InlineData("PMXML", 0x3C, 0x41, 0x50, 0x49, 0x42, 0x75, 0x73, 0x69, 0x6E, 0x65, 0x73, 0x73, 0x4F, 0x62, 0x6A, 0x65, 0x63, 0x74, 0x73, 0x2F, 0x3E)]
    public async Task A_file_of_another_program_is_refused_by_its_name(string name, params int[] content)
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        var problem = Assert.Single((await unit.Get<ExchangePlan>().TakeAsync("A", "plan.xml", [.. content.Select(octet => (byte)octet)], Cancellation))!);
        Assert.True(problem.Message.Contains(name, StringComparison.Ordinal) && problem.Message.Contains("另存为", StringComparison.Ordinal), problem.Message);
    }

    [Theory, OnBothDatabases]
    public async Task A_split_task_takes_its_interruption_in_the_plan_too_and_keeps_it_when_its_days_are_changed(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);

        Assert.Null(await TakeAsync(city, Whole));
        Assert.Equal(4, (await NodesAsync(city))[0].WorkDays);
        Assert.Null(await TakeAsync(city, Split));
        // Four days of work and two on which nothing is done: its latest start lies two days before that of the whole one.
        Assert.Equal(6, (await NodesAsync(city))[0].WorkDays);

        Assert.Equal(("PT32H0M0S", 6), await GivenAsync(city));
        await ChangeAsync(city, "9");
        Assert.Equal(("PT56H0M0S", 6), await GivenAsync(city));
        // Two days have no room for the interruption.
        await ChangeAsync(city, "2");
        Assert.Equal(("PT16H0M0S", 0), await GivenAsync(city));

        async Task ChangeAsync(TestInstallation site, string days)
        {
            await using var unit = site.As();
            Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", 1, (await NodesAsync(site))[0].Version, new(days, "", ""), Cancellation))!);
        }

        static async Task<(string Duration, int Parts)> GivenAsync(TestInstallation site)
        {
            await using var unit = site.As();
            var bytes = (await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!;
            Assert.Empty((await site.As().Get<ExchangePlan>().TakeAsync("A", "again.xml", bytes, Cancellation))!);
            var document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
            return (document.Root!.Element(Space + "Tasks")!.Elements(Space + "Task").ElementAt(2).Element(Space + "Duration")!.Value, document.Descendants(Space + "TimephasedData").Count());
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_split_task_of_a_plan_taken_when_only_its_work_was_counted_takes_its_interruption_from_the_next_start_on(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        Assert.Null(await TakeAsync(city, Split));
        await city.ExecuteAsync("update project_node set work_days = 4 where position = 1");
        await city.ExecuteAsync("update project_plan_file set days_counted = false");

        await city.StartAgainAsync();
        Assert.Equal(6, (await NodesAsync(city))[0].WorkDays);
        await using (var unit = city.As())
        {
            var given = XDocument.Parse(Encoding.UTF8.GetString((await unit.Get<ExchangePlan>().GiveAsync("A", Cancellation))!));
            Assert.Equal(("PT32H0M0S", 6), (given.Root!.Element(Space + "Tasks")!.Elements(Space + "Task").ElementAt(2).Element(Space + "Duration")!.Value, given.Descendants(Space + "TimephasedData").Count()));

            // What was typed since stays, though it be the days of its work.
            Assert.Empty((await unit.Get<KeepPlan>().ChangeAsync("A", 1, (await NodesAsync(city))[0].Version, new("4", "", ""), Cancellation))!);
        }

        await city.StartAgainAsync();
        Assert.Equal(4, (await NodesAsync(city))[0].WorkDays);
    }

    [Fact]
    public async Task A_file_too_large_is_refused_before_it_is_worked_on_and_one_that_cannot_be_dated_is_given_back_all_the_same()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        string Many(int count, string parts) => Foreign.Replace("</Tasks>", string.Concat(Enumerable.Range(100, count).Select(uid => $"<Task><UID>{uid}</UID><Name>甲{uid}</Name><OutlineLevel>{(parts.Length > 0 ? uid - 98 : 1)}</OutlineLevel></Task>")) + "</Tasks>", StringComparison.Ordinal);
        Assert.Contains("1 到 300 项", await TakeAsync(city, Many(60_000, "")), StringComparison.Ordinal);
        Assert.Contains("最多 2000 行", await TakeAsync(city, Many(5_000, "nested")), StringComparison.Ordinal);

        // Copying a tree as deep would end the process.
        Assert.Contains("64 层以上", await TakeAsync(city, Foreign.Replace("</Tasks>", string.Concat(Enumerable.Repeat("<x>", 200_000)) + string.Concat(Enumerable.Repeat("</x>", 200_000)) + "</Tasks>", StringComparison.Ordinal)), StringComparison.Ordinal);

        Assert.Null(await TakeAsync(city, Foreign));
        await using (var unit = city.As())
        {
            var kept = await unit.Get<FunengDb>().Set<ProjectPlanFile>().SingleAsync(Cancellation);
            kept.Content = Encoding.UTF8.GetBytes(Foreign.Replace("<IsBaseCalendar>1</IsBaseCalendar>", "<IsBaseCalendar>1</IsBaseCalendar><WeekDays>" + string.Concat(Enumerable.Range(1, 7).Select(day => $"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>")) + "</WeekDays>", StringComparison.Ordinal));
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using var later = city.As();
        Assert.Contains("不要丢掉", Encoding.UTF8.GetString((await later.Get<ExchangePlan>().GiveAsync("A", Cancellation))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_plan_is_refused_in_words_and_others_projects_are_not_there()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        foreach (var text in new[] { "", "no xml", "<html/>", "<!DOCTYPE x [<!ENTITY a \"b\">]><Project/>", Foreign.Replace("<Type>3</Type>", "<Type>9</Type>", StringComparison.Ordinal), Foreign.Replace("<PredecessorUID>11<", "<PredecessorUID>14<", StringComparison.Ordinal).Replace("PT80H0M0S</Duration>", "PT80H0M0S</Duration><PredecessorLink><PredecessorUID>13</PredecessorUID><Type>1</Type></PredecessorLink>", StringComparison.Ordinal) })
            Assert.Equal("PlanFile", Assert.Single((await unit.Get<ExchangePlan>().TakeAsync("A", "x.xml", Encoding.UTF8.GetBytes(text), Cancellation))!).Field);
        Assert.Empty(await NodesAsync(city));
        await using var other = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"));
        Assert.Null(await other.Get<ExchangePlan>().TakeAsync("A", "x.xml", Encoding.UTF8.GetBytes(Foreign), Cancellation));
        Assert.Null(await other.Get<ExchangePlan>().GiveAsync("A", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_change_one_node_the_second_is_told_and_of_two_who_make_a_plan_one_makes_it(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var unit = city.As();
            return (await unit.Get<KeepPlan>().MakeAsync("A", Cancellation))!.Count;
        }));
        Assert.Equal(1, made.Count(problems => problems == 0));
        Assert.Equal(12, (await NodesAsync(city)).Count);

        await using var both = city.As();
        Assert.Empty((await both.Get<KeepPlan>().ChangeAsync("A", 1, 0, new("6", "", ""), Cancellation))!);
        Assert.Contains("现在是工期 6 天", Assert.Single((await both.Get<KeepPlan>().ChangeAsync("A", 1, 0, new("9", "", ""), Cancellation))!).Message, StringComparison.Ordinal);
    }

    private static async Task<string?> TakeAsync(TestInstallation city, string file)
    {
        await using var unit = city.As();
        return (await unit.Get<ExchangePlan>().TakeAsync("A", "二期.xml", Encoding.UTF8.GetBytes(file), Cancellation))!.SingleOrDefault()?.Message;
    }

    private static async Task<TestInstallation> StartAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5), Day(ProjectFacts.PlannedProductionOn, Today.AddDays(600))));
        return city;
    }

    private static async Task<List<ProjectNode>> NodesAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<ProjectNode>().AsNoTracking().OrderBy(node => node.Position).ToListAsync(Cancellation);
    }

    private static string Part(string from, string to, string value) => $"<TimephasedData><Type>1</Type><Start>2026-03-{from}T08:00:00</Start><Finish>2026-03-{to}T08:00:00</Finish><Value>{value}</Value></TimephasedData>";
}
