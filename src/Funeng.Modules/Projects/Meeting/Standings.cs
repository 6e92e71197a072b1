using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Projects.Meeting;

/// <summary>One line of a ranking, every figure from the ledger.</summary>
/// <param name="Due">New projects that have started or whose planned day of start has come.</param>
public sealed record Standing(string Key, string Name, int Projects, int Due, int Started, decimal Plan, decimal Done, int Red, int Yellow)
{
    /// <summary>Started of those due; null when none is.</summary>
    public decimal? StartRate => Due == 0 ? null : Started * 100m / Due;

    public decimal? InvestmentRate => Plan == 0 ? null : Done * 100m / Plan;

    /// <summary>Equal figures, as they are printed, have equal ranks, and the next rank is left out.</summary>
    public int Rank { get; init; }

    /// <summary>Projects with a plan of which nobody reported what is done; they are in neither sum.</summary>
    public int Unreported { get; init; }
}

/// <summary>Counts, rates and ranks over projects: by district, by zone, by driving office or by kind.</summary>
public sealed class Standings(RegionTree regions, DutyBook duties)
{
    public static Standing Of(string key, string name, IReadOnlyCollection<PortfolioRow> rows, DateOnly today)
    {
        var due = rows.Where(row => row.Project.Nature == ProjectNature.New && (row.Project.IsStarted || row.Project.PlannedStartOn is { } planned && planned <= today)).ToList();
        // A figure nobody reported is not zero: such a project counts neither above nor below the line.
        var known = rows.Where(row => row.Project.Plan is not null && row.Project.Done is not null).ToList();
        return new Standing(
            key, name, rows.Count, due.Count, due.Count(row => row.Project.IsStarted), known.Sum(row => row.Project.Plan!.Value), known.Sum(row => row.Project.Done!.Value),
            rows.Count(row => row.Light == ProjectLight.Red), rows.Count(row => row.Light == ProjectLight.Yellow))
        {
            Unreported = rows.Count(row => row.Project.Plan is not null && row.Project.Done is null),
        };
    }

    public async Task<IReadOnlyList<Standing>> ByAsync(string by, IReadOnlyList<PortfolioRow> rows, DateOnly today, CancellationToken cancellation)
    {
        var groups = by switch
        {
            "zone" => rows.Where(row => row.Project.Zone is not null).GroupBy(row => (row.Project.Zone!, regions.Find(row.Project.Zone)?.ShortName ?? row.Project.Zone!)),
            "kind" => rows.GroupBy(row => (row.Project.Kind.ToString(), Foundation.Ui.NavRegistration.DisplayName(row.Project.Kind))),
            "office" => await ByOfficeAsync(rows, today, cancellation),
            _ => rows.GroupBy(row => (regions.County(row.Project.Region)?.Code ?? "", regions.County(row.Project.Region)?.Name ?? "未归属")),
        };
        return Ranked([.. groups.Select(group => Of(group.Key.Item1, group.Key.Item2, [.. group], today))]);
    }

    /// <summary>By the share of the plan that is done, to the tenth of a percent that is printed; who has no plan comes last and has no rank.</summary>
    public static IReadOnlyList<Standing> Ranked(IReadOnlyList<Standing> standings)
    {
        static decimal? Printed(Standing standing) => standing.InvestmentRate is { } rate ? decimal.Round(rate, 1, MidpointRounding.AwayFromZero) : null;
        var ordered = standings.OrderBy(standing => Printed(standing) is null).ThenByDescending(Printed).ThenBy(standing => standing.Key, StringComparer.Ordinal).ToList();
        return [.. ordered.Select(standing => standing with { Rank = Printed(standing) is { } own ? 1 + ordered.Count(other => Printed(other) > own) : 0 })];
    }

    private async Task<IEnumerable<IGrouping<(string, string), PortfolioRow>>> ByOfficeAsync(IReadOnlyList<PortfolioRow> rows, DateOnly today, CancellationToken cancellation)
    {
        var held = await duties.OfManyAsync(ProjectsModule.Subject, [.. rows.Select(row => row.Project.Code)], today, cancellation);
        return rows.GroupBy(row => held[row.Project.Code].FirstOrDefault(duty => duty.Role == SixOnes.Office)?.HolderName is { Length: > 0 } name ? (name, name) : ("", "没有明确推进部门"));
    }
}
