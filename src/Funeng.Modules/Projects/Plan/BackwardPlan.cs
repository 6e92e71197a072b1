using Funeng.Engines.Planning;

namespace Funeng.Modules.Projects.Plan;

/// <summary>A node with its days: the latest that keep the promise, the earliest still possible, and the room between them in working days.</summary>
/// <param name="LatestStart">Counted back from the promised day; null once it is done.</param>
/// <param name="Room">Working days it may slip; negative by how many the promise cannot be kept.</param>
public sealed record NodeDates(ProjectNode Node, DateOnly? LatestStart, DateOnly? LatestFinish, DateOnly? EarliestFinish, int? Room)
{
    public bool IsCritical => Room <= 0;
}

/// <summary>A plan counted back (倒排) from the promised day.</summary>
/// <param name="Promised">The day production is promised for.</param>
/// <param name="Finish">The earliest day on which everything can be done.</param>
/// <param name="IsProvisional">Whether a year without a published holiday notice is touched.</param>
public sealed record BackwardPlan(IReadOnlyList<NodeDates> Nodes, DateOnly Promised, DateOnly Finish, bool IsProvisional)
{
    /// <summary>Working days by which the promise cannot be kept; zero when it can.</summary>
    public int Missing => Math.Max(0, -Nodes.Min(node => node.Room ?? 0));

    /// <summary>The days of the nodes still to be done, from today on; what is done no longer holds anything up.</summary>
    /// <returns>Null when the nodes wait for each other in a circle, or reach beyond the calendar.</returns>
    public static BackwardPlan? Find(IReadOnlyList<ProjectNode> nodes, DateOnly promised, DateOnly today, WorkCalendar calendar)
    {
        var open = nodes.Where(node => node.DoneOn is null).ToList();
        if (Schedule(NodeNetwork.Of(open, today, promised, calendar)) is not { } schedule) return null;
        var dates = schedule.Activities.ToDictionary(activity => activity.Activity.Id);
        var finish = open.Count == 0 ? nodes.Max(node => node.DoneOn!.Value) : Day(schedule.Finish - 1);
        return new BackwardPlan([.. nodes.Select(node => dates.TryGetValue(NodeNetwork.Id(node.Position), out var own)
            ? new NodeDates(node, Day(node.WorkDays == 0 ? own.LateFinish - 1 : own.LateStart), Day(own.LateFinish - 1), Day(own.EarlyFinish - 1), (int)own.TotalFloat)
            : new NodeDates(node, null, null, null, null))], promised, finish, calendar.IsProvisional(today, promised > finish ? promised : finish));
    }

    /// <summary>Null for nodes in a circle, and for days beyond the last year of the calendar.</summary>
    private static Schedule? Schedule(Network network)
    {
        try
        {
            return CriticalPath.Find(network, out _);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateOnly Day(long instant) => DateOnly.FromDayNumber((int)Math.Clamp(instant, 0, DateOnly.MaxValue.DayNumber));
}
