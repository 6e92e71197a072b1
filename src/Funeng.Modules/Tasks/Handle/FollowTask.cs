using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>Begins or ends that the user hears of an item it sees.</summary>
public sealed class FollowTask(FunengDb db, TaskSight sight, CurrentUser user)
{
    public async Task<TakeTaskResult> RunAsync(long id, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } item || user.Id is not { } account) return new TakeTaskResult.NotFound();
        if (await db.Set<TaskFollow>().SingleOrDefaultAsync(row => row.Item == id && row.Account == account, cancellation) is { } follow) db.Remove(follow);
        else db.Add(new TaskFollow { Item = id, Account = account });
        await db.SaveChangesAsync(cancellation);
        return new TakeTaskResult.Taken(item);
    }
}
