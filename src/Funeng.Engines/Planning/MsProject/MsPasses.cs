namespace Funeng.Engines.Planning.MsProject;

/// <summary>
/// The passes forwards and backwards with the habits of Microsoft Project, learned from files it wrote: constraints go before links; what was done stands;
/// the late finish of a task is the end of a working day, but that of one scheduled by hand the very start of its successor.
/// </summary>
internal sealed partial class MsPasses
{
    private readonly MsProjectPlan plan;
    private readonly MsNetwork network;
    private readonly MsTaskTime[] times;
    private readonly WorkTime[] lagTimes;
    private readonly long[] earlyStart;
    private readonly long[] earlyFinish;
    private readonly long[] lateStart;
    private readonly long[] lateFinish;
    private readonly long[] remainingStart;
    private readonly WorkTime projectTime;
    private long projectStart;
    private long projectFinish;
    private bool isLateKnown;

    public MsPasses(MsProjectPlan plan, MsNetwork network, MsWorkTimes workTimes)
    {
        (this.plan, this.network) = (plan, network);
        var assignments = plan.Assignments.ToLookup(assignment => assignment.TaskUid);
        times = [.. network.Tasks.Select(task => MsTaskTime.Of(task, [.. assignments[task.Uid]], workTimes))];
        lagTimes = [.. network.Tasks.Select(task => workTimes.Of(task.CalendarUid))];
        projectTime = workTimes.Of(plan.CalendarUid);
        var count = network.Tasks.Count;
        (earlyStart, earlyFinish, lateStart, lateFinish, remainingStart) = (new long[count], new long[count], new long[count], new long[count], new long[count]);
    }

    public IReadOnlyDictionary<int, MsDates> Run()
    {
        projectStart = Instant(plan.Start);
        foreach (var task in network.Order) Forward(task);
        projectFinish = !plan.IsFromStart && plan.Finish is { } finish ? Instant(finish) : earlyFinish.DefaultIfEmpty(projectStart).Max();
        foreach (var task in network.Order.Reverse()) Backward(task);
        isLateKnown = true;
        if (!plan.IsFromStart) projectStart = lateStart.DefaultIfEmpty(projectStart).Min();
        if (!plan.IsFromStart || network.Tasks.Any(task => task.Constraint == MsConstraint.AsLateAsPossible))
        {
            foreach (var task in network.Order) Forward(task);
        }

        return Collect();
    }

    private static long Instant(DateTime date) => date.Ticks / TimeSpan.TicksPerSecond;

    private static DateTime Date(long instant) => new(instant * TimeSpan.TicksPerSecond);

    private void Forward(int index)
    {
        var task = network.Tasks[index];
        if (task.IsFixed && task.Written is { } written) (earlyStart[index], earlyFinish[index]) = (Instant(written.Start), Instant(written.Finish));
        else if (task.OutlineLevel == 0) (earlyStart[index], earlyFinish[index]) = (projectStart, projectStart); // an empty project
        else if (task.ActualStart is { } started) (earlyStart[index], earlyFinish[index]) = (Instant(started), FinishOfStarted(index, task, Instant(started)));
        else Place(index, task);
    }

    private long FinishOfStarted(int index, MsTask task, long start)
    {
        if (task.ActualFinish is { } finished) return Instant(finished);
        var finish = task.Resume is { } resume && resume != task.Stop && task.PercentComplete > 0 && Instant(resume) > start ? times[index].FinishRemainingFrom(Instant(resume)) : times[index].FinishFrom(start);
        return task.Constraint == MsConstraint.FinishNoEarlierThan ? Math.Max(finish, Instant(task.ConstraintDate!.Value)) : finish;
    }

    private void Place(int index, MsTask task)
    {
        var time = times[index];
        var start = EarliestByLinks(index, task);
        if (task.LevelingDelay > 0) start = Add(time.NextStart(start), task.LevelingDelay, task.IsLevelingDelayElapsed, lagTimes[index]);
        start = Constrained(task, time, time.NextStart(start));
        var finish = task.Constraint == MsConstraint.MustFinishOn ? Instant(task.ConstraintDate!.Value) : time.FinishFrom(start);
        foreach (var edge in network.Incoming[index].Where(edge => edge.Link.Type == LinkType.StartToFinish))
        {
            // A finish tied to a start stays at the morning it was tied to.
            var tied = Bound(edge);
            if (tied > finish && time.IsSame(tied, finish)) finish = tied;
        }

        (earlyStart[index], earlyFinish[index]) = (start, finish);
    }

    private long EarliestByLinks(int index, MsTask task)
    {
        var edges = network.Incoming[index];
        // A task without predecessors may be put before the start of the project by its constraint.
        var start = !edges.Any() && task.Constraint == MsConstraint.StartNoEarlierThan ? Instant(task.ConstraintDate!.Value) : projectStart;
        foreach (var edge in edges)
        {
            var bound = Bound(edge);
            start = Math.Max(start, edge.Link.Type is LinkType.FinishToStart or LinkType.StartToStart ? bound : times[index].StartFor(bound));
        }

        foreach (var summary in network.Around(task).Where(summary => summary.Constraint == MsConstraint.StartNoEarlierThan))
            start = Math.Max(start, Instant(summary.ConstraintDate!.Value));
        return start;
    }

