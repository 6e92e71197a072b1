namespace Funeng.Engines.Planning.MsProject;

/// <summary>How long a task takes from any instant: by its duration on one calendar, or by what each of its resources has to do on its own.</summary>
internal sealed class MsTaskTime
{
    private readonly (WorkTime Time, long Duration, long Remaining)[] workers;

    private MsTaskTime(WorkTime slack, params (WorkTime, long, long)[] workers) => (Slack, this.workers) = (slack, workers);

    /// <summary>The time in which its slack is counted.</summary>
    public WorkTime Slack { get; }

    private bool IsMilestone => workers.All(worker => worker.Duration == 0);

    public static MsTaskTime Of(MsTask task, IReadOnlyList<MsAssignment> assignments, MsWorkTimes times)
    {
        var own = times.Of(task.CalendarUid);
        if (task.IsElapsed) return new(WorkTime.Always, (WorkTime.Always, task.Duration, task.RemainingDuration));
        WorkTime[] theirs = task.IsFixedDuration || task.IgnoresResourceCalendars || task.Duration == 0 ? []
            : [.. assignments.Select(assignment => task.CalendarUid is null ? times.Of(assignment.CalendarUid) : times.Both(task.CalendarUid, assignment.CalendarUid))];
        var isShared = theirs.All(time => time == theirs[0]);
        var shared = isShared && theirs.Length > 0 ? theirs[0] : own;
        var (split, ahead) = (Split(task, null, shared), Split(task, task.ActualStart is null ? null : task.Resume, shared));
        return isShared || split > 0 || assignments.Any(assignment => assignment.IsContoured)
            ? new(own, (shared, task.Duration + split, task.RemainingDuration + ahead))
            : new(own, [.. assignments.Select((assignment, index) => (theirs[index], assignment.Seconds, assignment.RemainingSeconds))]);
    }

    /// <summary>A split moves with its task: as much working time as it takes, the task takes longer.</summary>
    private static long Split(MsTask task, DateTime? from, WorkTime time) => task.Interruptions.Where(gap => from is null || gap.From >= from)
        .Sum(gap => time.WorkBefore(gap.To.Ticks / TimeSpan.TicksPerSecond) - time.WorkBefore(gap.From.Ticks / TimeSpan.TicksPerSecond));

    public long FinishFrom(long start) => workers.Max(worker => worker.Duration == 0 ? start : worker.Time.FinishAt(worker.Time.WorkBefore(start) + worker.Duration));

    public long FinishRemainingFrom(long start) => workers.Max(worker => worker.Remaining == 0 ? start : worker.Time.FinishAt(worker.Time.WorkBefore(start) + worker.Remaining));

    public long StartFor(long finish) => workers.Min(worker => worker.Duration == 0 ? finish : worker.Time.StartAt(worker.Time.WorkBefore(finish) - worker.Duration));

    public long StartRemainingFor(long finish) => workers.Min(worker => worker.Remaining == 0 ? finish : worker.Time.StartAt(worker.Time.WorkBefore(finish) - worker.Remaining));

    /// <summary>The next instant at which work can start; a milestone may sit at the end of a working day.</summary>
    public long NextStart(long instant) => workers.Min(worker =>
        IsMilestone && worker.Time.FinishAt(worker.Time.WorkBefore(instant)) == instant ? instant : worker.Time.StartAt(worker.Time.WorkBefore(instant)));

    /// <summary>The end of the working time before an instant, where nothing is worked between; a milestone stays where it is.</summary>
    public long PreviousFinish(long instant) => IsMilestone ? instant : workers.Max(worker => worker.Time.FinishAt(worker.Time.WorkBefore(instant)));

    /// <summary>True when no work lies between two instants.</summary>
    public bool IsSame(long one, long other) => workers.All(worker => worker.Time.WorkBefore(one) == worker.Time.WorkBefore(other));
}
