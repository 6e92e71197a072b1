using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>
/// Reminds enterprises that do not say where their money goes, on the working days of <c>rules/redemption.yaml</c>: one message for all of an enterprise,
/// each day once. With the last one whoever made the list is told to telephone.
/// </summary>
public sealed class RemindPayees(FunengDb db, RedemptionRules rules, OfficialCalendar calendar, NotificationBox box, CityProfile city, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <returns>How many enterprises were reminded.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        if (!calendar.Calendar.IsWorkday(today) || rules.RemindAfterWorkdays.Count == 0) return 0;
        // So many working days are at least so many days.
        var (most, asked, last, reminded) = (rules.RemindAfterWorkdays.Count, today.AddDays(-rules.RemindAfterWorkdays[0]), 0L, 0);
        while (true)
        {
            var subjects = await db.Set<Award>().Where(award => award.State == AwardState.Approved && award.PayeeConfirmedAt == null && award.Reminders < most && (award.AskedOn == null || award.AskedOn <= asked) && award.Subject > last)
                .Select(award => award.Subject).Distinct().Order().Take(AtOnce).ToListAsync(cancellation);
            if (subjects.Count == 0) return reminded;
            last = subjects[^1];
            reminded += await RemindAsync(subjects, today, cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private async Task<int> RemindAsync(List<long> subjects, DateOnly today, CancellationToken cancellation)
    {
        var awards = await db.Set<Award>().Where(award => award.State == AwardState.Approved && award.PayeeConfirmedAt == null && subjects.Contains(award.Subject)).ToListAsync(cancellation);
        var accounts = (await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && account.Organization != null && subjects.Contains(account.Organization.Value))
            .Select(account => new { account.Id, Subject = account.Organization!.Value }).ToListAsync(cancellation)).ToLookup(account => account.Subject, account => account.Id);
        var told = new List<Award>();
        var count = 0;
        foreach (var own in awards.GroupBy(award => award.Subject))
        {
            var due = own.Where(award => IsDue(award, today)).ToList();
            if (due.Count == 0) continue;
            count++;
            foreach (var account in accounts[own.Key]) box.Tell(account, $"还有 {own.Count()} 条兑付共 {Fmt.Money(own.Sum(award => award.Amount))}等您确认收款账户，确认了才能付款", "/redemption/mine");
            foreach (var award in due)
            {
                // Of several days that passed at once, as after an outage, one message tells.
                award.Reminders = rules.RemindAfterWorkdays.Count(days => days <= Asked(award, today));
                award.Version++;
                if (award.Reminders == rules.RemindAfterWorkdays.Count) told.Add(award);
            }
        }

        if (count > 0) await TellMakersAsync(told, accounts, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return count;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // One of them confirmed at this moment, or another process was first: the next round looks again.
            return 0;
        }
    }

    private async Task TellMakersAsync(List<Award> awards, ILookup<long, long> accounts, CancellationToken cancellation)
    {
        var ids = awards.Select(award => award.Batch!.Value).Distinct().ToList();
        foreach (var batch in await db.Set<RedemptionBatch>().AsNoTracking().Where(batch => ids.Contains(batch.Id) && batch.MadeBy != null).ToListAsync(cancellation))
        {
            var lines = awards.Where(award => award.Batch == batch.Id).ToList();
            var without = lines.Count(award => !accounts[award.Subject].Any());
            box.Tell(batch.MadeBy!.Value, $"{batch.Title}：{lines.Count} 条提醒多次仍没有确认收款账户{(without > 0 ? $"（其中 {without} 家没有平台账号）" : "")}，请电话联系，或停止兑付", $"/redemption/{batch.Id}?state=Approved");
        }
    }

    private bool IsDue(Award award, DateOnly today) => award.Reminders < rules.RemindAfterWorkdays.Count && Asked(award, today) >= rules.RemindAfterWorkdays[award.Reminders];

    private int Asked(Award award, DateOnly today) => calendar.Calendar.Count(award.AskedOn ?? DateOnly.FromDateTime(city.Local(award.ApprovedAt!.Value).DateTime), today);
}
