using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>Messages inside the product: told to an account, read by its owner only.</summary>
public sealed class NotificationBox(FunengDb db, IdSource ids, CurrentUser user, TimeProvider time)
{
    private const int Shown = 50;

    /// <summary>Adds a message to the unit of work.</summary>
    public void Tell(long account, string title, string link) => db.Add(new Notification
    {
        Id = ids.Next(),
        Account = account,
        Title = title,
        Link = link,
        CreatedAt = time.GetUtcNow(),
    });

    public Task<int> CountUnreadAsync(CancellationToken cancellation) => user.Id is null
        ? Task.FromResult(0)
        : db.Set<Notification>().CountAsync(notification => notification.Account == user.Id && notification.ReadAt == null, cancellation);

    public async Task<IReadOnlyList<Notification>> LatestAsync(CancellationToken cancellation) =>
        await db.Set<Notification>().AsNoTracking()
            .Where(notification => notification.Account == user.Id)
            .OrderByDescending(notification => notification.Id)
            .Take(Shown)
            .ToListAsync(cancellation);

    public Task MarkAllReadAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return db.Set<Notification>()
            .Where(notification => notification.Account == user.Id && notification.ReadAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(notification => notification.ReadAt, now), cancellation);
    }
}
