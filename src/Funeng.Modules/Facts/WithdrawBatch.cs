using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Funeng.Modules.Facts;

/// <summary>Undoes a published batch; what it said stays in the history.</summary>
public sealed class WithdrawBatch(FunengDb db, FactStore store, IdSource ids, CurrentUser user, AuditTrail audit, TimeProvider time)
{
    /// <returns>False when it is not published.</returns>
    public Task<bool> RunAsync(long batch, string reason, CancellationToken cancellation) =>
        RunAsync(batch, reason, _ => Task.FromResult(BatchRemains.Nothing), cancellation);

    /// <summary>With what else belongs to the undo, all in one transaction: about whom the batch goes on counting is decided there.</summary>
    /// <param name="within">Runs once the batch no longer counts and before anything is committed.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellation">Stops before the commit; nothing is undone then.</param>
    /// <returns>False when it is not published.</returns>
    public async Task<bool> RunAsync(long batch, string reason, Func<CancellationToken, Task<BatchRemains>> within, CancellationToken cancellation)
    {
        var withdrawal = ids.Next();
        if (!await StoreWithdrawalAsync(batch, reason, withdrawal, within, cancellation))
            return false;
        await store.FollowAsync(withdrawal, cancellation);
        return true;
    }

    private async Task<bool> StoreWithdrawalAsync(long batch, string reason, long withdrawal, Func<CancellationToken, Task<BatchRemains>> within, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await store.JoinPublishingAsync(transaction, cancellation);
        var now = time.GetUtcNow();
        var who = user.Name;
        var changed = await db.Set<Batch>().Where(row => row.Id == batch && row.State == BatchState.Published).ExecuteUpdateAsync(
            row => row.SetProperty(stored => stored.State, BatchState.Withdrawn)
                .SetProperty(stored => stored.WithdrawnAt, now)
                .SetProperty(stored => stored.WithdrawnBy, who)
                .SetProperty(stored => stored.Reason, reason),
            cancellation);
        if (changed == 0)
        {
            return false;
        }

        audit.Record("撤销批次", $"batch:{batch}", reason);
        await db.SaveChangesAsync(cancellation);
        var remains = await within(cancellation);
        if (remains.Kept.Count > 0) await KeepCountingAsync(batch, remains.Kept, cancellation);
        var touchedByIt = (await SubjectsOfAsync(batch, cancellation)).Except(remains.Gone);
        await store.MustFollowAsync(transaction.GetDbTransaction(), withdrawal, touchedByIt, cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    /// <summary>What the batch said of some subjects becomes a batch of its own that counts from the same moment on.</summary>
    private async Task KeepCountingAsync(long batch, IReadOnlyCollection<long> kept, CancellationToken cancellation)
    {
        const int subjectsAtOnce = 500;
        var old = await db.Set<Batch>().AsNoTracking().SingleAsync(row => row.Id == batch, cancellation);
        var (own, filings) = (ids.Next(), 0L);
        foreach (var chunk in kept.Chunk(subjectsAtOnce))
        {
            filings += await db.Set<FilingRow>().Where(filing => filing.Batch == batch && chunk.Contains(filing.Subject))
                .ExecuteUpdateAsync(row => row.SetProperty(filing => filing.Batch, own), cancellation);
            await db.Set<TitleGrantRow>().Where(grant => grant.Batch == batch && chunk.Contains(grant.Subject))
                .ExecuteUpdateAsync(row => row.SetProperty(grant => grant.Batch, own), cancellation);
        }

        db.Add(new Batch
        {
            Id = own, Title = $"{old.Title}（撤销时保留）", Source = old.Source, Reporter = old.Reporter, State = BatchState.Published, Headings = old.Headings,
            OpenedAt = old.OpenedAt, PublishedAt = old.PublishedAt, Filings = filings,
        });
        await db.Set<Batch>().Where(row => row.Id == batch).ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Filings, old.Filings - filings), cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<List<long>> SubjectsOfAsync(long batch, CancellationToken cancellation) =>
        await db.Set<FilingRow>().Where(filing => filing.Batch == batch).Select(filing => filing.Subject)
            .Union(db.Set<TitleGrantRow>().Where(grant => grant.Batch == batch).Select(grant => grant.Subject))
            .ToListAsync(cancellation);
}

/// <summary>What an undo leaves of a batch.</summary>
/// <param name="Kept">Subjects about whom it goes on counting.</param>
/// <param name="Gone">Subjects that are no more.</param>
public sealed record BatchRemains(IReadOnlyCollection<long> Kept, IReadOnlyCollection<long> Gone)
{
    public static readonly BatchRemains Nothing = new([], []);
}
