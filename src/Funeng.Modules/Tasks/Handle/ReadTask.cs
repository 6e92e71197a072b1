using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>One item with everything its page shows; null when there is none or it is not for this user.</summary>
public sealed class ReadTask(FunengDb db, TaskSight sight, Callers callers, HolderNames names, DutyBook duties, ClockBook clocks, TaskClock clock, CityProfile city, TimeProvider time)
{
    public async Task<TaskView?> RunAsync(long id, CancellationToken cancellation)
    {
        var item = await (await sight.VisibleAsync(cancellation)).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
        if (item is null) return null;
        var (today, caller) = (city.Today(time), await callers.MeAsync(cancellation));
        var steps = await db.Set<TaskStep>().AsNoTracking().Where(step => step.Item == id).OrderByDescending(step => step.At).ThenByDescending(step => step.Id).ToListAsync(cancellation);
        var helpers = await db.Set<TaskCooperation>().AsNoTracking().Where(row => row.Item == id).OrderBy(row => row.Id).ToListAsync(cancellation);
        var files = await db.Set<TaskEvidence>().AsNoTracking().Where(row => row.Item == id).OrderBy(row => row.Id).ToListAsync(cancellation);
        var visible = await sight.VisibleAsync(cancellation);
        var parts = await visible.AsNoTracking().Where(row => row.Parent == id).OrderBy(row => row.DueAt).ToListAsync(cancellation);
        var parent = item.Parent is { } up ? await visible.AsNoTracking().SingleOrDefaultAsync(row => row.Id == up, cancellation) : null;
        var holders = helpers.Select(row => Holder.Body(row.Body)).Concat(new[] { item.Owner, item.LeadBody is { } body ? Holder.Body(body) : null }.OfType<Holder>());
        var known = await names.OfAsync(holders, today, cancellation);
        var held = item.SourceKey.Length == 0 ? [] : await duties.OfAsync(item.SourceKind, item.SourceKey, today, cancellation);
        return new TaskView(
            item, clocks.Get(item.Kind), await sight.RightsAsync(item, cancellation), steps, [.. helpers.Select(row => new HelperView(
                row, known.GetValueOrDefault(Holder.Body(row.Body))?.Name ?? "", caller.Bodies.Contains(row.Body)))],
            files, parts, parent, known, held, Ahead(item, today), time.GetUtcNow(), today)
        {
            IsFollowed = await db.Set<TaskFollow>().AnyAsync(row => row.Item == id && row.Account == caller.Account, cancellation),
        };
    }

    /// <summary>The rungs that will be reached when nothing happens.</summary>
    private List<(DateOnly Day, LadderRung Rung)> Ahead(TaskItem item, DateOnly today) =>
        [.. clocks.Get(item.Kind).RungsIn(item.State)
            .Select(rung => (Day: Ladder.DayOf(rung, item.DueOn, item.ReportedOn, clock.Calendar), Rung: rung))
            .Where(entry => entry.Day > today).Select(entry => (entry.Day!.Value, entry.Rung)).OrderBy(entry => entry.Value)];
}

/// <param name="IsMine">The user belongs to the body.</param>
public sealed record HelperView(TaskCooperation Cooperation, string Name, bool IsMine);

public sealed record TaskView(
    TaskItem Item, TaskKind Kind, TaskRights Rights, IReadOnlyList<TaskStep> Steps, IReadOnlyList<HelperView> Helpers, IReadOnlyList<TaskEvidence> Files,
    IReadOnlyList<TaskItem> Parts, TaskItem? Parent, IReadOnlyDictionary<Holder, HolderName> Names, IReadOnlyList<HeldDuty> Duties,
    IReadOnlyList<(DateOnly Day, LadderRung Rung)> Ahead, DateTimeOffset Now, DateOnly Today)
{
    /// <summary>The user asked to hear of it.</summary>
    public bool IsFollowed { get; init; }

    public string Lead => Item.LeadBody is { } body ? Names.GetValueOrDefault(Holder.Body(body))?.Name ?? "" : "";

    public string Owner => Item.Owner is { } owner ? Names.GetValueOrDefault(owner)?.Line ?? "" : "由牵头单位安排";
}
