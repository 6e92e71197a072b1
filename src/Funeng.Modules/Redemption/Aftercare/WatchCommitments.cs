using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>
/// Claims back what is owed for a commitment that was not kept, decided by the head, with the computation in the reason. A claim is noted in the ledger and
/// frees nothing of the budget; what came of it keeps <see cref="KeepClaims"/>.
/// </summary>
public sealed class WatchCommitments(FunengDb db, RedemptionSight sight, ReadCommitments read, KeepClaims claims, AwardBook awards, WholeStep whole, AuditTrail audit, CurrentUser user)
{
    /// <summary>Claims back what is open.</summary>
    public async Task<StepResult> ClaimAsync(long award, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApproveRedemption) || await sight.Awards().AsNoTracking().SingleOrDefaultAsync(row => row.Id == award, cancellation) is not { Batch: { } batch } seen
            || await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == batch, cancellation) is var of && !sight.MayActOn(of, Permission.ApproveRedemption)) return new StepResult.NotFound();
        if (reason.Trim().Length is 0 or > 200) return StepResult.Because("请写明追缴的理由，最多 200 个字。");
        return await whole.RunAsync(() => ClaimAsync(seen, reason.Trim(), cancellation), cancellation, "保存时与他人的改动相撞，请再试一次。");
    }

    private async Task<StepResult> ClaimAsync(Award seen, string reason, CancellationToken cancellation)
    {
        var award = seen.Id;
        // Of two who claim at one moment the second waits here and then finds nothing open.
        if (await db.Set<Award>().Where(row => row.Id == award && row.State == AwardState.Paid).ExecuteUpdateAsync(row => row.SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0)
            return StepResult.Because($"这一条现在是“{seen.State.DisplayName()}”，不能追缴。");
        // What the enterprise has changes: whoever proposes another award for it at this moment collides with this.
        await awards.TouchAsync([seen.Subject], cancellation);
        if (await read.RunAsync(award, cancellation) is not [{ OpenFen: > 0 } open, ..]) return StepResult.Because("按现在的事实没有要追缴的，或者已经追缴过了。");
        await claims.OpenAsync(seen, open.OpenFen, reason, open.Say(), cancellation);
        if (open.ClaimedFen + open.OpenFen >= seen.AmountFen)
            await db.Set<Award>().Where(row => row.Id == award).ExecuteUpdateAsync(row => row.SetProperty(known => known.State, AwardState.ClawedBack).SetProperty(known => known.Reason, reason), cancellation);
        audit.Record("追缴", $"award:{award}", reason, null, new { open.OpenFen, Years = open.Commitments.SelectMany(one => one.Years) });
        return new StepResult.Done(1, award);
    }
}
