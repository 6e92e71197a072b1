using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>
/// Takes a step on a batch so that no other step on it can happen at the same time: the first thing in the transaction is an update of the batch
/// that only counts in the state the step begins from. Whoever comes second finds another state, and nothing of his step is kept.
/// </summary>
public sealed class BatchTurn(FunengDb db, RedemptionSight sight, WholeStep whole)
{
    /// <summary>Whether the user may approve the whole of a batch.</summary>
    public bool MayApprove(RedemptionBatch batch) => sight.MayActOn(batch, Permission.ApproveRedemption);

    public async Task<StepResult> RunAsync(
        long batch, Permission permission, IReadOnlyList<BatchState> from, Func<RedemptionBatch, Task<StepResult>> step, CancellationToken cancellation)
    {
        if (await sight.Batches().AsNoTracking().SingleOrDefaultAsync(row => row.Id == batch, cancellation) is not { } seen || !sight.MayActOn(seen, permission)) return new StepResult.NotFound();
        return await whole.RunAsync(
            async () => await db.Set<RedemptionBatch>().Where(row => row.Id == batch && from.Contains(row.State))
                .ExecuteUpdateAsync(row => row.SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0
                ? StepResult.Because($"这一批已经是“{seen.State.DisplayName()}”，这一步没有做。")
                : await step(await db.Set<RedemptionBatch>().SingleAsync(row => row.Id == batch, cancellation)),
            cancellation);
    }
}
