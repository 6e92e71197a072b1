using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>
/// The door to items: opens them, changes them, finds those of a source. Changes are added to the unit of work with their step, audit row and messages;
/// the use case that calls saves once. It does not ask who may: the use case that calls has asked (<see cref="TaskSight"/> for the pages of this module).
/// </summary>
public sealed class TaskBook(
    FunengDb db, IdSource ids, ClockBook clocks, TaskClock clock, TaskMessages messages, IEnumerable<ITaskListener> listeners, AuditTrail audit,
    CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <summary>Opens an item; one that was opened under the same key is answered as it is.</summary>
    public async Task<TaskResult> OpenAsync(NewTask task, CancellationToken cancellation)
    {
        if (task.Key is { } key && await FindAsync(task.Source.Kind, task.Source.Key, key, cancellation) is { } present)
            return new TaskResult.Done(present);
        var problems = TaskRules.Check(task, clocks);
        if (problems.Count > 0) return new TaskResult.Refused(problems);

        var now = time.GetUtcNow();
        var item = Make(task, now);
        clock.Set(item, [], now);
        db.Add(item);
        foreach (var body in task.Cooperating.Where(body => body != task.LeadBody).Distinct())
            db.Add(new TaskCooperation { Id = ids.Next(), Item = item.Id, Body = body, PlanDue = PlanDue(item) });
        await KeepAsync(item, TaskStepKind.Opened, TaskState.Draft, task.Detail, null, null, cancellation);
        return new TaskResult.Done(item);
    }

    /// <summary>Does something to an item.</summary>
    public async Task<TaskResult> ActAsync(long item, TaskAct act, CancellationToken cancellation) =>
        await db.Set<TaskItem>().SingleOrDefaultAsync(row => row.Id == item, cancellation) is { } found
            ? await ActAsync(found, act, cancellation)
            : new TaskResult.NotFound();

    /// <summary>All items of a source, open ones first, the most urgent of them at the top.</summary>
    public async Task<IReadOnlyList<TaskItem>> OfAsync(string sourceKind, string sourceKey, CancellationToken cancellation) =>
        [.. (await OfManyAsync(sourceKind, [sourceKey], cancellation))[sourceKey]];

    public async Task<ILookup<string, TaskItem>> OfManyAsync(string sourceKind, IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var rows = await db.Set<TaskItem>().AsNoTracking().Where(item => item.SourceKind == sourceKind && keys.Contains(item.SourceKey)).ToListAsync(cancellation);
        return rows.OrderBy(item => item.IsOver).ThenBy(item => item.DueOn ?? DateOnly.MaxValue).ThenBy(item => item.Id).ToLookup(item => item.SourceKey);
    }

    /// <summary>The item the opener calls so; null when there is none.</summary>
    public async Task<TaskItem?> FindAsync(string sourceKind, string sourceKey, string key, CancellationToken cancellation) =>
        db.ChangeTracker.Entries<TaskItem>().Select(entry => entry.Entity)
            .FirstOrDefault(item => item.SourceKind == sourceKind && item.SourceKey == sourceKey && item.Key == key)
        ?? await db.Set<TaskItem>().SingleOrDefaultAsync(item => item.SourceKind == sourceKind && item.SourceKey == sourceKey && item.Key == key, cancellation);

    internal async Task<TaskResult> ActAsync(TaskItem item, TaskAct act, CancellationToken cancellation)
    {
        if (TaskRules.Refusal(item, act, clocks) is { } problem) return new TaskResult.Refused([problem]);
        var pauses = await db.Set<TaskPause>().Where(pause => pause.Item == item.Id).ToListAsync(cancellation);
        var (before, dueBefore, now) = (item.State, item.DueOn, time.GetUtcNow());
        var (kind, text, value) = Apply(item, act, pauses, now);
        clock.Set(item, pauses, now);
        // The stage at hand may still be late though the end has moved: its cards stand.
        if (act is TaskAct.Extend && item.DueOn >= DateOnly.FromDateTime(city.Local(now).DateTime)) item.Light = TaskLight.Green;
        item.Version++;
        await KeepAsync(item, kind, before, text, dueBefore, value, cancellation);
        return new TaskResult.Done(item);
    }

    /// <summary>Adds step, audit row and messages of a change, and tells the listeners.</summary>
    internal async Task KeepAsync(
        TaskItem item, TaskStepKind kind, TaskState before, string text, DateOnly? dueBefore, decimal? value, CancellationToken cancellation, bool isTold = true)
    {
        var at = kind == TaskStepKind.Opened ? item.OpenedAt : time.GetUtcNow();
        db.Add(TaskStep.Of(ids.Next(), item, kind, user, at, text, dueBefore, value));
        audit.Record(kind.DisplayName(), $"task:{item.Id}", text, new { State = before, Due = dueBefore }, new { item.State, Due = item.DueOn });
        if (isTold)
            await messages.TellAsync(item, kind, text, cancellation);
        foreach (var listener in listeners)
            await listener.ChangedAsync(new TaskChange(item, kind, before, text), cancellation);
    }

    private TaskItem Make(NewTask task, DateTimeOffset now)
    {
        var id = ids.Next();
        var opened = task.OpenedAt ?? now;
        var day = DateOnly.FromDateTime(city.Local(opened).DateTime);
        return new TaskItem
        {
            Id = id, Kind = task.Kind, Level = task.Level, Parent = task.Parent, Title = task.Title.Trim(), Detail = task.Detail.Trim(),
            SourceKind = task.Source.Kind, SourceKey = task.Source.Key, SourceTitle = task.Source.Title, SourceLink = task.Source.Link,
            Key = task.Key ?? id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            LeadBody = task.LeadBody, OwnerKind = task.Owner?.Kind, OwnerId = task.Owner?.Id, State = task.IsDraft ? TaskState.Draft : TaskState.Open,
            OpenedAt = opened, OpenedOn = day, ReportedOn = day, FixedDue = task.Due, Region = task.Region, Zone = task.Zone,
            IndicatorName = task.Indicator?.Name, IndicatorTarget = task.Indicator?.Target, IndicatorUnit = task.Indicator?.Unit,
            Creator = task.IsAsked ? null : user.Id, CreatorName = user.Name, IsSynthetic = task.IsSynthetic,
        };
    }

    private DateOnly? PlanDue(TaskItem item) => clock.Calendar.Add(item.OpenedOn, 5) is var day && item.EndsOn is { } end && end < day ? end : day;

    private (TaskStepKind Kind, string Text, decimal? Value) Apply(TaskItem item, TaskAct act, List<TaskPause> pauses, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(city.Local(now).DateTime);
        switch (act)
        {
            case TaskAct.Publish:
                (item.State, item.OpenedAt, item.OpenedOn, item.ReportedOn) = (TaskState.Open, now, today, today);
                return (TaskStepKind.Published, "", null);
            case TaskAct.Report report:
                item.ReportedOn = today;
                item.IndicatorValue = report.Value ?? item.IndicatorValue;
                return (TaskStepKind.Reported, report.Text, report.Value);
            case TaskAct.FinishStage stage when item.Stage < clocks.Get(item.Kind).Stages.Count - 1:
                (item.Stage, item.ReportedOn) = (item.Stage + 1, today);
                return (TaskStepKind.StageFinished, stage.Text, null);
            case TaskAct.FinishStage last:
                return Submit(item, last.Text, pauses, now, today);
            case TaskAct.Submit submit:
                return Submit(item, submit.Text, pauses, now, today);
            case TaskAct.Close close:
                GoOn(pauses, now);
                (item.State, item.DoneOn, item.Light) = (TaskState.Done, item.State == TaskState.Submitted ? item.ReportedOn : today, TaskLight.Green);
                return (TaskStepKind.Closed, close.Text, null);
            case TaskAct.Return back:
                GoOn(pauses, now);
                // What was waited for whoever confirms is not the doer's: neither its silence nor of its promised day.
                if (item.FixedDue is { } promised) item.FixedDue = clock.Calendar.Add(promised, Math.Max(0, clock.Calendar.Count(item.ReportedOn, today)));
                (item.State, item.ReportedOn) = (TaskState.Open, today);
                return (TaskStepKind.Returned, back.Reason, null);
            case TaskAct.Pause pause:
                Stand(item, pauses, now);
                item.State = TaskState.Paused;
                return (TaskStepKind.Paused, pause.Reason, null);
            case TaskAct.Resume resume:
                GoOn(pauses, now);
                (item.State, item.ReportedOn) = (TaskState.Open, today);
                return (TaskStepKind.Resumed, resume.Reason, null);
            case TaskAct.Extend extend:
                item.FixedDue = extend.Due;
                return (TaskStepKind.Extended, extend.Reason, null);
            case TaskAct.Cancel cancel:
                GoOn(pauses, now);
                (item.State, item.DoneOn, item.Light) = (TaskState.Cancelled, today, TaskLight.Green);
                return (TaskStepKind.Cancelled, cancel.Reason, null);
            case TaskAct.Delegate to:
                (item.OwnerKind, item.OwnerId) = (to.To.Kind, to.To.Id);
                return (TaskStepKind.Delegated, to.Reason, null);
            case TaskAct.Urge urge:
                return (TaskStepKind.Urged, urge.Text, null);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Handed in: the time at whoever confirms is not the doer's, so the clock stands still until it is returned.</summary>
    private (TaskStepKind Kind, string Text, decimal? Value) Submit(TaskItem item, string text, List<TaskPause> pauses, DateTimeOffset now, DateOnly today)
    {
        Stand(item, pauses, now);
        (item.State, item.ReportedOn) = (TaskState.Submitted, today);
        return (TaskStepKind.Submitted, text, null);
    }

    private void Stand(TaskItem item, List<TaskPause> pauses, DateTimeOffset now)
    {
        if (pauses.Exists(pause => pause.ToAt is null)) return;
        var pause = new TaskPause { Id = ids.Next(), Item = item.Id, FromAt = now };
        pauses.Add(pause);
        db.Add(pause);
    }

    private static void GoOn(List<TaskPause> pauses, DateTimeOffset now)
    {
        foreach (var pause in pauses.Where(pause => pause.ToAt is null)) pause.ToAt = now;
    }
}
