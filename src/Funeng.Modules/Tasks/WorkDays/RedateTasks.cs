using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.WorkDays;

/// <summary>Counts the limits of open items anew after the calendar has changed; a day that was promised stays.</summary>
public sealed class RedateTasks(FunengDb db, TaskClock clock, IdSource ids, CurrentUser user, TimeProvider time)
{
    private const int Chunk = 200, Attempts = 3;

    /// <returns>How many items have another day now.</returns>
    public async Task<int> RunAsync(string why, CancellationToken cancellation)
    {
        var open = await db.Set<TaskItem>().Where(item => item.FixedDue == null && item.DueOn != null && (item.State == TaskState.Open || item.State == TaskState.Paused || item.State == TaskState.Submitted))
            .Select(item => item.Id).ToListAsync(cancellation);
        var moved = 0;
        foreach (var chunk in open.Chunk(Chunk))
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    moved += await MoveAsync(chunk, why, cancellation);
                    break;
                }
                catch (DbUpdateException problem) when (attempt < Attempts && WriteCollision.Is(problem))
                {
                    // Somebody worked on one of them meanwhile: they are read again.
                    db.ChangeTracker.Clear();
                }
            }
        }

        return moved;
    }

    private async Task<int> MoveAsync(long[] chunk, string why, CancellationToken cancellation)
    {
        var items = await db.Set<TaskItem>().Where(item => chunk.Contains(item.Id)).ToListAsync(cancellation);
        var pauses = (await db.Set<TaskPause>().AsNoTracking().Where(pause => chunk.Contains(pause.Item)).ToListAsync(cancellation)).ToLookup(pause => pause.Item);
        var (now, moved) = (time.GetUtcNow(), 0);
        foreach (var item in items)
        {
            var (due, ends, isProvisional) = (item.DueOn, item.EndsOn, item.IsProvisional);
            clock.Set(item, [.. pauses[item.Id]], now);
            if (due == item.DueOn && ends == item.EndsOn && isProvisional == item.IsProvisional) continue;
            item.Version++;
            if (due == item.DueOn && ends == item.EndsOn) continue;
            moved++;
            db.Add(TaskStep.Of(ids.Next(), item, TaskStepKind.Extended, user, now, why, dueBefore: due));
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        return moved;
    }
}
