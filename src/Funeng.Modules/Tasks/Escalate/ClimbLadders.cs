using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Escalate;

/// <summary>
/// Climbs the ladders of all open items, and of those handed in that nobody confirms: reminds, shows yellow and red cards, hands silent items to the supervision office and takes late ones to the
/// leader. Each rung is taken once for each due day it counts from; a rung that two processes reach at once is taken by one. Of several rungs reached at
/// once (after an outage, or for an item entered late) only the last is told; an order is told besides, to the body it is for. On days off nothing moves.
/// </summary>
public sealed class ClimbLadders(
    FunengDb db, ClockBook clocks, TaskClock clock, TaskBook book, TaskMessages messages, Overseers overseers, IssueOrders orders, NotificationBox box,
    NoticeOutbox outbox, CityProfile city, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <returns>How many rungs were taken.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation) =>
        city.Today(time) is var today && clock.Calendar.IsWorkday(today) ? await RunAsync(today, cancellation) : 0;

    /// <summary>The same as on a given day.</summary>
    public async Task<int> RunAsync(DateOnly today, CancellationToken cancellation)
    {
        var (taken, last) = (0, 0L);
        while (true)
        {
            var items = await db.Set<TaskItem>().Where(item => (item.State == TaskState.Open || item.State == TaskState.Submitted) && item.Id > last).OrderBy(item => item.Id).Take(AtOnce).ToListAsync(cancellation);
            if (items.Count == 0) return taken;
            var known = await AlarmsAsync([.. items.Select(item => item.Id)], cancellation);
            foreach (var item in items)
            {
                last = item.Id;
                var climbed = await ClimbAsync(item, [.. known[item.Id]], today, cancellation);
                taken += climbed ?? 0;
                // What was read before a conflict is not written any more: the rest is read anew.
                if (climbed is null) break;
            }

            db.ChangeTracker.Clear();
        }
    }

    private async Task<ILookup<long, TaskAlarm>> AlarmsAsync(List<long> items, CancellationToken cancellation) =>
        (await db.Set<TaskAlarm>().AsNoTracking().Where(alarm => items.Contains(alarm.Item)).ToListAsync(cancellation)).ToLookup(alarm => alarm.Item);

    /// <returns>How many rungs were taken; null when somebody else changed the item at this moment.</returns>
    private async Task<int?> ClimbAsync(TaskItem item, List<TaskAlarm> alarms, DateOnly today, CancellationToken cancellation)
    {
        var ladder = clocks.Get(item.Kind).RungsIn(item.State);
        var taken = ladder.Where(rung => alarms.Exists(alarm => alarm.Rung == rung.Id && alarm.Anchor == AnchorOf(rung, item))).Select(rung => rung.Id).ToHashSet();
        var reached = Ladder.Reached(ladder, item.DueOn, item.ReportedOn, today, taken, clock.Calendar);
        if (reached.Count == 0) return 0;
        // An order tells of itself, but only its body and only when it is a new one: it is no substitute for the card before it.
        var told = reached.LastOrDefault(rung => rung.Act != RungAct.Supervise);
        foreach (var rung in reached)
        {
            var alarm = new TaskAlarm { Item = item.Id, Rung = rung.Id, Anchor = AnchorOf(rung, item), Act = rung.Act, TakenOn = today };
            alarms.Add(alarm);
            db.Add(alarm);
            await TakeAsync(item, rung, alarms, today, rung == told, cancellation);
        }

        item.Version++;
        try
        {
            await db.SaveChangesAsync(cancellation);
            return reached.Count;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Another process took the rung, or somebody changed the item: the next round looks again.
            return null;
        }
    }

    private async Task TakeAsync(TaskItem item, LadderRung rung, List<TaskAlarm> alarms, DateOnly today, bool isTold, CancellationToken cancellation)
    {
        switch (rung.Act)
        {
            case var _ when rung.Anchor == RungAnchor.HandedIn:
                await AskToConfirmAsync(item, rung, today, cancellation);
                break;
            case RungAct.Remind:
                await KeepAsync(item, TaskStepKind.Reminded, Reason(item, today), isTold, cancellation);
                break;
            case RungAct.Yellow:
                await YellowAsync(item, alarms, today, isTold, cancellation);
                await TellGroupsAsync(item, rung, today, cancellation);
                break;
            case RungAct.Red:
                item.Light = TaskLight.Red;
                await KeepAsync(item, TaskStepKind.RedCard, Reason(item, today), isTold, cancellation);
                await TellGroupsAsync(item, rung, today, cancellation);
                break;
            case RungAct.Supervise:
                await KeepAsync(item, TaskStepKind.Supervised, $"{Fmt.Date(item.ReportedOn)} 以后没有填报，自动转督办", isTold, cancellation);
                if (await orders.IssueForAsync(item, $"自 {Fmt.Date(item.ReportedOn)} 起没有填报进展，请说明情况并尽快办理。", cancellation) is null) await TellOfSilenceAsync(item, cancellation);
                break;
            case RungAct.Escalate:
                await KeepAsync(item, TaskStepKind.Escalated, $"{Reason(item, today)}，提请领导顶格协调", isTold, cancellation);
                foreach (var account in await overseers.LeadersOfAsync(item, cancellation))
                    box.Tell(account, $"请您顶格协调：{item.Title}（{Reason(item, today)}）", item.Link);
                break;
        }
    }

    /// <summary>Handed in, and nobody says yes or no: whoever gave it out is reminded, or stands in for him; then, or when nobody of them can sign in any more, the supervision office, which may confirm it as well.</summary>
    private async Task AskToConfirmAsync(TaskItem item, LadderRung rung, DateOnly today, CancellationToken cancellation)
    {
        var waits = $"{Fmt.Date(item.ReportedOn)} 提交办结，{clock.Calendar.Count(item.ReportedOn, today)} 个工作日没有人确认";
        var givers = await messages.GiversAsync(item, cancellation);
        var isOffices = rung.Act != RungAct.Remind || givers.Count == 0;
        await KeepAsync(item, TaskStepKind.Reminded, isOffices ? $"{waits}，请督查室确认或退回" : waits, isTold: false, cancellation);
        messages.Tell(item, isOffices ? givers.Union(await overseers.OfficeAsync(item.Region, item.Zone, cancellation)) : givers, "请确认办结", waits);
    }

    /// <summary>There is no body to send an order to: those who do the work and the supervision office hear of it all the same.</summary>
    private async Task TellOfSilenceAsync(TaskItem item, CancellationToken cancellation)
    {
        var accounts = (await messages.DoersAsync(item, cancellation)).Union(await overseers.OfficeAsync(item.Region, item.Zone, cancellation));
        foreach (var account in accounts) box.Tell(account, $"{Fmt.Date(item.ReportedOn)} 以后没有填报，没有牵头单位，督办单发不出：{item.Title}", item.Link);
    }

    /// <summary>A yellow card; with several within the window it is a red one, and says so.</summary>
    private async Task YellowAsync(TaskItem item, List<TaskAlarm> alarms, DateOnly today, bool isTold, CancellationToken cancellation)
    {
        var yellows = alarms.Where(alarm => alarm.Act == RungAct.Yellow).Select(alarm => alarm.TakenOn);
        var isRed = Ladder.YellowsMakeRed(yellows, today, clocks.YellowsNeeded, clocks.YellowsWithinDays);
        item.Light = isRed ? TaskLight.Red : item.Light == TaskLight.Red ? TaskLight.Red : TaskLight.Yellow;
        await KeepAsync(item, TaskStepKind.YellowCard, Reason(item, today), isTold && !isRed, cancellation);
        if (isRed)
            await KeepAsync(item, TaskStepKind.RedCard, $"{clocks.YellowsWithinDays} 天内第 {yellows.Count()} 次黄牌，转为红牌", isTold, cancellation);
    }

    private Task TellGroupsAsync(TaskItem item, LadderRung rung, DateOnly today, CancellationToken cancellation) => outbox.ToGroupsAsync(
        NoticeTopic.Cards, $"card/{item.Id}/{rung.Id}/{AnchorOf(rung, item):yyyyMMdd}", $"{item.Light.DisplayName()}：{item.Title}", Reason(item, today), item.Link, cancellation);

    private Task KeepAsync(TaskItem item, TaskStepKind kind, string text, bool isTold, CancellationToken cancellation) =>
        book.KeepAsync(item, kind, item.State, text, item.DueOn, null, cancellation, isTold);

    private static DateOnly AnchorOf(LadderRung rung, TaskItem item) => rung.Anchor == RungAnchor.Due ? item.DueOn ?? item.OpenedOn : item.ReportedOn;

    private static string Reason(TaskItem item, DateOnly today) => item.DueOn is { } due ? $"{Fmt.Date(due)} 到期，{Fmt.Due(due, today)}" : "";
}
