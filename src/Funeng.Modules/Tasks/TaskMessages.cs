using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>Who hears of a change: those who do the work, whoever gave it out, and the bodies that help; never whoever made the change.</summary>
public sealed class TaskMessages(FunengDb db, Callers callers, NotificationBox box, CurrentUser user, CityProfile city, TimeProvider time)
{
    internal async Task TellAsync(TaskItem item, TaskStepKind kind, string text, CancellationToken cancellation)
    {
        if (item.State == TaskState.Draft || Words(kind) is not { } words) return;
        var accounts = new HashSet<long>();
        if (kind is TaskStepKind.Submitted or TaskStepKind.Reported)
            accounts.UnionWith(await GiversAsync(item, cancellation));
        else
            accounts.UnionWith(await DoersAsync(item, cancellation));
        if (kind is TaskStepKind.Opened or TaskStepKind.Published or TaskStepKind.Closed or TaskStepKind.Cancelled)
            accounts.UnionWith(await HelpersAsync(item, cancellation));
        accounts.UnionWith(await FollowersAsync(item, cancellation));
        Tell(item, accounts, words, text);
    }

    /// <summary>Those who asked to hear of it and may still see it: whoever changed office, or whose account was closed, hears no more.</summary>
    private async Task<IReadOnlyList<long>> FollowersAsync(TaskItem item, CancellationToken cancellation)
    {
        var today = city.Today(time);
        var seeing = new List<long>();
        var following = await (from follow in db.Set<TaskFollow>() join account in db.Accounts on follow.Account equals account.Id where follow.Item == item.Id select account).AsNoTracking().ToListAsync(cancellation);
        foreach (var account in following.Where(account => !account.IsDisabled))
        {
            if (await TaskSight.SeesAsync(db, item, account, await callers.OfAsync(account.Id, account.Organization, today, cancellation), today, cancellation)) seeing.Add(account.Id);
        }

        return seeing;
    }

    /// <summary>Accounts of whoever gave it out and of those who stand in for him today, unless they do the work themselves.</summary>
    internal async Task<IReadOnlyList<long>> GiversAsync(TaskItem item, CancellationToken cancellation)
    {
        if (item.Creator is not { } creator) return [];
        var (givers, doers) = (await callers.WithStandInsAsync(creator, city.Today(time), cancellation), await DoersAsync(item, cancellation));
        var able = givers.Where(account => account == creator || !doers.Contains(account)).ToList();
        return [.. (await db.Accounts.AsNoTracking().Where(account => able.Contains(account.Id)).ToListAsync(cancellation)).Where(account => !account.IsDisabled).Select(account => account.Id)];
    }

    /// <summary>Accounts of those who do the work: the owner, or the members of the lead body.</summary>
    internal async Task<IReadOnlyList<long>> DoersAsync(TaskItem item, CancellationToken cancellation)
    {
        var holder = item.Owner ?? (item.LeadBody is { } body ? Holder.Body(body) : null as Holder?);
        return holder is { } doer ? await callers.AccountsOfAsync(doer, city.Today(time), cancellation) : [];
    }

    internal void Tell(TaskItem item, IEnumerable<long> accounts, string words, string text)
    {
        var title = text.Length is 0 or > 60 ? $"{words}：{item.Title}" : $"{words}：{item.Title}（{text}）";
        foreach (var account in accounts.Where(account => account != user.Id).Distinct())
            box.Tell(account, title, item.Link);
    }

    private async Task<IReadOnlyList<long>> HelpersAsync(TaskItem item, CancellationToken cancellation)
    {
        var bodies = db.ChangeTracker.Entries<TaskCooperation>().Where(entry => entry.Entity.Item == item.Id).Select(entry => entry.Entity.Body)
            .Union(await db.Set<TaskCooperation>().Where(row => row.Item == item.Id).Select(row => row.Body).ToListAsync(cancellation)).ToList();
        var accounts = new List<long>();
        foreach (var body in bodies)
            accounts.AddRange(await callers.AccountsOfAsync(Holder.Body(body), city.Today(time), cancellation));
        return accounts;
    }

    private static string? Words(TaskStepKind kind) => kind switch
    {
        TaskStepKind.Opened or TaskStepKind.Published => "新任务",
        TaskStepKind.Reported => null,
        // The order that follows tells it.
        TaskStepKind.Supervised => null,
        TaskStepKind.StageFinished or TaskStepKind.EvidenceAdded or TaskStepKind.CooperationPlanned or TaskStepKind.CooperationRated => null,
        TaskStepKind.Submitted => "请确认办结",
        TaskStepKind.HandedOver or TaskStepKind.Delegated => "任务转给您",
        _ => kind.DisplayName(),
    };
}
