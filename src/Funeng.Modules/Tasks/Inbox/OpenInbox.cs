using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Inbox;

/// <summary>The parts of the inbox: what I must do, what waits for others, what my body does, what it helps with, what is over, what is late, and all I may see.</summary>
public enum InboxTab
{
    Mine,
    Waiting,
    Body,
    Helping,
    Escalated,
    Over,
    Late,
    All,
}

/// <summary>What the list of tasks is narrowed by.</summary>
/// <param name="Source">kind or kind:key of the source.</param>
public sealed record InboxQuery(InboxTab Tab, string Q = "", string Kind = "", string Source = "", string Light = "", int Page = 1, int Size = 20)
{
    /// <summary>Only what the workbench counts beyond those it names, for the link that stands there.</summary>
    public bool IsRest { get; init; }
}

/// <summary>The signed-in user's tasks, the most overdue first.</summary>
public sealed class OpenInbox(
    FunengDb db, TaskSight sight, Callers callers, HolderNames names, IEnumerable<ToldByModule> told, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int DaysOverShown = 60;

    // So many of a part are named on the workbench one by one.
    private const int Named = 12;

    public async Task<InboxView> RunAsync(InboxQuery query, CancellationToken cancellation)
    {
        var caller = await callers.MeAsync(cancellation);
        var (now, today) = (time.GetUtcNow(), city.Today(time));
        var visible = (await sight.VisibleAsync(cancellation)).AsNoTracking();
        var counts = new Dictionary<InboxTab, int>();
        foreach (var tab in Enum.GetValues<InboxTab>())
            counts[tab] = await Part(visible, caller, tab, today).CountAsync(cancellation);
        var late = await Part(visible, caller, InboxTab.Mine, today).CountAsync(item => item.State == TaskState.Open && item.DueAt != null && item.DueAt < now, cancellation);

        var part = Narrow(query.IsRest ? await RestAsync(query.Tab, cancellation) : Part(visible, caller, query.Tab, today), query);
        var total = await part.CountAsync(cancellation);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + query.Size - 1) / query.Size));
        var ordered = query.Tab == InboxTab.Over
            ? part.OrderByDescending(item => item.DoneOn).ThenByDescending(item => item.Id)
            : part.OrderBy(item => item.DueAt == null).ThenBy(item => item.DueAt).ThenBy(item => item.Id);
        var items = await ordered.Skip((page - 1) * query.Size).Take(query.Size).ToListAsync(cancellation);
        return new InboxView(counts, late, await RowsAsync(items, caller, today, cancellation), total, page, now, today);
    }

    /// <summary>The most urgent of what waits for the user himself.</summary>
    public async Task<IReadOnlyList<TaskItem>> MineAsync(int most, CancellationToken cancellation) =>
        await NamedAsync(await PartAsync(InboxTab.Mine, cancellation), cancellation, most);

    /// <summary>The most urgent of a part as the workbench shows it.</summary>
    public async Task<TasksShown> FirstAsync(InboxTab tab, CancellationToken cancellation)
    {
        var first = await NamedAsync(await OnWorkbenchAsync(tab, cancellation), cancellation);
        if (first.Count < Named) return new TasksShown(first, 0, 0);
        var (now, rest) = (time.GetUtcNow(), await RestAsync(tab, cancellation));
        return new TasksShown(first, await rest.CountAsync(cancellation), await rest.CountAsync(item => item.State == TaskState.Open && item.DueAt < now, cancellation));
    }

    private async Task<IQueryable<TaskItem>> RestAsync(InboxTab tab, CancellationToken cancellation)
    {
        var part = await OnWorkbenchAsync(tab, cancellation);
        var named = (await NamedAsync(part, cancellation)).ConvertAll(item => item.Id);
        return part.Where(item => !named.Contains(item.Id));
    }

    private static Task<List<TaskItem>> NamedAsync(IQueryable<TaskItem> part, CancellationToken cancellation, int most = Named) =>
        part.OrderBy(item => item.DueAt == null).ThenBy(item => item.DueAt).ThenBy(item => item.Id).Take(most).ToListAsync(cancellation);

    /// <summary>What the workbench has of a part: none twice, so without what stands there already.</summary>
    private async Task<IQueryable<TaskItem>> OnWorkbenchAsync(InboxTab tab, CancellationToken cancellation)
    {
        var part = await PartAsync(tab, cancellation);
        if (tab == InboxTab.Mine)
        {
            var elsewhere = told.Where(one => user.Has(one.Permission)).Select(one => one.Source).ToList();
            return part.Where(item => !elsewhere.Contains(item.SourceKind));
        }

        // Leaders have a list of their own of what was put before them.
        foreach (var known in tab == InboxTab.Late && user.Role == Role.Leader ? (InboxTab[])[InboxTab.Mine, InboxTab.Escalated] : [InboxTab.Mine])
        {
            var shown = (await PartAsync(known, cancellation)).Select(item => item.Id);
            part = part.Where(item => !shown.Contains(item.Id));
        }

        return part;
    }

    private async Task<IQueryable<TaskItem>> PartAsync(InboxTab tab, CancellationToken cancellation) =>
        Part((await sight.VisibleAsync(cancellation)).AsNoTracking(), await callers.MeAsync(cancellation), tab, city.Today(time));

    private IQueryable<TaskItem> Part(IQueryable<TaskItem> visible, Caller caller, InboxTab tab, DateOnly today)
    {
        var (account, persons, posts, bodies, givers) = (caller.Account, caller.Persons, caller.Posts, caller.Bodies, caller.StandsInFor);
        var (since, now) = (today.AddDays(-DaysOverShown), time.GetUtcNow());
        return tab switch
        {
            // Mine to do, and mine to confirm.
            InboxTab.Mine => visible.Where(item =>
                ((item.State == TaskState.Open || item.State == TaskState.Paused)
                    && ((item.OwnerKind == HolderKind.Person && persons.Contains(item.OwnerId ?? 0))
                        || (item.OwnerKind == HolderKind.Post && posts.Contains(item.OwnerId ?? 0))
                        || (item.OwnerKind == HolderKind.Body && bodies.Contains(item.OwnerId ?? 0))
                        || (item.OwnerKind == null && item.LeadBody != null && bodies.Contains(item.LeadBody ?? 0))))
                || (account != null && item.Creator == account && (item.State == TaskState.Submitted || item.State == TaskState.Draft))
                || (item.State == TaskState.Submitted && givers.Contains(item.Creator ?? 0))),
            InboxTab.Waiting => visible.Where(item => account != null && item.Creator == account && (item.State == TaskState.Open || item.State == TaskState.Paused)),
            InboxTab.Body => visible.Where(item => !(item.State == TaskState.Done || item.State == TaskState.Cancelled) && item.LeadBody != null && bodies.Contains(item.LeadBody ?? 0)),
            InboxTab.Helping => visible.Where(item => !(item.State == TaskState.Done || item.State == TaskState.Cancelled)
                && db.Set<TaskCooperation>().Any(row => row.Item == item.Id && bodies.Contains(row.Body))),
            InboxTab.Escalated => visible.Where(item => item.State == TaskState.Open
                && db.Set<TaskAlarm>().Any(alarm => alarm.Item == item.Id && alarm.Act == RungAct.Escalate && alarm.Anchor == item.DueOn)),
            InboxTab.Over => visible.Where(item => (item.State == TaskState.Done || item.State == TaskState.Cancelled) && item.DoneOn >= since),
            // A milestone is late with the tasks under it.
            InboxTab.Late => visible.Where(item => item.State == TaskState.Open && item.DueAt < now && item.Level != TaskLevel.Milestone),
            _ => visible.Where(item => !(item.State == TaskState.Done || item.State == TaskState.Cancelled)),
        };
    }

    private static IQueryable<TaskItem> Narrow(IQueryable<TaskItem> items, InboxQuery query)
    {
        if (query.Q.Trim() is { Length: > 0 } words)
            items = items.Where(item => item.Title.Contains(words) || item.SourceTitle.Contains(words));
        if (query.Kind.Length > 0)
            items = items.Where(item => item.Kind == query.Kind);
        if (Enum.TryParse<TaskLight>(query.Light, out var light))
            items = items.Where(item => item.Light == light);
        return query.Source.Split(':', 2) switch
        {
            [{ Length: > 0 } kind, var key] => items.Where(item => item.SourceKind == kind && item.SourceKey == key),
            [{ Length: > 0 } kind] => items.Where(item => item.SourceKind == kind),
            _ => items,
        };
    }

    private async Task<IReadOnlyList<InboxRow>> RowsAsync(List<TaskItem> items, Caller caller, DateOnly today, CancellationToken cancellation)
    {
        var holders = items.SelectMany(item => new[] { item.Owner, item.LeadBody is { } body ? Holder.Body(body) : null }).OfType<Holder>();
        var known = await names.OfAsync(holders, today, cancellation);
        return [.. items.Select(item => new InboxRow(
            item,
            item.LeadBody is { } body ? known.GetValueOrDefault(Holder.Body(body))?.Name : null,
            item.Owner is { } owner ? known.GetValueOrDefault(owner)?.Short : null,
            item.State == TaskState.Submitted && (item.Creator == user.Id || (caller.StandsInFor.Contains(item.Creator ?? 0) && !caller.Does(item)))))];
    }
}

/// <summary>The first tasks of a part, and how many more it has.</summary>
public sealed record TasksShown(IReadOnlyList<TaskItem> First, int Others, int OthersLate)
{
    public static readonly TasksShown None = new([], 0, 0);
}

/// <param name="AwaitsMe">It was handed in and the user confirms it.</param>
public sealed record InboxRow(TaskItem Item, string? Lead, string? Owner, bool AwaitsMe);

public sealed record InboxView(
    IReadOnlyDictionary<InboxTab, int> Counts, int Late, IReadOnlyList<InboxRow> Rows, int Total, int Page, DateTimeOffset Now, DateOnly Today);
