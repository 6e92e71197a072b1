using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Inbox;

/// <summary>The user's own tasks on the workbench; who watches sees what is late in his scope.</summary>
internal sealed class TaskWork(OpenInbox inbox, TaskSight sight, ClockBook clocks, IEnumerable<ToldByModule> told, TimeProvider time) : IHomeContributor
{
    private const int Most = 12;

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewTasks)) return HomeContribution.None;
        var mine = await inbox.MineAsync(Most, cancellation, [.. told.Where(one => user.Has(one.Permission)).Select(one => one.Source)]);
        if (!user.Has(Permission.OverseeTasks)) return new HomeContribution([.. mine.Select(Work)], [], []);
        var escalated = user.Role == Role.Leader ? await inbox.FirstAsync(InboxTab.Escalated, Most, cancellation) : [];
        var late = await LateAsync([.. mine, .. escalated], cancellation);
        return new HomeContribution([.. escalated.Select(item => Work(item) with { Kind = "顶格协调" }), .. mine.Concat(late).Select(Work)], [], []);
    }

    private async Task<List<TaskItem>> LateAsync(IReadOnlyList<TaskItem> mine, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = mine.Select(item => item.Id).ToList();
        return await (await sight.VisibleAsync(cancellation)).AsNoTracking()
            .Where(item => item.State == TaskState.Open && item.DueAt < now && item.Level != TaskLevel.Milestone && !known.Contains(item.Id))
            .OrderBy(item => item.DueAt).Take(Most).ToListAsync(cancellation);
    }

    // The day is that of the step the task is in, not of the whole: the step is named with it.
    private WorkItem Work(TaskItem item)
    {
        var clock = clocks.Get(item.Kind);
        var source = clock.Stages is { Count: > 1 } stages ? $"{item.SourceTitle} · {stages[Math.Min(item.Stage, stages.Count - 1)].Name}环节" : item.SourceTitle;
        return new WorkItem(clock.Name, item.Title, source, item.Link, item.DueOn);
    }
}
