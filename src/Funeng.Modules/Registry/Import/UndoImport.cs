using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Takes back one writing of an import: its facts no longer count, names and places are as before, and enterprises it registered go again.
/// What somebody has changed or used since stays, and the note says so.
/// </summary>
public sealed class UndoImport(
    FunengDb db, WithdrawBatch withdraw, SubjectDirectory subjects, TakeBackSubjects takeBack, AuditTrail audit, EnterpriseIndex index, TimeProvider time)
{
    private const int Chunk = 500;

    /// <summary>All of it or nothing: whoever is cut off may ask again.</summary>
    public async Task RunAsync(long id, string reason, CancellationToken cancellation)
    {
        var write = await db.Set<ImportWrite>().AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        if (write.Batch is not { } batch || !await withdraw.RunAsync(batch, reason, token => TakeBackAsync(id, reason, token), cancellation))
        {
            // It filed nothing, or its facts were withdrawn alone by an earlier release.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await TakeBackAsync(id, reason, cancellation);
            await transaction.CommitAsync(CancellationToken.None);
        }

        await index.ChangedAsync([.. write.ReadChanges().Select(change => change.Id)], CancellationToken.None);
    }

    private async Task<BatchRemains> TakeBackAsync(long id, string reason, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var write = await db.Set<ImportWrite>().SingleAsync(row => row.Id == id, cancellation);
        if (!write.Counts)
        {
            return BatchRemains.Nothing;
        }

        var changes = write.ReadChanges();
        var changedSince = await RestoreAsync([.. changes.Where(change => change.Before is not null)], cancellation);
        long[] added = [.. changes.Where(change => change.Before is null).Select(change => change.Id)];
        var gone = await TakeBackAsync(added, cancellation);
        var inUse = added.Length - gone.Count;
        write.UndoneAt = time.GetUtcNow();
        write.UndoneNote = Note(changedSince, gone.Count, inUse);
        audit.Record("撤销导入", $"import:{write.Run ?? write.Id}", reason, null, new { write.Title, Restored = changes.Count - changedSince.Count - inUse, TakenBack = gone.Count });
        await CountAsync(write, cancellation);
        await db.SaveChangesAsync(cancellation);
        return new BatchRemains([], gone);
    }

    /// <summary>The upload no longer counts what this writing did; once none of its writings counts it is withdrawn.</summary>
    private async Task CountAsync(ImportWrite undone, CancellationToken cancellation)
    {
        if (await db.Set<ImportRun>().SingleOrDefaultAsync(row => row.Id == undone.Run, cancellation) is not { } run)
        {
            return;
        }

        run.Changed -= undone.Changed;
        run.Added -= undone.Added;
        run.Filed -= undone.Filed;
        if (!await db.Set<ImportWrite>().AnyAsync(row => row.Run == run.Id && row.Id != undone.Id && row.UndoneAt == null && row.Changed > 0, cancellation))
        {
            (run.State, run.WithdrawnAt) = (ImportState.Withdrawn, time.GetUtcNow());
        }
    }

    private static string Note(List<string> changedSince, int taken, int inUse) => string.Concat(
        taken > 0 ? $"新登记的 {taken:N0} 家企业已取消登记。" : "",
        inUse > 0 ? $"新登记的企业中有 {inUse:N0} 家已有其他数据或记录，保留登记。" : "",
        changedSince.Count > 0 ? $"{changedSince.Count:N0} 家企业的名称或所在地此后又有变更，保留现状：{string.Join("、", changedSince.Take(5))}{(changedSince.Count > 5 ? " 等" : "")}。" : "");

    private async Task<List<string>> RestoreAsync(RegisterChange[] changes, CancellationToken cancellation)
    {
        var changedSince = new List<string>();
        foreach (var chunk in changes.Chunk(Chunk))
        {
            var wanted = chunk.Select(change => change.Id).ToArray();
            var organizations = await db.Set<Organization>().Where(organization => wanted.Contains(organization.Id)).ToDictionaryAsync(organization => organization.Id, cancellation);
            foreach (var change in chunk)
            {
                if (!organizations.TryGetValue(change.Id, out var organization))
                {
                    continue;
                }

                if (RegisterEntry.Of(organization) == change.After)
                {
                    await RestoreAsync(organization, change, cancellation);
                }
                else
                {
                    changedSince.Add(organization.Name);
                }
            }
        }

        return changedSince;
    }

    private async Task RestoreAsync(Organization organization, RegisterChange change, CancellationToken cancellation)
    {
        var before = change.Before!;
        (organization.Name, organization.Region, organization.Zone) = (before.Name, before.Region, before.Zone);
        organization.ChangedAt = time.GetUtcNow();
        organization.Version++;
        await subjects.DescribeAsync(organization.Id, before.Name, before.Region, before.Zone, cancellation);
        foreach (var name in change.Names)
        {
            if (await db.Set<OrganizationName>().FindAsync([name], cancellation) is { } added)
            {
                db.Remove(added);
            }
        }
    }

    /// <returns>Those that are gone; the others are in use.</returns>
    private async Task<IReadOnlySet<long>> TakeBackAsync(long[] added, CancellationToken cancellation)
    {
        var unused = await takeBack.UnusedAsync(added, cancellation);
        foreach (var chunk in unused.Chunk(Chunk))
        {
            // Names go with their organization.
            await db.Set<Organization>().Where(organization => chunk.Contains(organization.Id)).ExecuteDeleteAsync(cancellation);
        }

        await takeBack.RunAsync([.. unused], cancellation);
        return unused;
    }
}
