using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Profile;

/// <summary>Everything the page of one project shows.</summary>
public sealed record ProjectProfile(
    PortfolioRow Row, SubjectFacts Facts, Organization? Owner, IReadOnlyList<ListRow> Lists, IReadOnlyList<ProjectTarget> Targets, IReadOnlyList<StageEntry> Stages,
    IReadOnlyList<ProjectReport> Reports)
{
    /// <summary>The nodes of the bureau's ledger, by their days.</summary>
    public IReadOnlyList<ProjectMilestone> Milestones { get; init; } = [];

    public Project Project => Row.Project;
}

/// <summary>When a project entered a stage, and who said so.</summary>
public sealed record StageEntry(string Stage, DateOnly On, string Place, string Reporter, DateTimeOffset LearnedAt);

public sealed class ReadProject(
    FunengDb db, ProjectDirectory projects, Portfolio portfolio, FactReader facts, ListMembers members, OrganizationDirectory organizations, CurrentUser user)
{
    /// <summary>Null when there is no such project or the account may not see it.</summary>
    public async Task<ProjectProfile?> RunAsync(string code, CancellationToken cancellation)
    {
        if (await projects.Within(user).AsNoTracking().SingleOrDefaultAsync(project => project.Code == code, cancellation) is not { } project)
            return null;
        var row = (await portfolio.WithStandingAsync([project], cancellation))[0];
        return new ProjectProfile(
            row,
            await facts.LoadSubjectAsync(project.Id, null, cancellation),
            project.Owner is { } owner ? await organizations.FindAsync(user.EnterpriseScope, owner, cancellation) : null,
            await members.OfSubjectAsync(project.Id, cancellation),
            await db.Set<ProjectTarget>().AsNoTracking().Where(target => target.Project == project.Id).OrderBy(target => target.Year).ThenBy(target => target.Month).ToListAsync(cancellation),
            await StagesAsync(project.Id, cancellation),
            await ReportsAsync(project.Id, cancellation))
        {
            Milestones = await db.Set<ProjectMilestone>().AsNoTracking().Where(node => node.Project == project.Id).OrderBy(node => node.PlannedOn ?? node.DoneOn).ThenBy(node => node.Name).ToListAsync(cancellation),
        };
    }

    /// <summary>Without the photos themselves, oldest first.</summary>
    private async Task<IReadOnlyList<ProjectReport>> ReportsAsync(long project, CancellationToken cancellation) =>
        await db.Set<ProjectReport>().AsNoTracking().Where(report => report.Project == project).OrderBy(report => report.Year).ThenBy(report => report.TenDay).ThenBy(report => report.At)
            .Select(report => new ProjectReport
            {
                Id = report.Id, Project = report.Project, Year = report.Year, TenDay = report.TenDay, DoneFen = report.DoneFen, Progress = report.Progress, Note = report.Note,
                PhotoType = report.PhotoType, PhotoMetres = report.PhotoMetres, PowerKwh = report.PowerKwh, InvoicedFen = report.InvoicedFen, Flags = report.Flags, FormKey = "", Reporter = report.Reporter, ReportedOn = report.ReportedOn, At = report.At,
            }).ToListAsync(cancellation);

    private async Task<IReadOnlyList<StageEntry>> StagesAsync(long project, CancellationToken cancellation)
    {
        var stages = await facts.HistoryAsync(project, ProjectFacts.Stage, cancellation);
        var days = (await facts.HistoryAsync(project, ProjectFacts.StageOn, cancellation)).ToDictionary(entry => entry.Filing);
        return
        [
            .. stages.Where(entry => entry.Standing != EntryStanding.Withdrawn && days.ContainsKey(entry.Filing))
                .Select(entry => new StageEntry(
                    entry.Value.AsString(), days[entry.Filing].Value.AsDate().TryToDateOnly(out var on) ? on : default, entry.Place, entry.Reporter, entry.LearnedAt))
                .OrderByDescending(entry => entry.LearnedAt),
        ];
    }
}
