using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>
/// Puts a confirmed list to the public for so many working days of the official calendar; the last day counts. Before that nobody outside
/// sees a name, after that no line is added.
/// </summary>
public sealed class PublishBatch(FunengDb db, BatchTurn turn, RedemptionRules rules, OfficialCalendar calendar, PublicityDays days, TellTakers tell, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <param name="planned">The day the money is promised for; null for none.</param>
    public Task<StepResult> RunAsync(long batch, DateOnly? planned, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.PrepareRedemption, [BatchState.Draft],
        async found =>
        {
            var today = city.Today(time);
            if (planned is { } day && (day < today || day > today.AddYears(2))) return StepResult.Because($"计划到账日期应在今天到 {Fmt.Date(today.AddYears(2))} 之间。", "Planned");
            var lines = db.Set<Award>().Where(award => award.Batch == batch);
            if (await lines.AnyAsync(award => award.State == AwardState.Proposed, cancellation)) return StepResult.Because("还有没核对的企业，全部核对或写明不予兑付后才能公示。");
            var count = await lines.Where(award => award.State == AwardState.Confirmed)
                .ExecuteUpdateAsync(row => row.SetProperty(award => award.State, AwardState.InPublicity).SetProperty(award => award.Version, award => award.Version + 1), cancellation);
            if (count == 0) return StepResult.Because("名单上没有要兑付的企业，不用公示；可以作废这一批。");
            (found.State, found.PublicFrom, found.PublicTo, found.PublicWorkdays) = (BatchState.Public, today, calendar.Calendar.Add(today, rules.PublicityWorkdays), rules.PublicityWorkdays);
            (found.SubmittedBy, found.SubmittedByName, found.PlannedOn) = (user.Id, user.Name, planned ?? found.PlannedOn);
            audit.Record("开始公示", $"redemption:{batch}", "", null, new { found.Number, found.PublicTo, Lines = count });
            await tell.RunAsync(
                await lines.Where(award => award.State == AwardState.InPublicity).OrderBy(award => award.Id).Select(TakerLine.Of).ToListAsync(cancellation),
                $"/redemption/public/{batch}", $"已列入公示名单，公示到 {days.Say(found)}，期满没有异议就批准", cancellation);
            return new StepResult.Done(count);
        },
        cancellation);
}
