using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>
/// The head approves a list whose publicity is over and whose objections are decided: in one transaction the money is committed for every line
/// or for none, and the enterprises are asked for their account. Not by whoever confirmed the list.
/// </summary>
public sealed class ApproveBatch(
    FunengDb db, BatchTurn turn, RedemptionRules rules, OfficialCalendar calendar, BudgetBook budgets, NotificationBox box, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int AtOnce = 500;

    public Task<StepResult> RunAsync(long batch, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.ApproveRedemption, [BatchState.Public],
        async found =>
        {
            // Counted again with the calendar of today: one that was not yet published may have gained holidays since.
            var last = found.PublicFrom is { } first && calendar.Calendar.Add(first, rules.PublicityWorkdays) is var counted && counted > found.PublicTo && found.PublicTo > first ? counted : found.PublicTo;
            if (last >= city.Today(time) && last > found.PublicTo) return StepResult.Because($"按现在公布的放假安排，公示到 {Fmt.Date(last)} 才满 {rules.PublicityWorkdays} 个工作日。");
            if (found.PublicTo >= city.Today(time)) return StepResult.Because($"公示到 {Fmt.Date(found.PublicTo)} 为止（当天算在内），期满后才能批准。");
            if (user.Id is not null && (user.Id == found.SubmittedBy || user.Id == found.MadeBy)) return StepResult.Because("名单是您本人核对公示的，应由另一位负责人批准。");
            var lines = await db.Set<Award>().Where(award => award.Batch == batch && award.State != AwardState.Refused).OrderBy(award => award.Id).ToListAsync(cancellation);
            if (user.Id is { } self && (lines.Any(line => line.ConfirmedBy == self) || await db.Set<Objection>().AnyAsync(objection => objection.Batch == batch && objection.DecidedById == self, cancellation)))
                return StepResult.Because("名单里有您本人核对的企业，或您处理过的异议，应由另一位负责人批准。");
            if (lines.Any(line => line.State == AwardState.Objected)) return StepResult.Because($"还有 {lines.Count(line => line.State == AwardState.Objected)} 条异议没有处理。");
            if (lines.Count == 0) return StepResult.Because("名单上没有要兑付的企业了，可以作废这一批。");
            if (await CommitAsync(found, lines, cancellation) is { } shortage) return StepResult.Because(shortage);
            (found.State, found.ApprovedBy, found.ApprovedByName, found.ApprovedAt) = (BatchState.Approved, user.Id, user.Name, time.GetUtcNow());
            audit.Record("批准兑付", $"redemption:{batch}", "", null, new { found.Number, Lines = lines.Count, Fen = lines.Sum(line => line.AmountFen) });
            await TellAsync(lines, cancellation);
            return new StepResult.Done(lines.Count);
        },
        cancellation);

    /// <returns>What is lacking; null when all is committed.</returns>
    private async Task<string?> CommitAsync(RedemptionBatch batch, List<Award> lines, CancellationToken cancellation)
    {
        // The money is that of the year the awards were decided for, whenever the batch was made.
        var year = lines[0].DecidedOn.Year;
        var money = new Dictionary<string, Budget?>();
        foreach (var benefit in lines.Select(line => line.Benefit).Distinct()) money[benefit] = await budgets.ForAsync(batch.Policy, benefit, year, cancellation);
        if (money.FirstOrDefault(pair => pair.Value is null) is { Key: { } without }) return $"“{lines.First(line => line.Benefit == without).Title}”没有设 {year} 年的资金盘子，请财政先设定额度。";
        foreach (var group in lines.GroupBy(line => money[line.Benefit]!.Id).OrderBy(group => group.Key))
        {
            var parts = group.Select(line => new Money(line.AmountFen, $"批准 {batch.Number} {line.Name}") { Award = line.Id, Batch = batch.Id }).ToList();
            if (!await budgets.CommitAsync(group.Key, parts, cancellation))
            {
                var budget = await db.Set<Budget>().AsNoTracking().SingleAsync(row => row.Id == group.Key, cancellation);
                return $"资金盘子还剩 {Fmt.Money(budget.LeftFen / 100m)}，这一批要 {Fmt.Money(parts.Sum(part => part.Fen) / 100m)}，差 {Fmt.Money((parts.Sum(part => part.Fen) - budget.LeftFen) / 100m)}。可以请财政追加，或按排队规则先付一部分。";
            }

            foreach (var line in group) (line.State, line.Budget, line.ApprovedAt, line.Version) = (AwardState.Approved, group.Key, time.GetUtcNow(), line.Version + 1);
        }

        return null;
    }

    private async Task TellAsync(List<Award> lines, CancellationToken cancellation)
    {
        foreach (var chunk in lines.Chunk(AtOnce))
        {
            var subjects = chunk.Select(line => (long?)line.Subject).Distinct().ToList();
            var accounts = (await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && subjects.Contains(account.Organization))
                .Select(account => new { account.Id, Subject = account.Organization!.Value }).ToListAsync(cancellation)).ToLookup(account => account.Subject, account => account.Id);
            foreach (var own in chunk.GroupBy(line => line.Subject))
            {
                foreach (var account in accounts[own.Key]) box.Tell(account, $"{string.Join("、", own.Select(line => line.Title).Distinct())}共 {Fmt.Money(own.Sum(line => line.Amount))}已批准，请确认收款账户", "/redemption/mine");
            }
        }
    }
}
