using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>
/// Stops an approved award, or one that waits for money, before it is ordered at the bank: what was found out since, an enterprise that is no more, one that never says where
/// its money goes. The money committed for it is free again, and the batch is paid when nothing else of it is open.
/// </summary>
public sealed class StopAward(FunengDb db, BatchTurn turn, BudgetBook budgets, TellTakers tell, AuditTrail audit)
{
    public Task<StepResult> RunAsync(long batch, long award, string reason, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.ApproveRedemption, [BatchState.Approved],
        async found =>
        {
            if (reason.Trim().Length is 0 or > ConfirmLines.LongestReason) return StepResult.Because($"请写明停止兑付的理由，最多 {ConfirmLines.LongestReason} 个字。", "Reason");
            if (await db.Set<Award>().SingleOrDefaultAsync(row => row.Id == award && row.Batch == batch, cancellation) is not { } line) return new StepResult.NotFound();
            if (line.State is not (AwardState.Approved or AwardState.Queued)) return StepResult.Because($"这一条已经是“{line.State.DisplayName()}”；支付中的请财政先撤销支付单。");
            var before = line.State;
            // Who waits in the queue has no money committed for him.
            if (before == AwardState.Approved && !await budgets.ReleaseAsync(line.Budget!.Value, [new Money(line.AmountFen, $"停止兑付 {line.Name}：{reason.Trim()}") { Award = award, Batch = batch }], cancellation)) return StepResult.Because("资金台账对不上，什么都没有改。请联系管理员。");
            (line.State, line.Reason, line.Version) = (AwardState.Refused, "停止兑付：" + reason.Trim(), line.Version + 1);
            audit.Record("停止兑付", $"award:{award}", reason.Trim(), new { State = before }, new { line.State, line.AmountFen });
            await tell.RunAsync(line, $"停止兑付：{reason.Trim()}。有不同意见请联系{tell.Whom(line.Policy)}", cancellation);
            await db.SaveChangesAsync(cancellation);
            if (!await db.Set<Award>().AnyAsync(row => row.Batch == batch && (row.State == AwardState.Approved || row.State == AwardState.Ordered || row.State == AwardState.Queued), cancellation))
                Close(found, await db.Set<Award>().Where(row => row.Batch == batch).MaxAsync(row => row.PaidOn, cancellation));
            return new StepResult.Done();
        },
        cancellation);

    // Where every line was stopped before anything was paid, nothing was paid.
    private static void Close(RedemptionBatch batch, DateOnly? last)
    {
        if (last is null) (batch.State, batch.Reason) = (BatchState.Cancelled, "批准后各条都停止兑付，没有付出一笔");
        else (batch.State, batch.PaidOn) = (BatchState.Paid, last);
    }
}
