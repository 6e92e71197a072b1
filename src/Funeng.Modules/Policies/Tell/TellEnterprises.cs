using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Tell;

/// <summary>
/// Tells enterprises of a benefit they are entitled to: a message to each of their accounts, and after quiet hours a mail, and a push to the address
/// an account has set, to whoever wants that; in batches, each enterprise once in the year, or once for all for what is had once. Who has applied for it already is told nothing. The groups of the offices that take the topic hear of each batch. Those without an account that can sign in are left for a visit.
/// </summary>
public sealed class TellEnterprises(
    FunengDb db, PolicyBook book, Entitled entitled, NotificationBox box, NoticeOutbox outbox, NoticeSettings settings, IEnumerable<IBenefitTakers> takers, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Who of the entitled is told, and who can be.</summary>
    /// <returns>Without rows, and with the reason, for a benefit nobody can have today; null when there is no such benefit, or not for this user.</returns>
    public async Task<TellView?> ReadAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || book.FindBenefit(benefit) is not { } rule) return null;
        var today = city.Today(time);
        if (PolicyBook.Closed(rule, today) is { } closed) return new TellView(new EntitledList(rule, today, [], 0, 0), [], closed);
        var list = await entitled.RunAsync(rule, user.EnterpriseScope, rule.Benefit.IsOver(today) ? rule.Benefit.Deadline!.Value : today, cancellation);
        var (year, steps, itemSteps) = (rule.Benefit.YearOn(list.On), new Dictionary<long, TakeStep>(), new Dictionary<(long, string), TakeStep>());
        foreach (var one in await TakenAsync(benefit, year, cancellation))
        {
            steps[one.Subject] = steps.TryGetValue(one.Subject, out var known) && known > one.Step ? known : one.Step;
            itemSteps[(one.Subject, one.Item)] = itemSteps.TryGetValue((one.Subject, one.Item), out var of) && of > one.Step ? of : one.Step;
        }

        var told = (await db.Set<PolicyTold>().AsNoTracking().Where(row => row.Benefit == benefit && row.TakenBackAt == null && (year == null || row.Year == year)).OrderBy(row => row.Year).ToListAsync(cancellation)).DistinctBy(row => row.Subject).ToDictionary(row => row.Subject);
        var read = (await db.Set<PolicyRead>().AsNoTracking().Where(row => row.Policy == rule.Policy.Id && (year == null || row.Year == year)).OrderBy(row => row.Year).ToListAsync(cancellation)).DistinctBy(row => row.Subject).ToDictionary(row => row.Subject);
        var reachable = (await ReachableAsync(cancellation)).Select(account => account.Subject).ToHashSet();
        return new TellView(list, [.. list.Met.Select(one => new TellRow(one, told.GetValueOrDefault(one.Id)?.ToldAt, reachable.Contains(one.Id))
        {
            ReadAt = read.GetValueOrDefault(one.Id)?.ReadAt, UnderstoodAt = read.GetValueOrDefault(one.Id)?.UnderstoodAt, Step = steps.TryGetValue(one.Id, out var step) ? step : null,
        })], null) { IsOver = rule.Benefit.IsOver(today), Year = year, ItemSteps = itemSteps, Mistold = await MistoldAsync(list, [.. told.Keys], steps, cancellation) };
    }

    /// <summary>Who was told, and by the facts of today does certainly not meet the conditions; who has handed in an application hears of it there.</summary>
    private async Task<IReadOnlyList<SubjectName>> MistoldAsync(EntitledList list, HashSet<long> told, Dictionary<long, TakeStep> steps, CancellationToken cancellation)
    {
        told.ExceptWith(list.Met.Select(one => one.Id));
        told.ExceptWith(steps.Where(step => step.Value > TakeStep.Started).Select(step => step.Key));
        if (told.Count == 0) return [];
        var refused = (await entitled.AnswersAsync(list.Rule, await entitled.OpenAsync(user.EnterpriseScope, cancellation), list.On, cancellation))
            .Where(one => one.Answer.Outcome == Outcome.NotMet && told.Contains(one.Subject)).Select(one => one.Subject).ToList();
        return [.. (await entitled.NamesAsync(user.EnterpriseScope, refused, cancellation)).Values.Where(name => refused.Contains(name.Id)).OrderBy(name => name.Code, StringComparer.Ordinal)];
    }

    /// <summary>Tells those who were told and are not entitled by the figures as they are now; afterwards they were never told, and are told again when they are entitled.</summary>
    /// <returns>How many; null as of <see cref="RunAsync"/>.</returns>
    public async Task<int?> TakeBackAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.OpenTasks) || await ReadAsync(benefit, cancellation) is not { Closed: null } view) return null;
        var (accounts, count) = ((await ReachableAsync(cancellation)).ToLookup(account => account.Subject, account => account.Account), 0);
        foreach (var batch in view.Mistold.Chunk(Batch)) count += await TakeBackAsync(view, batch, accounts, cancellation);
        return count;
    }

    private async Task<int> TakeBackAsync(TellView view, SubjectName[] batch, ILookup<long, long> accounts, CancellationToken cancellation)
    {
        var (ids, rule, now) = (batch.Select(one => one.Id).ToList(), view.List.Rule, time.GetUtcNow());
        var rows = await db.Set<PolicyTold>().Where(row => row.Benefit == rule.Benefit.Id && row.TakenBackAt == null && ids.Contains(row.Subject) && (view.Year == null || row.Year == view.Year)).ToListAsync(cancellation);
        var asked = rows.SelectMany(row => accounts[row.Subject]).ToList();
        var choices = await db.Set<NoticeChoice>().AsNoTracking().Where(choice => asked.Contains(choice.Account) && (choice.Mail != "" || choice.Hook != "")).ToDictionaryAsync(choice => choice.Account, cancellation);
        foreach (var row in rows)
        {
            (row.TakenBackAt, row.TakenBackBy) = (now, user.Signature);
            var (title, link) = ($"更正：按最新的数据，暂不符合“{rule.Benefit.Title}”的条件，{Fmt.Date(DateOnly.FromDateTime(city.Local(row.ToldAt).DateTime))} 的告知不再作数", $"/policies/{rule.Policy.Id}");
            foreach (var account in accounts[row.Subject])
            {
                box.Tell(account, title, link);
                if (choices.TryGetValue(account, out var choice)) await SendAsync(choice, $"policy-told/{row.Id}/back", title, $"{batch.First(one => one.Id == row.Subject).Name}：{title}。差什么，登录后看“我能享受什么”。", link, cancellation);
            }
        }

        audit.Record("更正可享政策的告知", $"policy:{rule.Policy.Id}", "", null, new { Benefit = rule.Benefit.Id, Enterprises = rows.Count });
        // Whoever else does it at this moment tells it once more and changes nothing else.
        await db.SaveChangesAsync(cancellation);
        return rows.Count;
    }

    private async Task SendAsync(NoticeChoice choice, string dedup, string title, string body, string link, CancellationToken cancellation)
    {
        if (choice.Mail.Length > 0) await outbox.MailAsync(choice, dedup, title, settings.Site.Length > 0 ? $"{body}\n{settings.Site.TrimEnd('/')}{link}" : body, cancellation);
        if (choice.Hook.Length > 0) await outbox.HookAsync(choice, dedup, title, body, link, cancellation);
    }

    /// <returns>How many were told now; null when there is no such benefit, nobody can have it today or apply for it any more, or not for this user.</returns>
    public async Task<int?> RunAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.OpenTasks) || await ReadAsync(benefit, cancellation) is not { Closed: null, IsOver: false } view) return null;
        var accounts = (await ReachableAsync(cancellation)).ToLookup(account => account.Subject, account => account.Account);
        var count = 0;
        foreach (var batch in view.ToTell.Chunk(Batch)) count += await TellAsync(view.List.Rule, batch, accounts, cancellation);
        return count;
    }

    private async Task<int> TellAsync(BenefitRule rule, IReadOnlyList<TellRow> batch, ILookup<long, long> accounts, CancellationToken cancellation)
    {
        var today = city.Today(time);
        var key = $"policy-told/{rule.Benefit.Id}{(rule.Benefit.YearOn(today) is { } year ? $"/{year}" : "")}";
        var asked = batch.SelectMany(row => accounts[row.Enterprise.Id]).ToList();
        var choices = await db.Set<NoticeChoice>().AsNoTracking().Where(choice => asked.Contains(choice.Account) && (choice.Mail != "" || choice.Hook != "")).ToDictionaryAsync(choice => choice.Account, cancellation);
        // Who is told again after a telling was taken back hears of it again.
        var subjects = batch.Select(row => row.Enterprise.Id).ToList();
        var before = (await db.Set<PolicyTold>().AsNoTracking().Where(row => row.Benefit == rule.Benefit.Id && row.TakenBackAt != null && subjects.Contains(row.Subject)).Select(row => row.Subject).ToListAsync(cancellation)).CountBy(subject => subject).ToDictionary();
        string Dedup(long subject) => before.TryGetValue(subject, out var times) ? $"{key}/{subject}/again{times}" : $"{key}/{subject}";
        foreach (var row in batch)
        {
            db.Add(new PolicyTold { Id = ids.Next(), Benefit = rule.Benefit.Id, Subject = row.Enterprise.Id, Year = today.Year, Who = user.Signature, ToldAt = time.GetUtcNow() });
            var (title, link) = ($"可以享受：{rule.Benefit.Title}，{PolicyWords.Amount(row.Enterprise.Amount)}{Until(rule.Benefit)}", $"/policies/{rule.Policy.Id}");
            foreach (var account in accounts[row.Enterprise.Id])
            {
                box.Tell(account, title, link);
                if (choices.TryGetValue(account, out var choice)) await SendAsync(choice, Dedup(row.Enterprise.Id), title, $"{row.Enterprise.Name}：{title}。给谁、多少、怎么办，登录后看这份政策。", link, cancellation);
            }
        }

        await outbox.ToGroupsAsync(
            NoticeTopic.Policies, Dedup(batch[0].Enterprise.Id), $"已告知 {batch.Count} 家企业：{rule.Benefit.Title}",
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

    private async Task<List<BenefitTaker>> TakenAsync(string benefit, int? year, CancellationToken cancellation)
    {
        var all = new List<BenefitTaker>();
        foreach (var taker in takers) all.AddRange(await taker.OfAsync(benefit, year, cancellation));
        return all;
    }

    private static string Until(Benefit benefit) => benefit is { IsAppliedFor: true, Deadline: { } last } ? $"，{Fmt.Date(last)} 截止" : "";

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

/// <param name="List">As of today, or of the last day on which it could be applied for.</param>
/// <param name="Closed">Why no enterprise can have it today; null when they can.</param>
public sealed record TellView(EntitledList List, IReadOnlyList<TellRow> Rows, string? Closed)
{
    /// <summary>It cannot be applied for any more: nobody is told, and what was done is still read.</summary>
    public bool IsOver { get; init; }

    /// <summary>The year that is counted; null for what is had once for all.</summary>
    public int? Year { get; init; }

    /// <summary>How far each item of each enterprise is.</summary>
    internal IReadOnlyDictionary<(long Subject, string Item), TakeStep> ItemSteps { get; init; } = new Dictionary<(long, string), TakeStep>();

    /// <summary>Those who would be told: who has an account, was not told yet, and has not applied; of what is given item by item there may be another item.</summary>
    public IReadOnlyList<TellRow> ToTell => IsOver ? [] : [.. Rows.Where(row => row.ToldAt is null && row.HasAccount && (row.Step is null or TakeStep.Started || List.Rule.Benefit.Item is not null))];

    /// <summary>Who was told, and by the facts of today is not entitled: the figures were put right, or have changed.</summary>
    internal IReadOnlyList<SubjectName> Mistold { get; init; } = [];

    public int Told => Rows.Count(row => row.ToldAt is not null);

    public int Read => Rows.Count(row => row.ReadAt is not null);

    public int Understood => Rows.Count(row => row.UnderstoodAt is not null);
}

/// <param name="HasAccount">Somebody of the enterprise can sign in and read a message here.</param>
public sealed record TellRow(EntitledEnterprise Enterprise, DateTimeOffset? ToldAt, bool HasAccount)
{
    /// <summary>The furthest it has come; null where it has not begun.</summary>
    public TakeStep? Step { get; init; }

    /// <summary>When one of its accounts first opened the policy.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>When somebody of it said that he understands it.</summary>
    public DateTimeOffset? UnderstoodAt { get; init; }
}
