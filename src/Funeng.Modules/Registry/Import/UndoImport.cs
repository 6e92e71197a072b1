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
    FunengDb db, FactStore facts, SubjectDirectory subjects, TakeBackSubjects takeBack, AuditTrail audit, EnterpriseIndex index, TimeProvider time)
{
    private const int Chunk = 500;

    public async Task RunAsync(long id, string reason, CancellationToken cancellation)
    {
        var batch = await db.Set<ImportWrite>().Where(write => write.Id == id).Select(write => write.Batch).SingleAsync(cancellation);
        if (batch is { } filed)
        {
            // Done before: the undo was cut off and is finished now.
            await facts.WithdrawBatchAsync(filed, reason, cancellation);
        }

        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var write = await db.Set<ImportWrite>().SingleAsync(row => row.Id == id, cancellation);
        if (!write.Counts)
        {
            return;
        }

        var changes = write.ReadChanges();
        var changedSince = await RestoreAsync([.. changes.Where(change => change.Before is not null)], cancellation);
        var (taken, inUse) = await TakeBackAsync([.. changes.Where(change => change.Before is null).Select(change => change.Id)], cancellation);
        write.UndoneAt = time.GetUtcNow();
        write.UndoneNote = Note(changedSince, taken, inUse);
        audit.Record("撤销导入", $"import:{write.Run ?? write.Id}", reason, null, new { write.Title, Restored = changes.Count - changedSince.Count - inUse, TakenBack = taken });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await index.ChangedAsync([.. changes.Select(change => change.Id)], CancellationToken.None);
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

    private async Task<(int Taken, int InUse)> TakeBackAsync(long[] added, CancellationToken cancellation)
    {
        var unused = await takeBack.UnusedAsync(added, cancellation);
        foreach (var chunk in unused.Chunk(Chunk))
        {
            // Names go with their organization.
            await db.Set<Organization>().Where(organization => chunk.Contains(organization.Id)).ExecuteDeleteAsync(cancellation);
        }

        await takeBack.RunAsync([.. unused], cancellation);
        return (unused.Count, added.Length - unused.Count);
    }
}
