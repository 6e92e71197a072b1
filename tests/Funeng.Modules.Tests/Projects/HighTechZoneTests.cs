using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Meeting;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>
/// The half-year of a high-tech zone as an article printed it: a synthetic ledger is imported row by row, and every rate comes out of the rows,
/// for the official of the zone as for the leader.
/// </summary>
public sealed class HighTechZoneTests
{
    private const string Zone = "370300-GX";

    [Theory, OnBothDatabases]
    public async Task The_printed_rates_come_out_of_the_ledger(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(
        [
            // 14 provincial projects, 17.12 billion, all started; 4.18 billion done, 72.6 % of the plan.
            .. Projects("S", ProjectKind.Provincial, ProjectNature.New, 14, 14, 17_120_000_000m, 5_758_000_000m, 4_180_000_000m),
            // 86 city projects, 119.5 billion: 32 of them new, 30 started; 14 billion done, 82.4 %.
            .. Projects("X", ProjectKind.City, ProjectNature.New, 32, 30, 44_000_000_000m, 6_000_000_000m, 5_000_000_000m),
            .. Projects("Y", ProjectKind.City, ProjectNature.Continued, 54, 54, 75_500_000_000m, 10_990_000_000m, 9_000_000_000m),
            // 86 renovations, 84 started.
            .. Projects("J", ProjectKind.Renovation, ProjectNature.New, 86, 84, 8_600_000_000m, 4_000_000_000m, 3_000_000_000m),
            // A neighbour that must not count.
            .. Projects("Z", ProjectKind.City, ProjectNature.New, 3, 0, 300_000_000m, 100_000_000m, 0m).Select(row => row with { Region = "370304001", Zone = null }),
        ]);

        var rows = await city.PortfolioAsync(Role.ZoneOfficer, Scope.OfZones(Zone));
        Assert.Equal(186, rows.Count);
        Standing Of(ProjectKind of, ProjectNature? nature = null) => Standings.Of("", "", [.. rows.Where(row => row.Project.Kind == of && (nature is null || row.Project.Nature == nature))], Today);

        Assert.Equal((14, 14, "100.0%", "171.20"), (Of(ProjectKind.Provincial).Due, Of(ProjectKind.Provincial).Started, Fmt.Percent(Of(ProjectKind.Provincial).StartRate), Total(rows, ProjectKind.Provincial)));
        Assert.Equal(("41.80", "72.6%"), (Fmt.Yi(Of(ProjectKind.Provincial).Done), Fmt.Percent(Of(ProjectKind.Provincial).InvestmentRate)));
        Assert.Equal((32, 30, "93.8%"), (Of(ProjectKind.City).Due, Of(ProjectKind.City).Started, Fmt.Percent(Of(ProjectKind.City).StartRate)));
        Assert.Equal((86, "1,195.00", "140.00", "82.4%"), (Of(ProjectKind.City).Projects, Total(rows, ProjectKind.City), Fmt.Yi(Of(ProjectKind.City).Done), Fmt.Percent(Of(ProjectKind.City).InvestmentRate)));
        Assert.Equal((86, 84), (Of(ProjectKind.Renovation).Due, Of(ProjectKind.Renovation).Started));
        Assert.Equal(97.67m, decimal.Round(Of(ProjectKind.Renovation).StartRate!.Value, 2));

        // The four that have not started are on the list, with rule and way out; no one else is.
        var late = rows.Where(row => row.Problems.Any(problem => problem.List == "project-not-started")).Select(row => row.Project.Code).Order(StringComparer.Ordinal);
        Assert.Equal(["J-085", "J-086", "X-031", "X-032"], late);
    }

    [Fact]
    public void Equal_rates_have_equal_ranks_and_the_next_is_left_out()
    {
        Standing At(string key, decimal done, decimal plan = 1000) => new(key, key, 1, 0, 0, plan, done, 0, 0);

        var ranked = Standings.Ranked([At("甲", 500), At("乙", 800), At("丙", 800.2m), At("丁", 0, 0), At("戊", 100)]);

        Assert.Equal([("丙", 1), ("乙", 1), ("甲", 3), ("戊", 4), ("丁", 0)], ranked.Select(row => (row.Key, row.Rank)));
    }

    private static string Total(IReadOnlyList<PortfolioRow> rows, ProjectKind kind) => Fmt.Yi(rows.Where(row => row.Project.Kind == kind).Sum(row => row.Project.Total));

    /// <summary>So many alike, the last of them bearing what does not divide.</summary>
    private static IEnumerable<LedgerRow> Projects(string letter, ProjectKind kind, ProjectNature nature, int count, int started, decimal total, decimal plan, decimal done)
    {
        decimal Part(decimal whole, int index) => index == count - 1 ? whole - decimal.Floor(whole / count) * (count - 1) : decimal.Floor(whole / count);
        for (var index = 0; index < count; index++)
        {
            var isStarted = index < started;
            List<(string, Engines.Facts.Period, Feel.Values.FeelValue)> more =
            [
                Money(ProjectFacts.Investment, Part(total, index)), Money(ProjectFacts.Plan, Part(plan, index), 2026), Money(ProjectFacts.Done, Part(done, index), 2026),
                Day(ProjectFacts.PlannedStartOn, Today.AddDays(-20)),
            ];
            if (isStarted) more.Add(Day(ProjectFacts.StartedOn, Today.AddDays(-30)));
            yield return Row(string.Create(CultureInfo.InvariantCulture, $"{letter}-{index + 1:000}"), isStarted ? "开工" : "落地", Today.AddDays(-30), [.. more]) with
            {
                Kind = kind, Nature = nature, Region = "370303008", Zone = Zone,
            };
        }
    }
}
