using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Import;

/// <summary>
/// Takes back a ledger within half an hour: its filings no longer count, descriptions, months and nodes are as before, new projects go again. What somebody
/// changed or used since stays, and the note says so.
/// </summary>
public sealed class UndoLedger(
    FunengDb db, FactStore facts, SubjectDirectory subjects, TakeBackSubjects takeBack, IdSource ids, AuditTrail audit, CurrentUser user, TimeProvider clock)
{
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(30);

    private const int LongestReason = 200;

    /// <returns>Why not; null when it was taken back.</returns>
    public async Task<string?> RunAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await db.Set<ProjectImport>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.Creator == user.Id, cancellation) is not { } import || !import.CanUndo(clock.GetUtcNow()))
            return "这次导入已经超过 30 分钟，或已经撤销，不能再撤销。";
        if (reason.Trim().Length is < 2 or > LongestReason) return $"请写明撤销的理由，2 到 {LongestReason} 个字。";
        // Whoever comes second finds it withdrawn; an undo that was cut off is finished then.
        await facts.WithdrawBatchAsync(import.Batch!.Value, reason.Trim(), cancellation);
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow();
        if (await db.Set<ProjectImport>().Where(row => row.Id == id && row.UndoneAt == null).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.UndoneAt, now), cancellation) == 0)
            return null;
        var changes = JsonSerializer.Deserialize<List<LedgerChange>>(import.Changes ?? "[]")!;
        var changedSince = await RestoreAsync([.. changes.Where(change => change.Before is not null)], cancellation);
        var kept = await TakeBackAsync([.. changes.Where(change => change.Before is null)], cancellation);
        var note = Note(changes.Count(change => change.Before is null) - kept.Count, kept, changedSince);
        await db.Set<ProjectImport>().Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.UndoneNote, note), cancellation);
        audit.Record("撤销导入项目台账", $"project-import:{id}", reason.Trim(), null, new { import.FileName, Projects = changes.Count, Kept = kept.Count, Changed = changedSince.Count });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static string Note(int taken, List<string> kept, List<string> changedSince) => string.Concat(
        taken > 0 ? $"新登记的 {taken} 个项目已取消登记。" : "",
        kept.Count > 0 ? $"{kept.Count} 个新登记的项目已有旬报、问题或责任，保留登记：{Some(kept)}。" : "",
        changedSince.Count > 0 ? $"{changedSince.Count} 个项目此后又有变更，保留现状：{Some(changedSince)}。" : "");

    private static string Some(List<string> names) => string.Join("、", names.Take(5)) + (names.Count > 5 ? " 等" : "");

    private async Task<List<string>> RestoreAsync(IReadOnlyList<LedgerChange> changes, CancellationToken cancellation)
    {
        var changedSince = new List<string>();
        long[] wanted = [.. changes.Select(change => change.Project)];
        var state = await LedgerState.ReadAsync(db, wanted, cancellation);
        foreach (var change in changes)
        {
            if (state.Projects.GetValueOrDefault(change.Project) is not { } project) continue;
            if (!change.IsStill(state.ImageOf(project))) changedSince.Add(project.Name);
            else await RestoreAsync(project, change.Before!, state, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
        return changedSince;
    }

    private async Task RestoreAsync(Project project, ProjectImage before, LedgerState state, CancellationToken cancellation)
    {
        (project.Name, project.Kind, project.Nature, project.ListedYear) = (before.Name, before.Kind, before.Nature, before.ListedYear);
        (project.Region, project.Zone, project.Industry, project.Owner) = (before.Region, before.Zone, before.Industry, before.Owner);
        (project.OwnerName, project.Summary, project.ChangedAt) = (before.OwnerName, before.Summary, clock.GetUtcNow());
        project.Version++;
        await subjects.DescribeAsync(project.Id, before.Name, before.Region, before.Zone, cancellation);
        db.RemoveRange(state.Targets[project.Id]);
        db.RemoveRange(state.Months[project.Id]);
        db.RemoveRange(state.Milestones[project.Id]);
        db.RemoveRange(state.Listings[project.Id]);
        // The old rows go before the new ones of the same month come.
        await db.SaveChangesAsync(cancellation);
        db.AddRange(before.Targets.Select(month => new ProjectTarget { Id = ids.Next(), Project = project.Id, Year = month.Year, Month = month.Month, PlanFen = month.Fen }));
        db.AddRange(before.Done.Select(month => new ProjectMonth { Id = ids.Next(), Project = project.Id, Year = month.Year, Month = month.Month, DoneFen = month.Fen }));
        db.ChangeTracker.Entries<ProjectListing>().Where(entry => entry.Entity.Project == project.Id).ToList().ForEach(entry => entry.State = EntityState.Detached);
        db.AddRange(before.Listings.Select(listing => new ProjectListing { Project = project.Id, Year = listing.Year, Kind = listing.Kind }));
        db.AddRange(before.Milestones.Select(node => new ProjectMilestone { Id = ids.Next(), Project = project.Id, Name = node.Name, PlannedOn = node.PlannedOn, DoneOn = node.DoneOn }));
    }

    /// <returns>Names of the new projects that stay because somebody has used them.</returns>
    private async Task<List<string>> TakeBackAsync(IReadOnlyList<LedgerChange> added, CancellationToken cancellation)
    {
        long[] wanted = [.. added.Select(change => change.Project)];
        string[] codes = [.. added.Select(change => change.Code)];
        var unused = (await takeBack.UnusedAsync(wanted, cancellation)).ToHashSet();
        var charged = await db.Set<Duty>().Where(duty => duty.SourceKind == ProjectsModule.Subject && codes.Contains(duty.SourceKey)).Select(duty => duty.SourceKey).Distinct().ToListAsync(cancellation);
        unused.ExceptWith(added.Where(change => charged.Contains(change.Code)).Select(change => change.Project));
        // Months, nodes and all else that hangs on a project goes with it.
        long[] gone = [.. unused];
        await db.Set<Project>().Where(project => gone.Contains(project.Id)).ExecuteDeleteAsync(cancellation);
        await takeBack.RunAsync(gone, cancellation);
        return [.. added.Where(change => !unused.Contains(change.Project)).Select(change => change.After.Name)];
    }
}

/// <summary>Projects with their months and nodes, tracked.</summary>
internal sealed record LedgerState(
    IReadOnlyDictionary<long, Project> Projects, ILookup<long, ProjectTarget> Targets, ILookup<long, ProjectMonth> Months, ILookup<long, ProjectMilestone> Milestones,
    ILookup<long, ProjectListing> Listings)
{
    public static async Task<LedgerState> ReadAsync(FunengDb db, IReadOnlyCollection<long> wanted, CancellationToken cancellation) => new(
        await db.Set<Project>().Where(project => wanted.Contains(project.Id)).ToDictionaryAsync(project => project.Id, cancellation),
        (await db.Set<ProjectTarget>().Where(target => wanted.Contains(target.Project)).ToListAsync(cancellation)).ToLookup(target => target.Project),
        (await db.Set<ProjectMonth>().Where(month => wanted.Contains(month.Project)).ToListAsync(cancellation)).ToLookup(month => month.Project),
        (await db.Set<ProjectMilestone>().Where(node => wanted.Contains(node.Project)).ToListAsync(cancellation)).ToLookup(node => node.Project),
        (await db.Set<ProjectListing>().Where(listing => wanted.Contains(listing.Project)).ToListAsync(cancellation)).ToLookup(listing => listing.Project));

    public ProjectImage ImageOf(Project project) => ProjectImage.Of(project, Targets[project.Id], Months[project.Id], Milestones[project.Id], Listings[project.Id]);
}
