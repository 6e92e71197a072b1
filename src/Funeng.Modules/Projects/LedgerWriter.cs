using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects;

/// <summary>
/// Writes rows of a ledger: subjects, projects, monthly targets and what they say, which all counts together when the batch is published.
/// Who may write what is decided before.
/// </summary>
public sealed class LedgerWriter(FunengDb db, SubjectDirectory subjects, IdSource ids, TimeProvider clock)
{
    private const decimal WholeYuan = 100;

    /// <summary>Writes one project that must be new.</summary>
    /// <returns>False, and nothing written, where the code is that of a project already: somebody else was quicker.</returns>
    public async Task<bool> AddAsync(FilingBatch batch, LedgerRow row, CancellationToken cancellation) =>
        (await WriteAsync(batch, [row], mustBeNew: true, cancellation)).Count > 0;

    /// <returns>The ids by code. The caller publishes the batch.</returns>
    public Task<IReadOnlyDictionary<string, long>> WriteAsync(FilingBatch batch, IReadOnlyList<LedgerRow> rows, CancellationToken cancellation) =>
        WriteAsync(batch, rows, mustBeNew: false, cancellation);

    private async Task<IReadOnlyDictionary<string, long>> WriteAsync(FilingBatch batch, IReadOnlyList<LedgerRow> rows, bool mustBeNew, CancellationToken cancellation)
    {
        var found = await batch.SubjectsAsync([.. rows.Select(row => new NewSubject(ProjectsModule.Subject, row.Code, row.Name, row.Region, row.Zone))], cancellation);
        long[] all = [.. found.Values];
        var known = await db.Set<Project>().Where(project => all.Contains(project.Id)).ToDictionaryAsync(project => project.Id, cancellation);
        if (mustBeNew && known.Count > 0)
            return new Dictionary<string, long>();
        var targets = (await db.Set<ProjectTarget>().Where(target => all.Contains(target.Project)).ToListAsync(cancellation))
            .ToDictionary(target => (target.Project, target.Year, target.Month));
        var months = (await db.Set<ProjectMonth>().Where(month => all.Contains(month.Project)).ToListAsync(cancellation))
            .ToDictionary(month => (month.Project, month.Year, month.Month));
        var milestones = (await db.Set<ProjectMilestone>().Where(node => all.Contains(node.Project)).ToListAsync(cancellation)).ToDictionary(node => (node.Project, node.Name));
        var listings = (await db.Set<ProjectListing>().Where(listing => all.Contains(listing.Project)).ToListAsync(cancellation)).ToDictionary(listing => (listing.Project, listing.Year));
        foreach (var row in rows)
        {
            var id = found[row.Code];
            await DescribeAsync(row, id, known.GetValueOrDefault(id), cancellation);
            Aim(row, id, targets);
            Count(row, id, months);
            Mark(row, id, milestones);
            List(row, id, listings);
            foreach (var filing in row.Filings(id))
                await batch.WriteAsync(filing, cancellation);
        }

        return found;
    }

    private async Task DescribeAsync(LedgerRow row, long id, Project? project, CancellationToken cancellation)
    {
        var now = row.LearnedAt ?? clock.GetUtcNow();
        if (project is null)
        {
            project = new Project
            {
                Id = id, Code = row.Code, Name = row.Name, Kind = row.Kind, Nature = row.Nature, ListedYear = row.ListedYear, OwnerName = row.OwnerName,
                Summary = row.Summary, IsSynthetic = row.IsSynthetic, CreatedAt = now, ChangedAt = now,
            };
            db.Add(project);
        }
        else
        {
            await subjects.DescribeAsync(id, row.Name, row.Region ?? project.Region, row.Zone ?? project.Zone, cancellation);
            project.Version++;
        }

        // What a ledger leaves empty it does not take back.
        (project.Name, project.Kind, project.Nature, project.ListedYear) = (row.Name, row.Kind, row.Nature, row.ListedYear);
        project.Region = row.Region ?? project.Region;
        project.Zone = row.Zone ?? project.Zone;
        project.Industry = row.Industry ?? project.Industry;
        project.Owner = row.Owner ?? project.Owner;
        project.OwnerName = row.OwnerName.Length > 0 ? row.OwnerName : project.OwnerName;
        project.Summary = row.Summary.Length > 0 ? row.Summary : project.Summary;
        project.ChangedAt = now;
    }

    private void Aim(LedgerRow row, long project, Dictionary<(long, int, int), ProjectTarget> known)
    {
        foreach (var (month, yuan) in row.Targets) Aim(row, project, month, Fen(yuan), known);
        var unsaid = Enumerable.Range(1, 12).Where(month => !row.Targets.ContainsKey(month)).ToList();
        if (row.YearPlan is not { } plan || unsaid.Count == 0) return;
        // Months are the year's to the last fen. What was given month by month before keeps its shape; only where nothing was known are months alike.
        var rest = Fen(plan) - row.Targets.Values.Sum(Fen);
        var present = unsaid.ConvertAll(month => (decimal)(known.GetValueOrDefault((project, row.ListedYear, month))?.PlanFen ?? 0));
        if (rest < 0 || (present.Sum() == rest && unsaid.TrueForAll(month => known.ContainsKey((project, row.ListedYear, month))))) return;
        foreach (var (month, fen) in unsaid.Zip(Apportionment.Cut(rest, present, WholeYuan))) Aim(row, project, month, (long)fen, known);
    }

    private void Aim(LedgerRow row, long project, int month, long fen, Dictionary<(long, int, int), ProjectTarget> known)
    {
        if (known.TryGetValue((project, row.ListedYear, month), out var target)) target.PlanFen = fen;
        else db.Add(new ProjectTarget { Id = ids.Next(), Project = project, Year = row.ListedYear, Month = month, PlanFen = fen });
    }

    private static long Fen(decimal yuan) => (long)decimal.Round(yuan * 100);

    private void Count(LedgerRow row, long project, Dictionary<(long, int, int), ProjectMonth> known)
    {
        foreach (var (month, yuan) in row.Done)
        {
            var fen = (long)decimal.Round(yuan * 100);
            if (known.TryGetValue((project, row.ListedYear, month), out var stored))
                stored.DoneFen = fen;
            else
                db.Add(new ProjectMonth { Id = ids.Next(), Project = project, Year = row.ListedYear, Month = month, DoneFen = fen });
        }
    }

    private void Mark(LedgerRow row, long project, Dictionary<(long, string), ProjectMilestone> known)
    {
        foreach (var node in row.Milestones)
        {
            if (known.TryGetValue((project, node.Name), out var stored))
                (stored.PlannedOn, stored.DoneOn) = (node.PlannedOn ?? stored.PlannedOn, node.DoneOn ?? stored.DoneOn);
            else
                db.Add(new ProjectMilestone { Id = ids.Next(), Project = project, Name = node.Name, PlannedOn = node.PlannedOn, DoneOn = node.DoneOn });
        }
    }

    private void List(LedgerRow row, long project, Dictionary<(long, int), ProjectListing> known)
    {
        if (known.TryGetValue((project, row.ListedYear), out var stored)) stored.Kind = row.Kind;
        else db.Add(new ProjectListing { Project = project, Year = row.ListedYear, Kind = row.Kind });
    }
}
