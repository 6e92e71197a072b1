using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>Whoever does the work, helps with it or directs it adds a file that shows what was done.</summary>
public sealed class AddEvidence(FunengDb db, TaskSight sight, TaskBook book, Evidence evidence)
{
    public async Task<TakeTaskResult> RunAsync(long id, string fileName, Stream content, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } item) return new TakeTaskResult.NotFound();
        if (await sight.RightsAsync(item, cancellation) is { Does: false, Directs: false }) return new TakeTaskResult.NotAllowed();
        if (item.IsOver) return new TakeTaskResult.Refused([new Problem("File", $"任务{item.State.DisplayName()}，不再添加佐证。")]);
        if (await evidence.AddAsync(item, fileName, content, cancellation) is { } problem) return new TakeTaskResult.Refused([new Problem("File", problem)]);
        await book.KeepAsync(item, TaskStepKind.EvidenceAdded, item.State, Path.GetFileName(fileName), item.DueOn, null, cancellation);
        await db.SaveChangesAsync(cancellation);
        return new TakeTaskResult.Taken(item);
    }
}
