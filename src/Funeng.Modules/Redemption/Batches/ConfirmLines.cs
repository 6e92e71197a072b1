using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>The department confirms the lines of a list, or refuses one with the reason. Doing it twice changes nothing.</summary>
public sealed class ConfirmLines(FunengDb db, BatchTurn turn, TellTakers tell, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    public const int LongestReason = 200;

    /// <param name="awards">The lines; null for all that wait.</param>
    public Task<StepResult> RunAsync(long batch, IReadOnlyList<long>? awards, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.PrepareRedemption, [BatchState.Draft],
        async found =>
        {
            var (now, who, name) = (time.GetUtcNow(), user.Id, user.Name);
            var lines = db.Set<Award>().Where(award => award.Batch == batch && award.State == AwardState.Proposed);
            if (awards is not null) lines = lines.Where(award => awards.Contains(award.Id));
            var count = await lines.ExecuteUpdateAsync(
                row => row.SetProperty(award => award.State, AwardState.Confirmed).SetProperty(award => award.ConfirmedBy, who).SetProperty(award => award.ConfirmedByName, name)
                    .SetProperty(award => award.ConfirmedAt, now).SetProperty(award => award.Version, award => award.Version + 1),
                cancellation);
            if (count > 0) audit.Record("核对兑付名单", $"redemption:{batch}", "", null, new { found.Number, Lines = count });
            return new StepResult.Done(count);
        },
        cancellation);

    /// <summary>A line that is not paid: somebody else can be granted the same again later.</summary>
    public Task<StepResult> RefuseAsync(long batch, long award, string reason, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.PrepareRedemption, [BatchState.Draft],
        async _ =>
        {
            if (reason.Trim().Length is 0 or > LongestReason) return StepResult.Because($"请写明不予兑付的理由，最多 {LongestReason} 个字。", "Reason");
            var line = await db.Set<Award>().SingleOrDefaultAsync(row => row.Id == award && row.Batch == batch, cancellation);
            if (line is null) return new StepResult.NotFound();
            if (line.State is not (AwardState.Proposed or AwardState.Confirmed)) return StepResult.Because($"这一条已经是“{Foundation.Ui.NavRegistration.DisplayName(line.State)}”。");
            audit.Record("不予兑付", $"award:{award}", reason.Trim(), new { line.State }, new { State = AwardState.Refused });
            (line.State, line.Reason, line.Version) = (AwardState.Refused, reason.Trim(), line.Version + 1);
            // Who applied was told that it was approved.
            await tell.RunAsync(line, $"{(line.Origin == AwardOrigin.Application ? "此前已批准，" : "")}核对名单时决定不予兑付：{line.Reason}。有不同意见请联系{tell.Whom(line.Policy)}", cancellation);
            return new StepResult.Done();
        },
        cancellation);
}
