using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>Gives up a batch before it is approved. What was applied for waits for another batch; what was computed is gone and can be computed again.</summary>
public sealed class CancelBatch(FunengDb db, BatchTurn turn, TellTakers tell, AuditTrail audit)
{
    public Task<StepResult> RunAsync(long batch, string reason, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.PrepareRedemption, [BatchState.Draft, BatchState.Public],
        async found =>
        {
            if (reason.Trim().Length is 0 or > ConfirmLines.LongestReason) return StepResult.Because($"请写明作废的理由，最多 {ConfirmLines.LongestReason} 个字。", "Reason");
            if (await db.Set<Award>().AnyAsync(award => award.Batch == batch && award.State == AwardState.Objected && award.Origin == AwardOrigin.Application, cancellation))
                return StepResult.Because("有企业申报的兑付还在核查异议，处理完才能作废：作废不能免去对异议的答复。");
            var lines = db.Set<Award>().Where(award => award.Batch == batch && award.State != AwardState.Refused);
            if (found.State == BatchState.Public) await TellAsync(found, lines, reason.Trim(), cancellation);
            var (text, released) = ("批次作废：" + reason.Trim(), 0);
            released += await lines.Where(award => award.Origin == AwardOrigin.Application).ExecuteUpdateAsync(
                row => row.SetProperty(award => award.State, AwardState.Proposed).SetProperty(award => award.Batch, (long?)null).SetProperty(award => award.Version, award => award.Version + 1), cancellation);
            released += await lines.Where(award => award.Origin == AwardOrigin.NoApplication).ExecuteUpdateAsync(
                row => row.SetProperty(award => award.State, AwardState.Refused).SetProperty(award => award.Reason, text).SetProperty(award => award.Version, award => award.Version + 1), cancellation);
            audit.Record("作废兑付批次", $"redemption:{batch}", reason.Trim(), new { found.State }, new { State = BatchState.Cancelled, Lines = released });
            (found.State, found.Reason) = (BatchState.Cancelled, reason.Trim());
            return new StepResult.Done(released);
        },
        cancellation);

    // Those on it know of a list only from its publicity.
    private async Task TellAsync(RedemptionBatch batch, IQueryable<Award> lines, string reason, CancellationToken cancellation)
    {
        foreach (var (origin, next) in new[] { (AwardOrigin.Application, "申报仍然有效，会列入以后的名单"), (AwardOrigin.NoApplication, "重新列入名单时会再通知") })
            await tell.RunAsync(await lines.Where(award => award.Origin == origin).OrderBy(award => award.Id).Select(TakerLine.Of).ToListAsync(cancellation), TellTakers.Mine, $"停止公示：{reason}。{next}", cancellation);
    }
}
