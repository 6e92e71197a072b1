using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Import;

/// <summary>
/// Takes back a ledger within half an hour, all at once: its filings no longer count, descriptions, months and nodes are as before, new projects go again. What
/// somebody changed or used since stays with everything the ledger said of it, and the note says so.
/// </summary>
public sealed class UndoLedger(
    FunengDb db, WithdrawBatch withdraw, SubjectDirectory subjects, TakeBackSubjects takeBack, IdSource ids, AuditTrail audit, CurrentUser user, TimeProvider clock)
{
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(30);

    private const int LongestReason = 200, AtOnce = 200;

    /// <returns>Why not; null when it was taken back.</returns>
    public async Task<string?> RunAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await db.Set<ProjectImport>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.Creator == user.Id, cancellation) is not { } import || !import.CanUndo(clock.GetUtcNow()))
            return "这次导入已经超过 30 分钟，或已经撤销，不能再撤销。";
        if (reason.Trim().Length is < 2 or > LongestReason) return $"请写明撤销的理由，2 到 {LongestReason} 个字。";
        try
        {
            // Whoever comes second finds it withdrawn.
            await withdraw.RunAsync(import.Batch!.Value, reason.Trim(), token => UndoAsync(import, reason.Trim(), token), cancellation);
            return null;
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return "撤销期间有人改动了其中的项目，什么都没有撤销。请再试一次。";
        }
    }

    private async Task<BatchRemains> UndoAsync(ProjectImport import, string reason, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var changes = JsonSerializer.Deserialize<List<LedgerChange>>(import.Changes ?? "[]")!;
        List<LedgerChange> changedSince = [], kept = [], gone = [];
        foreach (var chunk in changes.Where(change => change.Before is not null).Chunk(AtOnce)) changedSince.AddRange(await RestoreAsync(chunk, cancellation));
        foreach (var chunk in changes.Where(change => change.Before is null).Chunk(AtOnce))
        {
            var used = await UsedAsync(chunk, cancellation);
            kept.AddRange(used);
            gone.AddRange(chunk.Except(used));
        }

        await TakeBackAsync([.. gone.Select(change => change.Project)], cancellation);
        var note = Note(gone.Count, kept, changedSince);
        await db.Set<ProjectImport>().Where(row => row.Id == import.Id).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.UndoneAt, now).SetProperty(stored => stored.UndoneNote, note), cancellation);
        audit.Record("撤销导入项目台账", $"project-import:{import.Id}", reason, null, new { import.FileName, Projects = changes.Count, Kept = kept.Count, Changed = changedSince.Count });
        await db.SaveChangesAsync(cancellation);
        return new BatchRemains([.. kept.Concat(changedSince).Select(change => change.Project)], [.. gone.Select(change => change.Project)]);
    }

    private static string Note(int taken, List<LedgerChange> kept, List<LedgerChange> changedSince) => string.Concat(
        taken > 0 ? $"新登记的 {taken} 个项目已取消登记。" : "",
        kept.Count > 0 ? $"{kept.Count} 个新登记的项目此后又有记录、责任或变更，连同导入的数字保留：{Some(kept)}。" : "",
        changedSince.Count > 0 ? $"{changedSince.Count} 个项目此后又有变更，连同导入的数字保留现状：{Some(changedSince)}。" : "");

    private static string Some(List<LedgerChange> changes) => string.Join("、", changes.Take(5).Select(change => change.After.Name)) + (changes.Count > 5 ? " 等" : "");

    /// <returns>Those that were changed since and stay.</returns>
    private async Task<List<LedgerChange>> RestoreAsync(IReadOnlyList<LedgerChange> changes, CancellationToken cancellation)
    {
        List<LedgerChange> changedSince = [], restored = [];
        long[] wanted = [.. changes.Select(change => change.Project)];
        var state = await LedgerState.ReadAsync(db, wanted, cancellation);
        await db.Set<Subject>().Where(subject => wanted.Contains(subject.Id)).LoadAsync(cancellation);
        foreach (var change in changes)
        {
            if (state.Projects.GetValueOrDefault(change.Project) is not { } project) continue;
            if (!change.IsStill(project, state.ImageOf(project)))
            {
                changedSince.Add(change);
                continue;
            }

            await DescribeAsync(project, change.Before!, cancellation);
            Clear(project, state);
            restored.Add(change);
        }

        // The old rows go before the new ones of the same month come; what is saved is let go, so that a long ledger is no slower at its end.
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        foreach (var change in restored) AddMonths(change.Project, change.Before!);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        return changedSince;
    }

    private async Task DescribeAsync(Project project, ProjectImage before, CancellationToken cancellation)
    {
        (project.Name, project.Kind, project.Nature, project.ListedYear) = (before.Name, before.Kind, before.Nature, before.ListedYear);
        (project.Region, project.Zone, project.Industry, project.Owner) = (before.Region, before.Zone, before.Industry, before.Owner);
        (project.OwnerName, project.Summary, project.ChangedAt) = (before.OwnerName, before.Summary, clock.GetUtcNow());
        project.Version++;
        await subjects.DescribeAsync(project.Id, before.Name, before.Region, before.Zone, cancellation);
    }

    private void Clear(Project project, LedgerState state)
    {
        db.RemoveRange(state.Targets[project.Id]);
        db.RemoveRange(state.Months[project.Id]);
        db.RemoveRange(state.Milestones[project.Id]);
        db.RemoveRange(state.Listings[project.Id]);
    }

    private void AddMonths(long project, ProjectImage before)
    {
        db.AddRange(before.Targets.Select(month => new ProjectTarget { Id = ids.Next(), Project = project, Year = month.Year, Month = month.Month, PlanFen = month.Fen }));
        db.AddRange(before.Done.Select(month => new ProjectMonth { Id = ids.Next(), Project = project, Year = month.Year, Month = month.Month, DoneFen = month.Fen }));
        db.AddRange(before.Listings.Select(listing => new ProjectListing { Project = project, Year = listing.Year, Kind = listing.Kind }));
        db.AddRange(before.Milestones.Select(node => new ProjectMilestone { Id = ids.Next(), Project = project, Name = node.Name, PlannedOn = node.PlannedOn, DoneOn = node.DoneOn }));
    }

    /// <returns>Those of the new projects that stay because somebody has changed or used them.</returns>
    private async Task<List<LedgerChange>> UsedAsync(IReadOnlyList<LedgerChange> added, CancellationToken cancellation)
    {
        long[] wanted = [.. added.Select(change => change.Project)];
        string[] codes = [.. added.Select(change => change.Code)];
        var unused = await takeBack.UnusedAsync(wanted, cancellation);
        var charged = (await db.Set<Duty>().Where(duty => duty.SourceKind == ProjectsModule.Subject && codes.Contains(duty.SourceKey)).Select(duty => duty.SourceKey)
            .Union(db.Set<TaskItem>().Where(item => item.SourceKind == ProjectsModule.Subject && codes.Contains(item.SourceKey)).Select(item => item.SourceKey)).ToListAsync(cancellation)).ToHashSet();
        var state = await LedgerState.ReadAsync(db, wanted, cancellation);
        var used = added.Where(change => !unused.Contains(change.Project) || charged.Contains(change.Code)
            || (state.Projects.GetValueOrDefault(change.Project) is { } project && !change.IsStill(project, state.ImageOf(project)))).ToList();
        db.ChangeTracker.Clear();
        return used;
    }

    /// <summary>The months, nodes and listings of the ledger go with their projects; nothing else hangs on them, or they would stay.</summary>
    private async Task TakeBackAsync(long[] gone, CancellationToken cancellation)
    {
        foreach (var chunk in gone.Chunk(AtOnce)) await db.Set<Project>().Where(project => chunk.Contains(project.Id)).ExecuteDeleteAsync(cancellation);
        await takeBack.RunAsync(gone, cancellation);
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