    private static long Constrained(MsTask task, MsTaskTime time, long start)
    {
        if (task.ConstraintDate is not { } date) return start;
        var tied = Instant(date);
        return task.Constraint switch
        {
            MsConstraint.StartNoEarlierThan => Math.Max(start, time.NextStart(tied)),
            MsConstraint.FinishNoEarlierThan => Math.Max(start, time.StartFor(tied)),
            MsConstraint.StartNoLaterThan => Math.Min(start, tied),
            MsConstraint.FinishNoLaterThan => Math.Min(start, time.StartFor(tied)),
            MsConstraint.MustStartOn => tied,
            MsConstraint.MustFinishOn => time.StartFor(tied),
            _ => start,
        };
    }

    /// <summary>The instant a link lets its end come at.</summary>
    private long Bound(MsEdge edge)
    {
        var instant = edge.LeavesFinish ? edge.From.Max(from => FinishSeen(from, edge.To)) : edge.From.Min(from => StartSeen(from, edge.To));
        return Add(instant, edge.Lag, IsElapsed(edge), lagTimes[edge.To]);
    }

    private long FinishSeen(int from, int to) => IsPushed(from, to) ? lateFinish[from] : earlyFinish[from];

    private long StartSeen(int from, int to) => IsPushed(from, to) ? lateStart[from] : earlyStart[from];

    /// <summary>What is done as late as possible pushes what is not.</summary>
    private bool IsPushed(int from, int to) => isLateKnown && IsLate(network.Tasks[from]) && !IsLate(network.Tasks[to]);

    private static bool IsLate(MsTask task) => task.Constraint == MsConstraint.AsLateAsPossible && task.ActualStart is null && !task.IsFixed;

    private bool IsElapsed(MsEdge edge) => edge.Link.IsElapsed || (edge.Link.IsPercent && network.Tasks[edge.From[0]].IsElapsed);

    private static long Add(long instant, long lag, bool isElapsed, WorkTime time)
    {
        if (lag == 0 || isElapsed) return instant + lag;
        return lag > 0 ? time.FinishAt(time.WorkBefore(instant) + lag) : time.StartAt(time.WorkBefore(instant) + lag);
    }

    private void Backward(int index)
    {
        var (task, time) = (network.Tasks[index], times[index]);
        if (task.ActualFinish is { } done)
        {
            (lateFinish[index], lateStart[index]) = (Instant(done), Instant(task.ActualStart ?? done));
            remainingStart[index] = lateStart[index];
            return;
        }

        var finish = Limited(index, task, LatestByLinks(index, task));
        lateFinish[index] = task.IsFixed ? finish : time.PreviousFinish(finish);
        remainingStart[index] = task.IsFixed ? time.StartFor(finish) : time.StartRemainingFor(lateFinish[index]);
        lateStart[index] = task.ActualStart is { } started && !task.IsFixed ? Instant(started) : remainingStart[index];
    }

    private long LatestByLinks(int index, MsTask task)
    {
        var edges = network.Outgoing[index].Where(edge => network.Tasks[edge.To].ActualFinish is null).ToList();
        if (edges.Count == 0 && plan.HasManyCriticalPaths) return earlyFinish[index];
        var finish = projectFinish;
        foreach (var edge in edges)
        {
            // A start that is past, or set by hand, is bound by nothing.
            if (edge.LeavesFinish) finish = Math.Min(finish, Add(edge.Link.Type == LinkType.FinishToStart ? remainingStart[edge.To] : lateFinish[edge.To], -edge.Lag, IsElapsed(edge), lagTimes[edge.To]));
            else if (task.ActualStart is null && !task.IsFixed && network.Tasks[edge.To].ActualStart is null && IsFirst(index, edge)) finish = Math.Min(finish, times[index].FinishFrom(LatestStart(index, edge)));
        }

        return finish;
    }

    private bool IsFirst(int index, MsEdge edge) => edge.From.Length == 1 || edge.From.MinBy(from => earlyStart[from]) == index;

    private long LatestStart(int index, MsEdge edge)
    {
        var instant = edge.Link.Type == LinkType.StartToStart ? times[index].NextStart(lateStart[edge.To]) : lateFinish[edge.To];
        return Add(instant, -edge.Lag, IsElapsed(edge), lagTimes[edge.To]);
    }

    private long Limited(int index, MsTask task, long finish)
    {
        if (task.ConstraintDate is { } date)
        {
            finish = task.Constraint switch
            {
                MsConstraint.MustStartOn => times[index].FinishFrom(Instant(date)),
                MsConstraint.MustFinishOn => Instant(date),
                MsConstraint.StartNoLaterThan => Math.Min(finish, times[index].FinishFrom(Instant(date))),
                MsConstraint.FinishNoLaterThan => Math.Min(finish, Instant(date)),
                _ => finish,
            };
        }

        foreach (var summary in network.Around(task).Where(summary => summary.Constraint == MsConstraint.FinishNoLaterThan))
            finish = Math.Min(finish, Instant(summary.ConstraintDate!.Value));
        return task.Deadline is { } deadline ? Math.Min(finish, Instant(deadline)) : finish;
    }
}
