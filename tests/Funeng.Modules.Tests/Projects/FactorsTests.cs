using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Factors;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>The factor ledger: needs, promises, quotas, and how the rest is best shared out.</summary>
public sealed class FactorsTests
{
    private const string County = "370303";

    private static int Year => Today.Year;

    [Theory, OnBothDatabases]
    public async Task More_promised_than_there_is_is_found_and_a_project_that_left_gives_its_share_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)), Row("B", "落地", Today.AddDays(-5)), Row("C", "终止", Today.AddDays(-5)));
        await StockAsync(city, Factor.Land, "100");
        await NeedAsync(city, "A", "80", "70");
        await NeedAsync(city, "B", "60", "50");
        await NeedAsync(city, "C", "40", "40");

        await using var unit = city.As();
        var land = Assert.Single(await unit.Get<FactorBook>().StandingsAsync(await unit.Get<FactorBook>().RowsAsync(Year, Cancellation), Year, Cancellation));
        Assert.True(land.IsOvercommitted);
        Assert.Equal((120m, -20m, 20m), (land.Promised, land.Left!.Value, land.Open));
        Assert.Equal(["A", "B"], land.Projects.Select(row => row.Project.Code));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_left_goes_to_those_worth_most_together_and_the_others_are_told_what_is_missing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(
            Row("A", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 60_000_000)), Row("B", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 50_000_000)),
            Row("C", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 40_000_000)) with { Kind = ProjectKind.Provincial });
        await StockAsync(city, Factor.Land, "100");
        await NeedAsync(city, "A", "90", "");
        await NeedAsync(city, "B", "55", "");
        await NeedAsync(city, "C", "45", "");

        await using var unit = city.As();
        var standings = await unit.Get<FactorBook>().StandingsAsync(await unit.Get<FactorBook>().RowsAsync(Year, Cancellation), Year, Cancellation);
        var plan = ProposeFactors.Find(standings, provincialFirst: false, new FactorMemory());
        // The largest alone is worth less than the two others together.
        Assert.True(plan is { IsOptimal: true, Value: 9000 });
        Assert.Equal(["B", "C"], plan.Turns.Where(turn => turn.Gets).Select(turn => turn.Project.Code));
        var waits = Assert.Single(plan.Turns, turn => !turn.Gets);
        Assert.Equal(90m, waits.Missing[Factor.Land]);
        Assert.True(Assert.Single(standings).IsShort);
        Assert.Contains("C", ProposeFactors.Find(standings, provincialFirst: true, new FactorMemory()).Turns.Where(turn => turn.Gets).Select(turn => turn.Project.Code));
    }

    [Fact]
    public async Task Small_projects_are_weighed_by_what_was_filed_not_by_whole_tens_of_thousands()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(
            Row("A", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 14_000)), Row("B", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 14_000)),
            Row("C", "落地", Today.AddDays(-5), Money(ProjectFacts.Investment, 26_000)));
        await StockAsync(city, Factor.Land, "2");
        foreach (var (code, land) in new[] { ("A", "1"), ("B", "1"), ("C", "2") }) await NeedAsync(city, code, land, "");

        await using var unit = city.As();
        var plan = ProposeFactors.Find(await unit.Get<FactorBook>().StandingsAsync(await unit.Get<FactorBook>().RowsAsync(Year, Cancellation), Year, Cancellation), provincialFirst: false, new FactorMemory());

        Assert.True(plan is { IsOptimal: true, Value: 2.8m });
        Assert.Equal(["A", "B"], plan.Turns.Where(turn => turn.Gets).Select(turn => turn.Project.Code));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_reports_says_what_is_needed_promises_are_the_offices_and_nobody_sees_half_a_district(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)) with { Owner = 77 }, Row("B", "落地", Today.AddDays(-5)));
        await StockAsync(city, Factor.Land, "100");
        await NeedAsync(city, "B", "50", "50");

        await using (var own = city.As(Role.Enterprise, Scope.OfOrganization(77)))
        {
            Assert.Empty((await own.Get<KeepFactors>().SetAsync("A", Year, 0, [new(Factor.Land, "30", "30", "30", "", "")], Cancellation))!);
            Assert.Null(await own.Get<KeepFactors>().SetAsync("B", Year, 0, [new(Factor.Land, "30", "", "", "", "")], Cancellation));
            Assert.Null(await own.Get<KeepFactors>().SetStockAsync(Year, County, nameof(Factor.Land), "999", "自己填的", "", Cancellation));
            var rows = await own.Get<FactorBook>().RowsAsync(Year, Cancellation);
            Assert.Equal((30m, 0m, 0m), (rows.Single().Need.Needed, rows.Single().Need.Promised, rows.Single().Need.Delivered));
            Assert.Empty(await own.Get<FactorBook>().StandingsAsync(rows, Year, Cancellation));
        }

        await using (var town = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"))) Assert.Empty(town.Get<FactorBook>().Counties);
        await using var unit = city.As();
        var wrong = (await unit.Get<KeepFactors>().SetAsync("A", Year, 1, [new(Factor.Land, "30", "40", "", "", ""), new(Factor.Energy, "x", "", "", "", "")], Cancellation))!;
        Assert.Equal(["PromisedLand", "NeededEnergy"], wrong.Select(problem => problem.Field));
        Assert.Contains("刚被他人改过", Assert.Single((await unit.Get<KeepFactors>().SetAsync("A", Year, 0, [new(Factor.Land, "30", "", "", "", "")], Cancellation))!).Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_replaced_is_shown_first_and_a_field_left_empty_takes_nothing_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)));
        await StockAsync(city, Factor.Land, "100");
        await NeedAsync(city, "A", "80", "70");
        await using var unit = city.As();
        var keep = unit.Get<KeepFactors>();
        async Task<string> StampAsync() => Assert.Single(await unit.Get<FactorBook>().StandingsAsync([], Year, Cancellation)).Stock!.Stamp;

        var shown = Assert.Single((await keep.SetStockAsync(Year, County, nameof(Factor.Land), "60", "第二批", "", Cancellation))!);
        Assert.Contains("已经录入 100 亩（市级下达第一批", shown.Message, StringComparison.Ordinal);
        Assert.Empty((await keep.SetStockAsync(Year, County, nameof(Factor.Land), "60", "第二批", await StampAsync(), Cancellation))!);

        Assert.Equal("PromisedLand", Assert.Single((await keep.SetAsync("A", Year, 1, [new(Factor.Land, "80", "", "", "", "")], Cancellation))!).Field);
        Assert.Equal(["PromisedLand", "NeededLand"], (await keep.SetAsync("A", Year, 1, [new(Factor.Land, "", "", "", "", "")], Cancellation))!.Select(problem => problem.Field).Concat((await keep.SetAsync("A", Year, 1, [new(Factor.Land, "", "70", "", "", "")], Cancellation))!.Select(problem => problem.Field)));
        Assert.Contains("现在是：土地需要 80、承诺 70", Assert.Single((await keep.SetAsync("A", Year, 0, [new(Factor.Land, "90", "70", "", "", "")], Cancellation))!).Message, StringComparison.Ordinal);
        Assert.Empty((await keep.SetAsync("A", Year, 1, [new(Factor.Land, "80", "0", "", "", "")], Cancellation))!);
        Assert.Empty((await keep.SetAsync("A", Year, 2, [new(Factor.Land, "", "0", "0", "", "")], Cancellation))!);
        Assert.Empty((await keep.ReadAsync("A", Year, Cancellation))!);
    }

    [Fact]
    public async Task The_next_year_is_planned_ahead_and_a_year_that_is_over_is_only_read()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)));
        await using var unit = city.As();
        Assert.Empty((await unit.Get<KeepFactors>().SetAsync("A", Year + 1, 0, [new(Factor.Land, "30", "", "", "", "")], Cancellation))!);
        Assert.Empty(await unit.Get<FactorBook>().RowsAsync(Year, Cancellation));
        Assert.Equal(30m, Assert.Single(await unit.Get<FactorBook>().RowsAsync(Year + 1, Cancellation)).Need.Needed);
        Assert.Contains("封存", Assert.Single((await unit.Get<KeepFactors>().SetAsync("A", Year - 1, 0, [new(Factor.Land, "30", "", "", "", "")], Cancellation))!).Message, StringComparison.Ordinal);
        Assert.Contains("封存", Assert.Single((await unit.Get<KeepFactors>().SetStockAsync(Year - 1, County, nameof(Factor.Land), "60", "补录", "", Cancellation))!).Message, StringComparison.Ordinal);
    }

    private static async Task StockAsync(TestInstallation city, Factor factor, string amount)
    {
        await using var unit = city.As();
        Assert.Empty((await unit.Get<KeepFactors>().SetStockAsync(Year, County, factor.ToString(), amount, "市级下达第一批", "", Cancellation))!);
    }

    private static async Task NeedAsync(TestInstallation city, string code, string needed, string promised)
    {
        await using var unit = city.As();
        Assert.Empty((await unit.Get<KeepFactors>().SetAsync(code, Year, 0, [new(Factor.Land, needed, promised, "", "", "")], Cancellation))!);
    }
}
