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
        string[] without = [.. told.Where(one => user.Has(one.Permission)).Select(one => one.Source)];
        var mine = await inbox.MineAsync(Most, cancellation, without);
        var more = mine.Count < Most ? 0 : await inbox.CountAsync(InboxTab.Mine, cancellation, without) - mine.Count;
        List<WorkItem> own = [.. mine.Select(Work), .. Rest(more, $"另有 {more} 项待我办理", "/tasks", null)];
        if (!user.Has(Permission.OverseeTasks)) return new HomeContribution(own, [], []);
        var escalated = user.Role == Role.Leader ? await inbox.FirstAsync(InboxTab.Escalated, Most, cancellation) : [];
        var (late, others) = await LateAsync([.. mine, .. escalated], cancellation);
        return new HomeContribution(
            [
                .. escalated.Select(item => Work(item) with { Kind = "顶格协调" }), .. own, .. late.Select(Work),
                .. Rest(others, $"另有 {others} 项超期任务", "/tasks?tab=all", late.LastOrDefault()?.DueOn),
            ],
            [], []);
    }

    private async Task<(IReadOnlyList<TaskItem> First, int Others)> LateAsync(IReadOnlyList<TaskItem> mine, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var known = mine.Select(item => item.Id).ToList();
        var late = (await sight.VisibleAsync(cancellation)).AsNoTracking()
            .Where(item => item.State == TaskState.Open && item.DueAt < now && item.Level != TaskLevel.Milestone && !known.Contains(item.Id));
        var first = await late.OrderBy(item => item.DueAt).Take(Most).ToListAsync(cancellation);
        return (first, first.Count < Most ? 0 : await late.CountAsync(cancellation) - first.Count);
    }

    private static IEnumerable<WorkItem> Rest(int count, string title, string href, DateOnly? due) =>
        count == 0 ? [] : [new WorkItem("任务", title, "按期限排在后面", href, due, count) { Unit = "项", IsRest = true }];

    // The day is that of the step the task is in, not of the whole: the step is named with it.
    private WorkItem Work(TaskItem item)
    {
        var clock = clocks.Get(item.Kind);
        var source = clock.Stages is { Count: > 1 } stages ? $"{item.SourceTitle} · {stages[Math.Min(item.Stage, stages.Count - 1)].Name}环节" : item.SourceTitle;
        return new WorkItem(clock.Name, item.Title, source, item.Link, item.DueOn);
    }
}
