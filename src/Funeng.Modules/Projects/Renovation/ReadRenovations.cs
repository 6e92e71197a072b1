using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>千项技改: the renovation projects listed in a year, counted by district or zone. Shares and ranks are of what the caller may see.</summary>
public sealed class ReadRenovations(FunengDb db, ProjectDirectory projects, RegionTree regions, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <param name="asked">The year; null for the present one.</param>
    /// <param name="by">county or zone.</param>
    public async Task<RenovationLibrary> RunAsync(int? asked, string by, CancellationToken cancellation)
    {
        var listings = await (
            from listing in db.Set<ProjectListing>().AsNoTracking()
            join project in projects.Within(user).AsNoTracking() on listing.Project equals project.Id
            where listing.Kind == ProjectKind.Renovation
            select new { listing.Year, Project = project }).ToListAsync(cancellation);
        var years = listings.Select(row => row.Year).Distinct().OrderDescending().ToList();
        var year = asked ?? (years.Count > 0 && !years.Contains(city.Today(clock).Year) ? years[0] : city.Today(clock).Year);
        IReadOnlyList<Project> listed = [.. listings.Where(row => row.Year == year).Select(row => row.Project)];
        IReadOnlyList<Project> before = [.. listings.Where(row => row.Year == year - 1).Select(row => row.Project)];
        // The yearly figures that are kept are those of the present year.
        foreach (var project in listed.Where(project => project.PlanYear != year)) (project.PlanFen, project.DoneFen) = (null, null);
        var lists = listings.ToLookup(row => row.Project.Id, row => row.Year);
        var loans = (await LoansAsync([.. listed.Select(project => project.Id)], cancellation)).Where(loan => YearOf(loan, lists[loan.Project]) == year).ToList();
        var byProject = loans.ToLookup(loan => loan.Project);
        var had = before.ToLookup(project => Group(project, by).Key);
        var rows = listed.GroupBy(project => Group(project, by)).Where(group => group.Key.Key.Length > 0)
            .Select(group => RenovationStanding.Of(group.Key.Key, group.Key.Name, [.. group], before.Count == 0 ? null : had[group.Key.Key].Count(), byProject)).ToList();
        var known = listed.ToDictionary(project => project.Id);
        return new RenovationLibrary(
            year, years, RenovationStanding.Of("", "合计", listed, before.Count == 0 ? null : before.Count, byProject), RenovationStanding.Ranked(rows, listed.Count),
            [.. loans.OrderByDescending(loan => loan.AppliedOn).Select(loan => (known[loan.Project], loan))],
            new RenovationFunnel(listed.Count, Count(byProject, _ => true), Count(byProject, loan => loan.State >= LoanState.Signed), Count(byProject, loan => loan.State == LoanState.Drawn)));
    }

    /// <summary>A loan is in the list of one year: the one in which it was asked for, or the last one before it in which the project stood.</summary>
    private static int YearOf(RenovationLoan loan, IEnumerable<int> lists) => lists.Where(year => year <= loan.AppliedOn.Year).DefaultIfEmpty(lists.Min()).Max();

    private static int Count(ILookup<long, RenovationLoan> loans, Func<RenovationLoan, bool> which) => loans.Count(group => group.Any(which));

    private async Task<List<RenovationLoan>> LoansAsync(IReadOnlyList<long> listed, CancellationToken cancellation)
    {
        var loans = new List<RenovationLoan>();
        foreach (var chunk in listed.Chunk(500))
            loans.AddRange(await db.Set<RenovationLoan>().AsNoTracking().Where(loan => chunk.Contains(loan.Project)).ToListAsync(cancellation));
        return loans;
    }

    private (string Key, string Name) Group(Project project, string by) => by == "zone"
        ? (project.Zone ?? "", regions.Find(project.Zone)?.ShortName ?? project.Zone ?? "")
        : (regions.County(project.Region)?.Code ?? "?", regions.County(project.Region)?.Name ?? "未归属");
}
