using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Items;

/// <summary>
/// Takes back the registration of an item that belongs to another enterprise or to nobody, as long as no award counts for it and no
/// application rests on it: what was filed of it is
/// taken back too and stays in its history, and the number is free for whose it is. What was clawed back holds the number no longer.
/// </summary>
public sealed class DropItem(FunengDb db, KeepItems keep, FactStore facts, FactReader reader, AwardBook awards, RedemptionSight sight, AuditTrail audit, CurrentUser user)
{
    public bool MayDrop(ItemRow row) => user.Has(Permission.PrepareRedemption) && (row.Rule is { } rule ? sight.ActsFor(CollectAwards.RegionOf(rule.Policy)) : user.Scope.CoversUnplaced);

    public async Task<StepResult> RunAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await keep.FindAsync(id, cancellation) is not ({ } row, _) || !MayDrop(row)) return new StepResult.NotFound();
        if (reason.Trim().Length is 0 or > ConfirmLines.LongestReason) return StepResult.Because($"请写明取消登记的理由，最多 {ConfirmLines.LongestReason} 个字。", "Reason");
        try
        {
            StepResult? stopped = null;
            await facts.PublishAsync(async cancel => stopped = await DropAsync(row, reason.Trim(), cancel), cancellation);
            return stopped ?? new StepResult.Done(1, id);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because("同时有人在办这一项，什么都没有改。请看一眼再试。");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <returns>What stands in the way; null when it is dropped.</returns>
    private async Task<StepResult?> DropAsync(ItemRow row, string reason, CancellationToken cancellation)
    {
        var item = row.Item;
        // Whoever proposes an award for this enterprise at the same moment collides with this.
        await awards.TouchAsync([item.Subject], cancellation);
        if (await db.Set<Application>().AsNoTracking().FirstOrDefaultAsync(row => row.Benefit == item.Benefit && row.Subject == item.Subject && row.Item == item.Number && (row.State == ApplicationState.InReview || row.State == ApplicationState.Returned), cancellation) is { } asked)
            return StepResult.Because($"这一项有一份申报（{asked.Number}，{asked.State.DisplayName()}）按这笔登记在办，不能取消登记。请先对这份申报作出决定，或者由企业撤回。");
        var made = await db.Set<Award>().AsNoTracking().Where(award => award.Benefit == item.Benefit && award.State != AwardState.Refused && (award.ItemKey == item.Number || (award.Subject == item.Subject && award.Item == item.Number))).ToListAsync(cancellation);
        if (made.Find(award => award.State != AwardState.ClawedBack) is { } counts)
            return StepResult.Because($"这一项已有一笔兑付（{counts.Name}，{counts.PeriodText}，{counts.State.DisplayName()}），不能取消登记。还没有付的先不予兑付或停止兑付，付了的先追缴。");
        var back = made.ConvertAll(award => award.Id);
        await db.Set<Award>().Where(award => back.Contains(award.Id)).ExecuteUpdateAsync(known => known.SetProperty(award => award.ItemKey, (string?)null).SetProperty(award => award.Version, award => award.Version + 1), cancellation);
        await TakeBackAsync(item, cancellation);
        db.Remove(await db.Set<BenefitItem>().SingleAsync(known => known.Id == item.Id, cancellation));
        audit.Record("取消登记兑付事项", $"enterprise:{row.Enterprise.Code}", reason, new { item.Benefit, item.Number, item.Title }, null);
        return null;
    }

    private async Task TakeBackAsync(BenefitItem item, CancellationToken cancellation)
    {
        var known = await reader.LoadSubjectAsync(item.Id, null, cancellation);
        foreach (var period in known.All.GroupBy(fact => fact.Period))
            await facts.RecordAsync(new NewFiling(item.Id, period.Key, KeepItems.Source, [.. period.Select(fact => new FiledValue(fact.Definition.Key, FeelValue.Null))]) { Place = "取消登记" }, cancellation);
    }
}
