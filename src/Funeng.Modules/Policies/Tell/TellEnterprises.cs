using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Tell;

/// <summary>
/// Tells enterprises of a benefit they are entitled to: a message to each of their accounts, and after quiet hours a mail, and a push to the address
/// an account has set, to whoever wants that; in batches, each enterprise once and never again. The groups of the offices that take the topic hear of each batch. Those without an account that can sign in are left for a visit.
/// </summary>
public sealed class TellEnterprises(
    FunengDb db, PolicyBook book, Entitled entitled, NotificationBox box, NoticeOutbox outbox, NoticeSettings settings, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Who of the entitled is told, and who can be.</summary>
    /// <returns>Without rows, and with the reason, for a benefit nobody can have today; null when there is no such benefit, or not for this user.</returns>
    public async Task<TellView?> ReadAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || book.FindBenefit(benefit) is not { } rule) return null;
        var today = city.Today(time);
        if (PolicyBook.Closed(rule, today) is { } closed) return new TellView(new EntitledList(rule, today, [], 0, 0), [], closed);
        var list = await entitled.RunAsync(rule, user.EnterpriseScope, today, cancellation);
        var told = await db.Set<PolicyTold>().AsNoTracking().Where(row => row.Benefit == benefit).ToDictionaryAsync(row => row.Subject, cancellation);
        var reachable = (await ReachableAsync(cancellation)).Select(account => account.Subject).ToHashSet();
        var read = await db.Set<PolicyRead>().AsNoTracking().Where(row => row.Policy == rule.Policy.Id).ToDictionaryAsync(row => row.Subject, cancellation);
        return new TellView(list, [.. list.Met.Select(one => new TellRow(one, told.GetValueOrDefault(one.Id)?.ToldAt, reachable.Contains(one.Id))
        {
            ReadAt = read.GetValueOrDefault(one.Id)?.ReadAt, UnderstoodAt = read.GetValueOrDefault(one.Id)?.UnderstoodAt,
        })], null);
    }

    /// <returns>How many were told now; null when there is no such benefit, nobody can have it today, or not for this user.</returns>
    public async Task<int?> RunAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.OpenTasks) || await ReadAsync(benefit, cancellation) is not { Closed: null } view) return null;
        var accounts = (await ReachableAsync(cancellation)).ToLookup(account => account.Subject, account => account.Account);
        var count = 0;
        foreach (var batch in view.Rows.Where(row => row.ToldAt is null && row.HasAccount).Chunk(Batch)) count += await TellAsync(view.List.Rule, batch, accounts, cancellation);
        return count;
    }

    private async Task<int> TellAsync(BenefitRule rule, IReadOnlyList<TellRow> batch, ILookup<long, long> accounts, CancellationToken cancellation)
    {
        var asked = batch.SelectMany(row => accounts[row.Enterprise.Id]).ToList();
        var choices = await db.Set<NoticeChoice>().AsNoTracking().Where(choice => asked.Contains(choice.Account) && (choice.Mail != "" || choice.Hook != "")).ToDictionaryAsync(choice => choice.Account, cancellation);
        foreach (var row in batch)
        {
            db.Add(new PolicyTold { Id = ids.Next(), Benefit = rule.Benefit.Id, Subject = row.Enterprise.Id, Who = user.Signature, ToldAt = time.GetUtcNow() });
            var (title, link) = ($"可以享受：{rule.Benefit.Title}，{PolicyWords.Amount(row.Enterprise.Amount)}", $"/policies/{rule.Policy.Id}");
            foreach (var account in accounts[row.Enterprise.Id])
            {
                box.Tell(account, title, link);
                if (!choices.TryGetValue(account, out var choice)) continue;
                var (dedup, body) = ($"policy-told/{rule.Benefit.Id}/{row.Enterprise.Id}", $"{row.Enterprise.Name}：{title}。给谁、多少、怎么办，登录后看这份政策。");
                if (choice.Mail.Length > 0) await outbox.MailAsync(choice, dedup, title, settings.Site.Length > 0 ? $"{body}\n{settings.Site.TrimEnd('/')}{link}" : body, cancellation);
                if (choice.Hook.Length > 0) await outbox.HookAsync(choice, dedup, title, body, link, cancellation);
            }
        }

        await outbox.ToGroupsAsync(
            NoticeTopic.Policies, $"policy-told/{rule.Benefit.Id}/{batch[0].Enterprise.Id}", $"已告知 {batch.Count} 家企业：{rule.Benefit.Title}",
            $"{rule.Policy.Title}。没有账号的企业请上门送。", $"/policies/{rule.Benefit.Id}/entitled", cancellation);
        audit.Record("告知可享政策", $"policy:{rule.Policy.Id}", "", null, new { Benefit = rule.Benefit.Id, Enterprises = batch.Count });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return batch.Count;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Somebody else told some of them at this moment: nothing of this batch is kept, and the next run tells only the rest.
            db.ChangeTracker.Clear();
            return 0;
        }
    }

    // Whoever may not sign in reads no message.
    private async Task<IReadOnlyList<(long Subject, long Account)>> ReachableAsync(CancellationToken cancellation)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => account.Organization != null && account.Role == Role.Enterprise)
            .Where(account => account.LockoutEnd == null || account.LockoutEnd <= now)
            .Select(account => new { Subject = account.Organization!.Value, account.Id }).ToListAsync(cancellation);
        return [.. accounts.Select(account => (account.Subject, account.Id))];
    }
}

/// <param name="Closed">Why no enterprise can have it today; null when they can.</param>
public sealed record TellView(EntitledList List, IReadOnlyList<TellRow> Rows, string? Closed)
{
    public int Told => Rows.Count(row => row.ToldAt is not null);

    public int Read => Rows.Count(row => row.ReadAt is not null);

    public int Understood => Rows.Count(row => row.UnderstoodAt is not null);
}

/// <param name="HasAccount">Somebody of the enterprise can sign in and read a message here.</param>
public sealed record TellRow(EntitledEnterprise Enterprise, DateTimeOffset? ToldAt, bool HasAccount)
{
    /// <summary>When one of its accounts first opened the policy.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When somebody of it said that he understands it.</summary>
    public DateTimeOffset? UnderstoodAt { get; init; }
}
