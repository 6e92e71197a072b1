using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>Takes a step on a payment so that no other step on it can happen at the same time, as <see cref="BatchTurn"/> does on a batch.</summary>
public sealed class PaymentTurn(FunengDb db, RedemptionSight sight, WholeStep whole)
{
    /// <summary>The payments of the batches the user sees.</summary>
    public IQueryable<Payment> Payments()
    {
        var batches = sight.Batches().Select(batch => batch.Id);
        return db.Set<Payment>().Where(payment => batches.Contains(payment.Batch));
    }

    /// <param name="may">Whether the user may act on a payment of the batch.</param>
    public async Task<StepResult> RunAsync(
        long payment, Func<RedemptionBatch, bool> may, IReadOnlyList<PaymentState> from, Func<Payment, Task<StepResult>> step, CancellationToken cancellation)
    {
        if (await Payments().AsNoTracking().SingleOrDefaultAsync(row => row.Id == payment, cancellation) is not { } seen
            || !may(await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(batch => batch.Id == seen.Batch, cancellation))) return new StepResult.NotFound();
        return await whole.RunAsync(
            async () => await db.Set<Payment>().Where(row => row.Id == payment && from.Contains(row.State))
                .ExecuteUpdateAsync(row => row.SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0
                ? StepResult.Because($"这一单已经是“{seen.State.DisplayName()}”，这一步没有做。")
                : await step(await db.Set<Payment>().SingleAsync(row => row.Id == payment, cancellation)),
            cancellation);
    }
}
