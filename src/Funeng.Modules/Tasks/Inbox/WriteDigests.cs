using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Tasks.Inbox;

/// <summary>
/// On the morning of a working day, at the hour each has chosen, a mail with what waits for him, late ones first; nobody gets one who has nothing to do.
/// Groups that take the topic get the counts of the day. Each goes out once a day however often this runs.
/// </summary>
internal sealed class WriteDigests(IServiceScopeFactory scopes, FunengDb db, NoticeOutbox outbox, OfficialCalendar official, CityProfile city, TimeProvider time) : INoticeSource
{
    private const int HoursLate = 3;
    private const int Most = 50;
    private const int GroupHour = 8;

    public async Task FillAsync(CancellationToken cancellation)
    {
        var local = city.Local(time.GetUtcNow());
        var today = DateOnly.FromDateTime(local.DateTime);
        if (!official.Calendar.IsWorkday(today)) return;
        var isFirstOfWeek = official.Calendar.Count(today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - 1), today) == 1;
        var dedup = string.Create(CultureInfo.InvariantCulture, $"digest/{today:yyyyMMdd}");
        foreach (var choice in await db.Set<NoticeChoice>().AsNoTracking().Where(row => row.Digest != DigestRhythm.Never).ToListAsync(cancellation))
        {
            var isDue = local.Hour >= choice.DigestHour && local.Hour < choice.DigestHour + HoursLate && (choice.Digest == DigestRhythm.Workdays || isFirstOfWeek);
            if (isDue && !await outbox.HasAsync(dedup, choice, cancellation))
                await MailOneAsync(choice, dedup, today, cancellation);
        }

        if (local.Hour >= GroupHour && local.Hour < GroupHour + HoursLate)
            await GroupsAsync(today, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Each by itself: what another process has told one account does not undo the others.</summary>
    private async Task MailOneAsync(NoticeChoice choice, string dedup, DateOnly today, CancellationToken cancellation)
    {
        await MailAsync(choice, dedup, today, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task MailAsync(NoticeChoice choice, string dedup, DateOnly today, CancellationToken cancellation)
    {
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == choice.Account, cancellation) is not { IsDisabled: false } account) return;
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(account.Id, account.DisplayName, account.Role, account.Scope);
        var muted = choice.Muted.Split(' ');
        var items = (await unit.ServiceProvider.GetRequiredService<OpenInbox>().MineAsync(Most, cancellation)).Where(item => !muted.Contains(item.Kind)).ToList();
        if (items.Count == 0)
            await outbox.NothingAsync(choice, dedup, cancellation);
        else
            await outbox.MailAsync(choice, dedup, $"{city.ShortName}：您有 {items.Count} 项任务待办", Text(items, account.DisplayName, today), cancellation);
    }

    private static string Text(IReadOnlyList<TaskItem> items, string name, DateOnly today)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{name}，您好：\n\n");
        foreach (var item in items)
            text.Append(CultureInfo.InvariantCulture, $"· {item.Title}（{(item.DueOn is { } due ? $"{Fmt.Date(due)}，{Fmt.Due(due, today)}" : "没有期限")}）\n");
        return text.Append("\n这封信由平台自动发出。在“消息”的“通知方式”里可以改为每周一次或不再接收。\n").ToString();
    }

    private async Task GroupsAsync(DateOnly today, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var open = await db.Set<TaskItem>().CountAsync(item => item.State == TaskState.Open, cancellation);
        var late = await db.Set<TaskItem>().CountAsync(item => item.State == TaskState.Open && item.DueAt < now, cancellation);
        var due = await db.Set<TaskItem>().CountAsync(item => item.State == TaskState.Open && item.DueOn == today, cancellation);
        if (open == 0) return;
        await outbox.ToGroupsAsync(
            NoticeTopic.Digest, string.Create(CultureInfo.InvariantCulture, $"digest/{today:yyyyMMdd}/group"), $"{Fmt.Day(today)}任务汇总",
            $"在办 {open} 项，今天到期 {due} 项，超期 {late} 项。", "/tasks?tab=all", cancellation);
    }
}
