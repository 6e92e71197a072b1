using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>
/// Payments whose promised day comes near become one task for each batch: of the bureau until it is approved, of the treasury afterwards. What was approved
/// on application and nobody has put into a batch is one task of the bureau for each policy. What waits for money in the queue is told on the batch and is nobody's lateness. The task is done when nothing of the batch is behind its promise.
/// </summary>
public sealed class WatchPayouts(FunengDb db, PromiseClock clock, PolicyBook policies, TaskBook tasks, DeskBodies desks, OfficialCalendar calendar, CityProfile city, TimeProvider time)
{
    public const string Kind = "payout";

    private const int Ahead = 3;

    /// <returns>How many tasks were opened and closed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        if (!calendar.Calendar.IsWorkday(today)) return 0;
        var until = calendar.Calendar.Add(today, Ahead);
        var late = await LateAsync(until, cancellation);
        var open = await db.Set<TaskItem>().Where(item => item.SourceKind == Kind && item.State != TaskState.Done && item.State != TaskState.Cancelled).ToListAsync(cancellation);
        var changed = 0;
        foreach (var item in open.Where(item => !late.Any(one => one.Key == item.SourceKey && one.Office == item.Key)))
        {
            await tasks.ActAsync(item.Id, item.State == TaskState.Paused ? new TaskAct.Cancel("已办完") : new TaskAct.Close("承诺的都已付出，或转到下一个环节"), cancellation);
            changed++;
        }

        foreach (var one in late) changed += await OpenAsync(one, cancellation) ? 1 : 0;
        await db.SaveOrLeaveAsync(cancellation);
        return changed;
    }

    private async Task<List<Late>> LateAsync(DateOnly until, CancellationToken cancellation)
    {
        var groups = await db.Set<Award>().Where(award => (award.State == AwardState.Proposed || award.State == AwardState.Confirmed || award.State == AwardState.InPublicity
                || award.State == AwardState.Objected || award.State == AwardState.Approved || award.State == AwardState.Ordered))
            .GroupBy(award => new { award.Batch, Policy = award.Batch == null ? award.Policy : "", award.BeganOn, award.PromiseWorkdays, award.PausedWorkdays, IsApproved = award.State == AwardState.Approved || award.State == AwardState.Ordered })
            .Select(group => new { group.Key, First = group.Min(award => award.Id), Count = group.Count() }).ToListAsync(cancellation);
        var firsts = groups.ConvertAll(group => group.First);
        var awards = await db.Set<Award>().AsNoTracking().Where(award => firsts.Contains(award.Id)).ToDictionaryAsync(award => award.Id, cancellation);
        var ids = groups.ConvertAll(group => group.Key.Batch ?? 0);
        var batches = await db.Set<RedemptionBatch>().AsNoTracking().Where(batch => ids.Contains(batch.Id)).ToDictionaryAsync(batch => batch.Id, cancellation);
        return [.. groups.Select(group => (group.Key, group.Count, group.First, Due: clock.DueOf(awards[group.First]))).Where(one => one.Due <= until)
            .GroupBy(one => (one.Key.Batch, one.Key.Policy, one.Key.IsApproved))
            .Select(group => Of(group.Key.Batch is { } batch ? batches[batch] : null, group.Key.Policy, group.All(one => awards[one.First].IsSynthetic), group.Key.IsApproved, group.Min(one => one.Due), group.Sum(one => one.Count)))];
    }

    private Late Of(RedemptionBatch? batch, string policy, bool isSynthetic, bool isApproved, DateOnly due, int count)
    {
        if (batch is not null) return new Late(batch.Id.ToString(CultureInfo.InvariantCulture), batch.Title, $"/redemption/{batch.Id}", batch.Region, batch.IsSynthetic, isApproved, false, due, count);
        var known = policies.Find(policy);
        return new Late("waiting/" + policy, known?.Title ?? policy, "/redemption", known is { Region.Length: > 0 } ? known.Region : null, isSynthetic, false, true, due, count);
    }

    private async Task<bool> OpenAsync(Late late, CancellationToken cancellation)
    {
        if (await tasks.FindAsync(Kind, late.Key, late.Office, cancellation) is not null) return false;
        if (await desks.OfAsync(late.IsApproved ? [Role.Treasurer] : [Role.BureauOfficer, Role.BureauHead], late.Region, null, cancellation) is not { } desk) return false;
        return await tasks.OpenAsync(
            new NewTask(Kind, new TaskSource(Kind, late.Key, late.Title, late.Href), Clip($"{(late.IsApproved ? "支付到账" : late.IsLoose ? "组成兑付批次" : "公示批准")}：{late.Title}"))
            {
                Key = late.Office, LeadBody = desk.Body, Due = late.Due, Region = late.Region, IsSynthetic = late.IsSynthetic,
                Detail = $"{late.Count} 条承诺 {Fmt.Date(late.Due)} 前到账，{(late.IsLoose ? "申报已经批准，还没有组成兑付批次" : $"还在{(late.IsApproved ? "确认账户和支付" : "核对、公示和批准")}")}。",
            }, cancellation) is TaskResult.Done;
    }

    private static string Clip(string text) => text.Length <= TaskRules.LongestTitle ? text : text[..TaskRules.LongestTitle];

    /// <param name="IsLoose">In no batch.</param>
    private sealed record Late(string Key, string Title, string Href, string? Region, bool IsSynthetic, bool IsApproved, bool IsLoose, DateOnly Due, int Count)
    {
        public string Office => (IsApproved ? "treasury/" : "bureau/") + Due.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }
}
