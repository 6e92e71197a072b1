namespace Funeng.Engines.Planning.MsProject;

/// <summary>What the passes come to: dates, slacks and the spans of summaries.</summary>
internal sealed partial class MsPasses
{
    private Dictionary<int, MsDates> Collect()
    {
        var dates = new Dictionary<int, MsDates>();
        for (var index = 0; index < network.Tasks.Count; index++) dates[network.Tasks[index].Uid] = DatesOf(index);
        foreach (var summary in network.Summaries.Reverse())
        {
            if (Rolled(summary, dates) is { } rolled) dates[summary.Uid] = rolled;
        }

        return dates;
    }

    private MsDates DatesOf(int index)
    {
        var task = network.Tasks[index];
        var slack = SlackOf(index, task);
        var isLate = IsLate(task);
        return new MsDates(
            Date(isLate ? lateStart[index] : earlyStart[index]), Date(isLate ? lateFinish[index] : earlyFinish[index]),
            Date(lateStart[index]), Date(lateFinish[index]), slack, FreeSlackOf(index, task, slack))
        { IsCritical = task.ActualFinish is null && slack <= plan.CriticalSlack };
    }

    private long SlackOf(int index, MsTask task)
    {
        if (task.ActualFinish is not null || IsLate(task)) return 0;
        var time = times[index].Slack;
        var atFinish = time.WorkBefore(lateFinish[index]) - time.WorkBefore(earlyFinish[index]);
        return task.ActualStart is not null ? atFinish : Math.Min(atFinish, time.WorkBefore(lateStart[index]) - time.WorkBefore(earlyStart[index]));
    }

    private long FreeSlackOf(int index, MsTask task, long slack)
    {
        if (task.ActualFinish is not null) return 0;
        var time = times[index].Slack;
        var edges = network.Outgoing[index].Where(edge => network.Tasks[edge.To].ActualFinish is null).ToList();
        var free = edges.Count == 0 ? slack : edges.Min(edge =>
        {
            var next = edge.Link.Type is LinkType.FinishToStart or LinkType.StartToStart ? StartOf(edge.To) : FinishOf(edge.To);
            var mine = edge.LeavesFinish ? FinishOf(index) : StartOf(index);
            return time.WorkBefore(Add(next, -edge.Lag, IsElapsed(edge), lagTimes[edge.To])) - time.WorkBefore(mine);
        });
        return Math.Max(free, 0);
    }

    private long StartOf(int index) => IsLate(network.Tasks[index]) ? lateStart[index] : earlyStart[index];

    private long FinishOf(int index) => IsLate(network.Tasks[index]) ? lateFinish[index] : earlyFinish[index];

    /// <summary>A summary spans what is in it.</summary>
    private MsDates? Rolled(MsTask summary, Dictionary<int, MsDates> dates)
    {
        var parts = network.ChildrenOf(summary.Uid).Where(child => dates.ContainsKey(child.Uid)).Select(child => (Task: child, Dates: dates[child.Uid])).ToList();
        if (parts.Count == 0) return null;
        var (start, finish) = (parts.Min(part => part.Dates.Start), parts.Max(part => part.Dates.Finish));
        var lateStart = parts.Min(part => part.Task.IsFixed ? part.Dates.Start : part.Dates.LateStart);
        var lateFinish = parts.Max(part => part.Task.IsFixed ? part.Dates.Finish : part.Dates.LateFinish);
        var slack = Math.Min(Work(start, lateStart), Work(finish, lateFinish));
        if (summary.IsFixed && summary.Written is { } written) (start, finish) = (written.Start, written.Finish);
        return new MsDates(start, finish, lateStart, lateFinish, slack, Math.Max(slack, 0)) { IsCritical = parts.Any(part => part.Dates.IsCritical) };
    }

    private long Work(DateTime from, DateTime to) => projectTime.WorkBefore(Instant(to)) - projectTime.WorkBefore(Instant(from));
}
