using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>Begins or ends that the user hears of an item it sees; doing either twice is doing it once.</summary>
public sealed class FollowTask(FunengDb db, TaskSight sight, CurrentUser user)
{
    public async Task<TakeTaskResult> RunAsync(long id, bool follow, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } item || user.Id is not { } account) return new TakeTaskResult.NotFound();
        var rows = db.Set<TaskFollow>().Where(row => row.Item == id && row.Account == account);
        if (!follow) await rows.ExecuteDeleteAsync(cancellation);
        else if (!await rows.AnyAsync(cancellation)) await AddAsync(new TaskFollow { Item = id, Account = account }, cancellation);
        return new TakeTaskResult.Taken(item);
    }

    private async Task AddAsync(TaskFollow follow, CancellationToken cancellation)
    {
        db.Add(follow);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // The same click in another window came first.
            db.ChangeTracker.Clear();
        }
    }
}
