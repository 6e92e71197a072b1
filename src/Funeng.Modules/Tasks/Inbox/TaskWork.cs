using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Inbox;

/// <summary>The user's own tasks on the workbench; who watches sees what is late in his scope.</summary>
internal sealed class TaskWork(OpenInbox inbox, TaskSight sight, ClockBook clocks, TimeProvider time) : IHomeContributor
{
    private const int Most = 12;

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewTasks)) return HomeContribution.None;
        var mine = await inbox.MineAsync(Most, cancellation);
        var late = user.Has(Permission.OverseeTasks) ? await LateAsync(mine, cancellation) : [];
        return new HomeContribution([.. mine.Concat(late).Select(Work)], [], []);
    }

    private async Task<List<TaskItem>> LateAsync(IReadOnlyList<TaskItem> mine, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = mine.Select(item => item.Id).ToList();
        return await (await sight.VisibleAsync(cancellation)).AsNoTracking()
            .Where(item => item.State == TaskState.Open && item.DueAt < now && item.Level != TaskLevel.Milestone && !known.Contains(item.Id))
            .OrderBy(item => item.DueAt).Take(Most).ToListAsync(cancellation);
    }

    private WorkItem Work(TaskItem item) => new(clocks.Get(item.Kind).Name, item.Title, item.SourceTitle, item.Link, item.DueOn);
}
