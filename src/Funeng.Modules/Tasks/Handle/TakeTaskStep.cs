using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>Takes one step of an item for the signed-in user, if it may; several items at once for the inbox.</summary>
public sealed class TakeTaskStep(FunengDb db, TaskSight sight, TaskBook book, IEnumerable<ITaskGuard> guards)
{
    /// <param name="version">The version the page showed; null for a step on many items at once.</param>
    public async Task<TakeTaskResult> RunAsync(long id, TaskAct act, int? version, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } item) return new TakeTaskResult.NotFound();
        if (!IsAllowed(act, await sight.RightsAsync(item, cancellation))) return new TakeTaskResult.NotAllowed();
        if (version is { } shown && shown != item.Version) return new TakeTaskResult.ChangedMeanwhile();
        if (guards.Select(guard => guard.Refusal(item, act)).OfType<Problem>().FirstOrDefault() is { } elsewhere) return new TakeTaskResult.Refused([elsewhere]);
        if (await book.ActAsync(item, act, cancellation) is TaskResult.Refused refused) return new TakeTaskResult.Refused(refused.Problems);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // What belongs to this item must not be tried again with the next one.
            db.ChangeTracker.Clear();
            return new TakeTaskResult.ChangedMeanwhile();
        }

        return new TakeTaskResult.Taken(item);
    }

    /// <summary>The same step on many items: those that allow it are changed, the others are said with the reason.</summary>
    public async Task<BatchResult> RunAsync(IEnumerable<long> ids, TaskAct act, CancellationToken cancellation)
    {
        var (done, refused) = (0, new List<string>());
        foreach (var id in ids.Distinct().Take(BatchResult.Most))
        {
            switch (await RunAsync(id, act, null, cancellation))
            {
                case TakeTaskResult.Taken:
                    done++;
                    break;
                case TakeTaskResult.Refused problem:
                    refused.Add(problem.Problems[0].Message);
                    break;
                case TakeTaskResult.NotAllowed:
                    refused.Add("不由您办理或督促，没有改动。");
                    break;
                default:
                    refused.Add("找不到，或刚被他人改动，没有改动。");
                    break;
            }
        }

        return new BatchResult(done, refused);
    }

    internal static bool IsAllowed(TaskAct act, TaskRights rights) => act switch
    {
        TaskAct.Report or TaskAct.FinishStage or TaskAct.Submit => rights.Does,
        TaskAct.Delegate => rights.Does || rights.Directs,
        _ => rights.Directs,
    };
}

public sealed record BatchResult(int Done, IReadOnlyList<string> Refused)
{
    public const int Most = 200;
}

/// <summary>Every way a step can end.</summary>
public abstract record TakeTaskResult
{
    private TakeTaskResult()
    {
    }

    public sealed record Taken(TaskItem Item) : TakeTaskResult;

    public sealed record NotFound : TakeTaskResult;

    public sealed record NotAllowed : TakeTaskResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : TakeTaskResult;

    public sealed record ChangedMeanwhile : TakeTaskResult;
}
