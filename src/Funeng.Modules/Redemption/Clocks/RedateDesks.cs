using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Clocks;

/// <summary>Counts the limits of open reviews anew after the calendar has changed: a holiday that was not known when a step began is no working day of it.</summary>
public sealed class RedateDesks(FunengDb db, ReviewDesk desk, ReviewClock clock)
{
    private const int AtOnce = 200;

    /// <returns>How many have another day now.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var open = await db.Set<Application>().Where(row => row.State == ApplicationState.InReview && row.DueOn != null).Select(row => row.Id).ToListAsync(cancellation);
        var moved = 0;
        foreach (var chunk in open.Chunk(AtOnce))
        {
            moved += await MoveAsync(chunk, cancellation);
            db.ChangeTracker.Clear();
        }

        return moved;
    }

    private async Task<int> MoveAsync(long[] chunk, CancellationToken cancellation)
    {
        var applications = await db.Set<Application>().Where(row => chunk.Contains(row.Id) && row.State == ApplicationState.InReview).ToListAsync(cancellation);
        var pauses = (await db.Set<ReviewPause>().AsNoTracking().Where(pause => chunk.Contains(pause.Application)).ToListAsync(cancellation)).ToLookup(pause => pause.Application);
        var acts = (await db.Set<ReviewAct>().AsNoTracking().Where(act => chunk.Contains(act.Application) && (act.Kind == ReviewActKind.Returned || act.Kind == ReviewActKind.Resubmitted)).OrderBy(act => act.At).ThenBy(act => act.Id).ToListAsync(cancellation)).ToLookup(act => act.Application);
        var moved = 0;
        foreach (var application in applications)
        {
            if (desk.StepOf(application) is not { } step || DueOf(application, step, [.. pauses[application.Id]], [.. acts[application.Id].Where(act => act.Step == application.Step)]) is var due && due == application.DueOn) continue;
            application.DueOn = due;
            moved++;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return moved;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Somebody decided one of them at this moment, by the calendar of now; the others are seen to at the next change or start.
            return 0;
        }
    }

    private DateOnly DueOf(Application application, RouteStep step, IReadOnlyList<ReviewPause> pauses, IReadOnlyList<ReviewAct> acts) =>
        acts.LastOrDefault(act => act.Kind == ReviewActKind.Resubmitted) is { } back
            ? clock.Resumed(application, step, pauses, back.At, acts.LastOrDefault(act => act.Kind == ReviewActKind.Returned))
            : clock.Read(application, step, pauses, application.StepAt!.Value).DueOn;
}
