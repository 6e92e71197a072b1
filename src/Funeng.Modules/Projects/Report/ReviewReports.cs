using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Report;

/// <summary>A report that looked odd, with the project it is of.</summary>
public sealed record OddReport(string Code, string ProjectName, ProjectReport Report);

/// <param name="Projects">How many projects reported at all.</param>
public sealed record ReportReview(TargetPeriod Period, int Projects, IReadOnlyList<OddReport> Odd);

/// <summary>The odd reports of ten days over all projects an account may see, those with most against them first; somebody has to look at each.</summary>
public sealed class ReviewReports(FunengDb db, ProjectDirectory projects, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int PeriodsBack = 9;

    /// <summary>The present ten days and those before, the latest first.</summary>
    public IReadOnlyList<TargetPeriod> Periods
    {
        get
        {
            var periods = new List<TargetPeriod> { TenDays.Of(city.Today(clock)) };
            while (periods.Count < PeriodsBack) periods.Add(periods[^1].Previous());
            return periods;
        }
    }

    public async Task<ReportReview> RunAsync(TargetPeriod period, CancellationToken cancellation)
    {
        var reports = from project in projects.Within(user) join report in db.Set<ProjectReport>() on project.Id equals report.Project where report.Year == period.Year && report.TenDay == period.Number select new { project.Code, project.Name, report };
        var odd = await reports.AsNoTracking().Where(row => row.report.Flags != "").Select(row => new OddReport(row.Code, row.Name, new ProjectReport
        {
            Id = row.report.Id, Project = row.report.Project, Year = row.report.Year, TenDay = row.report.TenDay, DoneFen = row.report.DoneFen, Progress = row.report.Progress, Note = row.report.Note,
            PhotoType = row.report.PhotoType, PhotoMetres = row.report.PhotoMetres, PowerKwh = row.report.PowerKwh, InvoicedFen = row.report.InvoicedFen, Flags = row.report.Flags, FormKey = "",
            Reporter = row.report.Reporter, ReportedOn = row.report.ReportedOn, At = row.report.At,
        })).ToListAsync(cancellation);
        return new ReportReview(
            period, await reports.Select(row => row.Code).Distinct().CountAsync(cancellation),
            [.. odd.OrderByDescending(row => row.Report.FlagLines.Count).ThenByDescending(row => row.Report.DoneFen).ThenBy(row => row.Code, StringComparer.Ordinal)]);
    }
}
