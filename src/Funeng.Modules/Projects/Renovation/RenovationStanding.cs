namespace Funeng.Modules.Projects.Renovation;

/// <summary>One line of the renovation library: a district, a zone or the whole city, every figure counted from the projects listed in the year.</summary>
/// <param name="Before">How many were listed the year before; null where that year has no list.</param>
/// <param name="Ended">Completed, or further.</param>
public sealed record RenovationStanding(
    string Key, string Name, int Listed, int? Before, int Started, int Ended, decimal Plan, decimal Done, int Unreported, decimal Drawn)
{
    /// <summary>Percent more than the year before.</summary>
    public decimal? Growth => Before is > 0 and var before ? (Listed - before) * 100m / before : null;

    /// <summary>Percent of all listed in the city.</summary>
    public decimal? Share { get; init; }

    /// <summary>Of the projects listed, those that have started.</summary>
    public decimal? StartRate => Listed == 0 ? null : Started * 100m / Listed;

    public decimal? EndRate => Listed == 0 ? null : Ended * 100m / Listed;

    public decimal? InvestmentRate => Plan == 0 ? null : Done * 100m / Plan;

    /// <summary>By number listed; equal numbers have equal ranks and the next is left out.</summary>
    public int Rank { get; init; }

    internal static RenovationStanding Of(
        string key, string name, IReadOnlyCollection<Project> listed, int? before, ILookup<long, RenovationLoan> loans)
    {
        // A figure nobody reported is not zero: such a project is in neither sum.
        var known = listed.Where(project => project is { Plan: not null, Done: not null }).ToList();
        return new RenovationStanding(
            key, name, listed.Count, before, listed.Count(project => project.IsStarted), listed.Count(project => project.CompletedOn is not null || project.ProductionOn is not null),
            known.Sum(project => project.Plan!.Value), known.Sum(project => project.Done!.Value), listed.Count(project => project is { Plan: not null, Done: null }),
            listed.SelectMany(project => loans[project.Id]).Sum(loan => (loan.DrawnFen ?? 0) / 100m));
    }

    internal static IReadOnlyList<RenovationStanding> Ranked(IReadOnlyList<RenovationStanding> rows, int city) =>
    [
        .. rows.OrderByDescending(row => row.Listed).ThenBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => row with { Rank = 1 + rows.Count(other => other.Listed > row.Listed), Share = city == 0 ? null : row.Listed * 100m / city }),
    ];
}

/// <summary>The library of a year.</summary>
/// <param name="Loans">Loans of its projects, the latest first.</param>
public sealed record RenovationLibrary(
    int Year, IReadOnlyList<int> Years, RenovationStanding Total, IReadOnlyList<RenovationStanding> Rows, IReadOnlyList<(Project Project, RenovationLoan Loan)> Loans, RenovationFunnel Funnel);

/// <summary>How many projects of the library asked for a loan, agreed on one, drew one.</summary>
public sealed record RenovationFunnel(int Listed, int Applied, int Signed, int Drawn);
