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
}
