using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>Puts messages into the outbox, in the unit of work of the change they tell of. What was put in once is not put in again.</summary>
public sealed class NoticeOutbox(FunengDb db, IdSource ids, NoticeSettings settings, CityProfile city, TimeProvider time)
{
    /// <summary>Whether something was told already.</summary>
    public Task<bool> HasAsync(string dedup, NoticeChoice choice, CancellationToken cancellation) =>
        db.Set<OutgoingNotice>().AnyAsync(row => row.Dedup == $"{dedup}/{choice.Account}", cancellation);

    /// <summary>For all groups that take the topic.</summary>
    /// <param name="dedup">The same text for the same event, however often it is told.</param>
    public async Task ToGroupsAsync(NoticeTopic topic, string dedup, string title, string body, string link, CancellationToken cancellation)
    {
        var targets = await db.Set<NoticeTarget>().AsNoTracking().Where(target => target.IsActive).ToListAsync(cancellation);
        foreach (var target in targets.Where(target => target.Takes(topic)))
            await AddAsync(NoticeChannel.Chat, target.Id, target.Address, $"{dedup}/{target.Id}", title, WithLink(body, link), NotBefore(settings.QuietFrom, settings.QuietTo), cancellation);
    }

    /// <summary>A mail, not before the quiet hours of whoever gets it have ended.</summary>
    public Task MailAsync(NoticeChoice choice, string dedup, string title, string body, CancellationToken cancellation) =>
        AddAsync(NoticeChannel.Mail, null, choice.Mail, $"{dedup}/{choice.Account}", title, body, NotBefore(choice.QuietFrom, choice.QuietTo), cancellation);

    /// <summary>To the address an account has set for itself, not before its quiet hours have ended.</summary>
    public Task HookAsync(NoticeChoice choice, string dedup, string title, string body, string link, CancellationToken cancellation) =>
        AddAsync(NoticeChannel.Hook, null, choice.Hook, $"{dedup}/hook/{choice.Account}", title, WithLink(body, link), NotBefore(choice.QuietFrom, choice.QuietTo), cancellation);

    /// <summary>That there was nothing to say is kept too, so that it is not asked again.</summary>
    public async Task NothingAsync(NoticeChoice choice, string dedup, CancellationToken cancellation)
    {
        if (await HasAsync(dedup, choice, cancellation)) return;
        var now = time.GetUtcNow();
        db.Add(new OutgoingNotice
        {
            Id = ids.Next(), Channel = NoticeChannel.Mail, Address = choice.Mail, Dedup = $"{dedup}/{choice.Account}", Title = "没有待办，没有发送", Body = "", CreatedAt = now,
            NotBefore = now, State = OutgoingState.Sent, SentAt = now,
        });
    }

    private async Task AddAsync(
        NoticeChannel channel, long? target, string address, string dedup, string title, string body, DateTimeOffset notBefore, CancellationToken cancellation)
    {
        if (db.ChangeTracker.Entries<OutgoingNotice>().Any(entry => entry.Entity.Dedup == dedup) || await db.Set<OutgoingNotice>().AnyAsync(row => row.Dedup == dedup, cancellation))
            return;
        db.Add(new OutgoingNotice
        {
            Id = ids.Next(), Channel = channel, Target = target, Address = address, Dedup = dedup, Title = title, Body = body, CreatedAt = time.GetUtcNow(), NotBefore = notBefore,
        });
    }

    private DateTimeOffset NotBefore(int from, int to) => new QuietHours(from, to).After(city.Local(time.GetUtcNow())).ToUniversalTime();

    private string WithLink(string body, string link) => settings.Site.Length == 0 || link.Length == 0 ? body : $"{body}\n{settings.Site.TrimEnd('/')}{link}";
}
