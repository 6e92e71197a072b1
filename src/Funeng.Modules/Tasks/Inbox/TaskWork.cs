using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;

namespace Funeng.Modules.Tasks.Inbox;

/// <summary>The user's own tasks on the workbench; who watches sees what is late in his scope.</summary>
internal sealed class TaskWork(OpenInbox inbox, ClockBook clocks) : IHomeContributor
{
    private const string Escalated = "顶格协调";

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewTasks)) return HomeContribution.None;
        var mine = await inbox.FirstAsync(InboxTab.Mine, cancellation);
        WorkItem[] own = [.. mine.First.Select(Work), .. Rest(mine, "其他任务", "待我办理", "/tasks?rest=1")];
        if (!user.Has(Permission.OverseeTasks)) return new HomeContribution(own, [], []);
        var escalated = user.Role == Role.Leader ? await inbox.FirstAsync(InboxTab.Escalated, cancellation) : TasksShown.None;
        var late = await inbox.FirstAsync(InboxTab.Late, cancellation);
        return new HomeContribution(
            [
                .. escalated.First.Select(item => Work(item) with { Kind = Escalated }), .. Rest(escalated, Escalated, "提请顶格协调", "/tasks?tab=escalated&rest=1"),
                .. own, .. late.First.Select(Work), .. Rest(late, "其他任务", "超期", "/tasks?tab=late&rest=1"),
            ],
            [], []);
    }

    private static IEnumerable<WorkItem> Rest(TasksShown part, string kind, string what, string href) => part.Others == 0 ? [] :
        [new WorkItem(kind, $"另有 {part.Others} 项{what}", "期限在上面这些之后", href, part.First[^1].DueOn) { Rest = (part.Others, part.OthersLate) }];

    // The day is that of the step the task is in, not of the whole: the step is named with it.
    private WorkItem Work(TaskItem item)
    {
        var clock = clocks.Get(item.Kind);
        var source = clock.Stages is { Count: > 1 } stages ? $"{item.SourceTitle} · {stages[Math.Min(item.Stage, stages.Count - 1)].Name}环节" : item.SourceTitle;
        return new WorkItem(clock.Name, item.Title, source, item.Link, item.DueOn);
    }
}
