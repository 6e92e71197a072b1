using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Which projects somebody sees, and what the live lists say of them as days pass.</summary>
public sealed class PortfolioTests
{
    [Theory, OnBothDatabases]
    public async Task Everybody_sees_the_projects_of_his_places_and_an_enterprise_its_own(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(
            Row("A", "在谈", Today), Row("B", "在谈", Today) with { Region = "370304001" },
            Row("C", "在谈", Today) with { Region = "370304001", Zone = "370300-GX" }, Row("D", "在谈", Today) with { Region = "370321001", Owner = 77 });

        async Task<string> SeenAsync(Role role, Scope scope) => string.Concat((await city.PortfolioAsync(role, scope)).Select(row => row.Project.Code).Order());
        Assert.Equal("A", await SeenAsync(Role.TownshipClerk, Scope.OfRegions("370303001")));
        Assert.Equal("BC", await SeenAsync(Role.BureauOfficer, Scope.OfRegions("370304")));
        Assert.Equal("C", await SeenAsync(Role.ZoneOfficer, Scope.OfZones("370300-GX")));
        Assert.Equal("D", await SeenAsync(Role.Enterprise, Scope.OfOrganization(77)));
        Assert.Equal("ABCD", await SeenAsync(Role.Leader, Scope.All));
        Assert.Equal("", await SeenAsync(Role.Expert, Scope.All));
        Assert.Equal("", await SeenAsync(Role.Enterprise, Scope.Nothing));
    }

    [Theory, OnBothDatabases]
    public async Task The_five_problem_lists_fill_and_empty_themselves_and_keep_their_past(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(
            Row("在谈", "在谈", Today.AddDays(-90)), Row("签约", "签约", Today.AddDays(-91)),
            Row("未开", "落地", Today.AddDays(-5), Day(ProjectFacts.PlannedStartOn, Today.AddDays(-1))),
            Row("欠账", "在建", Today.AddDays(-40), Money(ProjectFacts.Plan, 120, 2026), Money(ProjectFacts.Done, 7, 2026), Day(ProjectFacts.ReportedOn, Today)) with { Targets = Months(10) },
            Row("投产", "投产", Today.AddDays(-400), Day(ProjectFacts.ProductionOn, Today.AddDays(-400)), Money("designOutput", 100), Money("trailingOutput", 99)));

        Assert.Equal(["project-behind:欠账", "project-not-at-capacity:投产", "project-not-landed:签约", "project-not-started:未开"], await OnListsAsync(city));

        // A day later talks have lasted longer than ninety days; the contract is landed.
        city.Time.Advance(TimeSpan.FromDays(1));
        await using (var unit = city.As()) await unit.Get<RefreshLists>().RunAllAsync(Cancellation);
        Assert.Contains("project-not-signed:在谈", await OnListsAsync(city));
        Assert.IsType<Modules.Projects.Move.MoveResult.Moved>(await city.MoveAsync("签约", "落地", ("hasProjectCompany", "是"), ("siteSecured", "是")));
        Assert.DoesNotContain("project-not-landed:签约", await OnListsAsync(city));
        await using var later = city.As();
        var past = await later.Get<ListMembers>().ReadAsync("project-not-landed", new ListFilter(null, null, ListView.Members, Today, Today), Cancellation);
        Assert.Equal("签约", Assert.Single(past.Rows).Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_light_follows_the_plan_and_says_why_and_without_a_plan_there_is_no_green(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        LedgerRow Building(string code, decimal done) => Row(code, "在建", Today.AddDays(-5), Money(ProjectFacts.Plan, 120, 2026), Money(ProjectFacts.Done, done, 2026),
            Day(ProjectFacts.ReportedOn, Today)) with { Targets = Months(10, first: 40) };
        await city.AddProjectsAsync(
            // Due by 2 March: 50 of 120, because no ten days of March are over. Behind by 10, 30 and more points: 12 and 36.
            Building("绿", 38), Building("黄", 37.99m), Building("还黄", 14), Building("红", 13.99m),
            Row("缺", "在建", Today.AddDays(-5), Day(ProjectFacts.ReportedOn, Today)));

        var lights = (await city.PortfolioAsync()).ToDictionary(row => row.Project.Code, row => row);
        Assert.Equal(
            [ProjectLight.Green, ProjectLight.Yellow, ProjectLight.Yellow, ProjectLight.Red, ProjectLight.Unknown],
            new[] { "绿", "黄", "还黄", "红", "缺" }.Select(code => lights[code].Light));
        Assert.Equal("完成投资比计划落后 30 个百分点以上", lights["红"].Reasons[0].Reason);
        Assert.Contains("应完成投资", lights["缺"].Missing, StringComparison.Ordinal);
        Assert.Equal(50m, lights["红"].Due);
    }

    private static Dictionary<int, decimal> Months(decimal each, decimal? first = null) => Enumerable.Range(1, 12).ToDictionary(month => month, month => month == 1 ? first ?? each : each);

    private static async Task<string[]> OnListsAsync(TestInstallation city) =>
        [.. (await city.PortfolioAsync()).SelectMany(row => row.Problems.Select(problem => $"{problem.List}:{row.Project.Code}")).Order(StringComparer.Ordinal)];
}
