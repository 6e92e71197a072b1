using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Clocks;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>A paid award that was only the difference to lower ones, of which money came back since.</summary>
/// <param name="Lower">Titles of those.</param>
/// <param name="BackFen">What came back of them.</param>
/// <param name="LackingFen">What the award would be more, were it decided beside what the enterprise has now.</param>
public sealed record LackingDifference(Award Award, string Lower, long BackFen, long LackingFen)
{
    /// <summary>In one paragraph, for whoever decides.</summary>
    public string Say() =>
        $"这一项当时只付了差额 {Fmt.Money(Award.Amount)}（应得 {Fmt.Money((Award.AmountFen + Award.CountedFen) / 100m)}，扣了已得的{Lower}）。{Lower}后来追缴，已缴回 {Fmt.Money(BackFen / 100m)}，按就高不重复这一项还差 {Fmt.Money(LackingFen / 100m)}。"
        + "平台不自动补付：请核实这一项的条件现在仍然符合，按单位程序另行审批拨付。";
}

/// <summary>
/// What came back of a lower award is lacking of the higher one that was paid the difference to it. That is not raised by itself: it would be a second payment of the
/// same award, on facts nobody has looked at again. The office is given it as a task with the sum, and whoever opens the award reads it.
/// </summary>
public sealed class WatchDifferences(FunengDb db, HeldAwards holdings, AwardLimits limits, PolicyBook book, TaskBook tasks, DeskBodies desks, OfficialCalendar calendar, CityProfile city, TimeProvider time)
{
    public const string Kind = "difference";

    private const int Workdays = 10;

    /// <param name="only">One award; null for all.</param>
    public async Task<IReadOnlyList<LackingDifference>> ReadAsync(long? only, CancellationToken cancellation)
    {
        // Few of those that count others have lost any: their facts and texts are not read for the rest, every few minutes.
        var paid = await db.Set<Award>().AsNoTracking().Where(award => award.CountedOf != "" && award.State == AwardState.Paid && (only == null || award.Id == only)).Select(award => new { award.Id, award.CountedOf }).ToListAsync(cancellation);
        if (paid.Count == 0) return [];
        var back = (await db.Set<Claim>().AsNoTracking().Where(claim => claim.ReceivedFen > 0).Select(claim => new { claim.Award, claim.ReceivedFen }).ToListAsync(cancellation)).ToLookup(claim => claim.Award, claim => claim.ReceivedFen);
        var ids = paid.FindAll(award => HeldAwards.CountedOf(award.CountedOf).Any(back.Contains)).ConvertAll(award => award.Id);
        var touched = await db.Set<Award>().AsNoTracking().Where(award => ids.Contains(award.Id)).OrderBy(award => award.Id).ToListAsync(cancellation);
        var held = await holdings.OfAsync([.. touched.Select(award => award.Subject)], cancellation);
        return [.. touched.Select(award => Of(award, held[award.Subject], back)).OfType<LackingDifference>()];
    }

    /// <returns>How many tasks were opened and closed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        if (!calendar.Calendar.IsWorkday(today)) return 0;
        var lacking = await ReadAsync(null, cancellation);
        var open = await db.Set<TaskItem>().Where(item => item.SourceKind == Kind && item.State != TaskState.Done && item.State != TaskState.Cancelled).ToListAsync(cancellation);
        var changed = 0;
        foreach (var item in open.Where(item => !lacking.Any(one => (Id(one), Sum(one)) == (item.SourceKey, item.Key))))
        {
            await tasks.ActAsync(item.Id, item.State == TaskState.Paused ? new TaskAct.Cancel("不再差这个数") : new TaskAct.Close("不再差这个数"), cancellation);
            changed++;
        }

        foreach (var one in lacking) changed += await OpenAsync(one, today, cancellation) ? 1 : 0;
        await db.SaveOrLeaveAsync(cancellation);
        return changed;
    }

    private LackingDifference? Of(Award award, List<HeldAward> held, ILookup<long, long> back)
    {
        if (book.FindBenefit(award.Benefit) is not { } rule) return null;
        var (lower, others) = (HeldAwards.CountedOf(award.CountedOf).Where(back.Contains).ToList(), held.FindAll(one => one.Id != award.Id));
        // While a claim is open this leaves nothing: nobody knows yet whether the money comes. What was cut for other reasons stays cut.
        var room = limits.RoomFor(rule.Benefit, award.Period, award.Item, award.DecidedOn, award.AmountFen + award.CountedFen, others);
        var came = lower.Sum(one => back[one].Sum());
        var lacking = Math.Min(room.Fen - award.AmountFen, came);
        return lacking > 0 ? new LackingDifference(award, string.Concat(held.Where(one => lower.Contains(one.Id)).Select(one => $"“{one.Title}”").Distinct()), came, lacking) : null;
    }

    private async Task<bool> OpenAsync(LackingDifference lacking, DateOnly today, CancellationToken cancellation)
    {
        var award = lacking.Award;
        if (await tasks.FindAsync(Kind, Id(lacking), Sum(lacking), cancellation) is not null) return false;
        var region = book.Find(award.Policy) is { } policy && CollectAwards.RegionOf(policy) is { Length: > 0 } own ? own : city.RegionCode;
        if (await desks.OfAsync([Role.BureauOfficer, Role.BureauHead], region, null, cancellation) is not { } desk) return false;
        var title = $"补足差额：{award.Name}，{award.Title}";
        return await tasks.OpenAsync(
            new NewTask(WatchPayouts.Kind, new TaskSource(Kind, Id(lacking), $"{award.Name}：{award.Title}", $"/redemption/awards/{award.Id}"), title.Length <= TaskRules.LongestTitle ? title : title[..TaskRules.LongestTitle])
            {
                Key = Sum(lacking), LeadBody = desk.Body, Due = calendar.Calendar.Add(today, Workdays), Region = desk.Region, IsSynthetic = award.IsSynthetic, Detail = lacking.Say() + "办结时写明结果。",
            }, cancellation) is TaskResult.Done;
    }

    private static string Id(LackingDifference lacking) => lacking.Award.Id.ToString(CultureInfo.InvariantCulture);

    private static string Sum(LackingDifference lacking) => lacking.LackingFen.ToString(CultureInfo.InvariantCulture);
}
