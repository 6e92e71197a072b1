using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Budgets;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>
/// The head approves a list whose publicity is over and whose objections are decided: in one transaction the money is committed for every line, or,
/// where it does not reach and he says so, for those whom the queue of the policy lets through; the rest wait in order and are approved later, when
/// there is money again. The enterprises are asked for their account, or told that they wait. Not by whoever confirmed the list.
/// </summary>
public sealed class ApproveBatch(
    FunengDb db, BatchTurn turn, PublicityDays days, MoneyQueue queue, BudgetBook budgets, TellTakers tell, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private static readonly Func<Award, QueueLine> AsLine = QueueLine.Of.Compile();

    /// <summary>All lines or none.</summary>
    public Task<StepResult> RunAsync(long batch, CancellationToken cancellation) => RunAsync(batch, false, cancellation);

    /// <param name="partly">Where the money does not reach for all, those it reaches for.</param>
    public Task<StepResult> RunAsync(long batch, bool partly, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.ApproveRedemption, [BatchState.Public, BatchState.Approved],
        async found =>
        {
            var isFirst = found.State == BatchState.Public;
            if (isFirst && days.LastOf(found) >= city.Today(time)) return StepResult.Because($"公示到 {days.Say(found)} 为止（当天算在内），期满后才能批准。");
            var lines = await Lines(found).ToListAsync(cancellation);
            if (await ObstacleAsync(found, lines, cancellation) is { } why) return StepResult.Because(why);
            var plan = await queue.PlanAsync(found.Policy, [.. lines.Select(AsLine)], cancellation);
            if (Shortage(plan, partly) is { } shortage) return StepResult.Because(shortage);
            var byId = lines.ToDictionary(line => line.Id);
            if (!await CommitAsync(found, plan, byId, cancellation)) return StepResult.Because("资金盘子刚被别的批次动用，什么都没有批。请看一眼现状再批。");
            var waiting = plan.Turns.SelectMany(one => one.Lines).Where(one => one.Share.Fen == 0).Select(one => byId[one.Line.Id]).Where(line => line.State != AwardState.Queued).ToList();
            foreach (var line in waiting) (line.State, line.Version) = (AwardState.Queued, line.Version + 1);
            if (isFirst) (found.State, found.ApprovedBy, found.ApprovedByName, found.ApprovedAt) = (BatchState.Approved, user.Id, user.Name, time.GetUtcNow());
            audit.Record(isFirst ? "批准兑付" : "续批兑付", $"redemption:{batch}", "", null, new { found.Number, Lines = plan.Reached, Fen = plan.ReachedFen, plan.Waiting });
            await tell.RunAsync([.. plan.Turns.SelectMany(one => one.Reached).Select(one => TakerLine.From(byId[one.Line.Id]))], TellTakers.Mine, "已批准，请确认收款账户", cancellation);
            await tell.RunAsync([.. waiting.Select(TakerLine.From)], TellTakers.Mine, "公示已期满，这次资金不够，排队等候；次序不变，有了资金续批时再通知", cancellation);
            return new StepResult.Done(plan.Reached);
        },
        cancellation);

    /// <summary>What approving would do now; null when it is not for this user or there is nothing to approve.</summary>
    public async Task<ApprovalPlan?> PreviewAsync(RedemptionBatch batch, CancellationToken cancellation) =>
        (batch.State == BatchState.Approved || (batch.State == BatchState.Public && days.LastOf(batch) < city.Today(time))) && turn.MayApprove(batch)
            && await Lines(batch).Select(QueueLine.Of).ToListAsync(cancellation) is { Count: > 0 } lines
            ? await queue.PlanAsync(batch.Policy, lines, cancellation) : null;

    private IQueryable<Award> Lines(RedemptionBatch batch)
    {
        var (id, isFirst) = (batch.Id, batch.State == BatchState.Public);
        return db.Set<Award>().Where(award => award.Batch == id && (isFirst ? award.State != AwardState.Refused : award.State == AwardState.Queued)).OrderBy(award => award.Id);
    }

    private async Task<string?> ObstacleAsync(RedemptionBatch batch, List<Award> lines, CancellationToken cancellation)
    {
        var id = batch.Id;
        if (user.Id is not null && (user.Id == batch.SubmittedBy || user.Id == batch.MadeBy)) return "名单是您本人核对公示的，应由另一位负责人批准。";
        if (user.Id is { } self && (lines.Any(line => line.ConfirmedBy == self) || await db.Set<Objection>().AnyAsync(objection => objection.Batch == id && objection.DecidedById == self, cancellation)))
            return "名单里有您本人核对的企业，或您处理过的异议，应由另一位负责人批准。";
        if (lines.Any(line => line.State == AwardState.Objected)) return $"还有 {lines.Count(line => line.State == AwardState.Objected)} 条异议没有处理。";
        return lines.Count > 0 ? null : batch.State == BatchState.Approved ? "没有排队等候的兑付了。" : "名单上没有要兑付的企业了，可以作废这一批。";
    }

    /// <returns>What is lacking; null when it can be approved.</returns>
    private static string? Shortage(ApprovalPlan plan, bool partly)
    {
        if (plan.Without is { } without) return $"“{without}”没有设 {plan.Year} 年的资金盘子，请财政先设定额度。";
        if (plan.IsWhole) return null;
        var ahead = plan.Ahead > 0 ? $"，前面还排着以前没批到的 {plan.Ahead} 条" : "";
        var words = $"资金盘子还剩 {Fmt.Money(plan.LeftFen / 100m)}，这一批要 {Fmt.Money(plan.AskedFen / 100m)}，差 {Fmt.Money((plan.AskedFen - plan.LeftFen) / 100m)}{ahead}。";
        if (plan.Reached == 0) return words + "排在最前的一条也轮不到，请财政追加。";
        return partly ? null : words + $"可以请财政追加，或按排队规则先批 {plan.Reached} 条 {Fmt.Money(plan.ReachedFen / 100m)}，其余排队。";
    }

    /// <returns>False when the money has gone meanwhile.</returns>
    private async Task<bool> CommitAsync(RedemptionBatch batch, ApprovalPlan plan, Dictionary<long, Award> byId, CancellationToken cancellation)
    {
        var (now, today) = (time.GetUtcNow(), city.Today(time));
        foreach (var one in plan.Turns.Where(one => one.Reached.Any()))
        {
            var parts = one.Reached.Select(reached => new Money(reached.Share.Fen, $"批准 {batch.Number} {reached.Line.Name}") { Award = reached.Line.Id, Batch = batch.Id }).ToList();
            if (!await budgets.CommitAsync(one.Budget.Id, parts, cancellation)) return false;
            foreach (var (reached, share) in one.Reached)
            {
                var line = byId[reached.Id];
                if (!share.IsWhole) (line.How, line.AmountFen) = ($"{line.How}；资金不足，按比例由 {Fmt.Money(line.AmountFen / 100m)} 核减", share.Fen);
                (line.State, line.Budget, line.ApprovedAt, line.AskedOn, line.Reminders, line.Version) = (AwardState.Approved, one.Budget.Id, now, today, 0, line.Version + 1);
            }
        }

        return true;
    }
}
