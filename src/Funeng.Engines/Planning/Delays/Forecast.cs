namespace Funeng.Engines.Planning.Delays;

/// <summary>
/// The forecast of a project at the end of a day: what happened stands, what did not happen can happen on the next working day at the earliest.
/// Told only until an earlier day, it knows of the day's waiting but not yet of the good news, what began or was done on it.
/// </summary>
internal sealed class Forecast
{
    private readonly ProjectRecord record;
    private readonly long told;
    private readonly Schedule schedule;

    /// <param name="record">The project.</param>
    /// <param name="day">The day whose end it is.</param>
    /// <param name="told">The day until which good news is known.</param>
    public Forecast(ProjectRecord record, long day, long told)
    {
        (this.record, Day, this.told) = (record, day, told);
        var begun = record.Steps.Where(step => step.FirstDay <= told).Select(step => step.Id).ToHashSet();
        var network = new Network([.. record.Steps.Select(ToActivity)], [.. record.Links.Where(link => !begun.Contains(link.To))])
        {
            Start = record.FirstDay,
            WorkTime = record.WorkTime,
        };
        schedule = CriticalPath.Find(network, out var problems)
            ?? throw new ArgumentException($"project '{record.Id}': {string.Join("; ", problems)}", nameof(record));
    }

    /// <summary>The day whose end it is.</summary>
    public long Day { get; }

    /// <summary>Forecast finish, in working days of the project.</summary>
    public long Finish => record.WorkTime.WorkBefore(schedule.Finish);

    /// <summary>Critical steps that could have gone on that day and did not: begun and over their time, or not begun though nothing was missing.</summary>
    public IReadOnlyList<StepRecord> Idle()
    {
        var critical = Enumerable.Range(0, record.Steps.Count).Where(index => schedule.Activities[index].IsCritical).ToList();
        var idle = critical.Where(index => IsIdle(record.Steps[index], schedule.Activities[index])).ToList();
        return [.. (idle.Count > 0 ? idle : critical.Where(index => !(record.Steps[index].LastDay <= told))).Select(index => record.Steps[index])];
    }

    /// <summary>
    /// Steps that gained time on the days after another: done in less than planned, or begun before what they were to wait for. Where some of them were critical before
    /// the news, only those: what had time to spare won nothing.
    /// </summary>
    public IReadOnlyList<StepRecord> Quick(Forecast waited, long previous)
    {
        bool IsNews(long? day) => day > previous && day <= Day;
        List<StepRecord> Critical(IEnumerable<StepRecord> steps) => steps.Where(waited.IsCritical).ToList() is { Count: > 0 } critical ? critical : [.. steps];
        var quick = Critical(record.Steps.Where(step => IsNews(step.LastDay) && WorkUntil(step, step.LastDay!.Value) < step.PlannedDays));
        return quick.Count > 0 ? quick : Critical(record.Steps.Where(step => IsNews(step.FirstDay) || IsNews(step.LastDay)));
    }

    private bool IsCritical(StepRecord step) => schedule.Activities.Single(dates => dates.Activity.Id == step.Id).IsCritical;

    private WorkTime TimeOf(StepRecord step) => step.WorkTime ?? record.WorkTime;

    private long WorkUntil(StepRecord step, long day) => TimeOf(step).WorkBefore(day + 1) - TimeOf(step).WorkBefore(step.FirstDay ?? day);

    private bool IsIdle(StepRecord step, ActivityDates dates)
    {
        if (step.LastDay <= told) return false;
        if (step.FirstDay <= told) return WorkUntil(step, Day) > step.PlannedDays;
        if (step.FirstDay <= Day || step.NotBefore > Day) return false;
        // Where a lag is still running it could not go on either.
        return TimeOf(step).WorkBefore(dates.EarlyStart) <= TimeOf(step).WorkBefore(Day + 1) && record.Links.Where(link => link.To == step.Id).All(Happened);
    }

    private bool Happened(Link link)
    {
        var from = record.Steps.First(step => step.Id == link.From);
        return (link.Type is LinkType.FinishToStart or LinkType.FinishToFinish ? from.LastDay : from.FirstDay) <= told;
    }

    private Activity ToActivity(StepRecord step)
    {
        if (step.FirstDay is not { } first || first > told)
        {
            var earliest = step.FirstDay <= Day ? step.FirstDay.Value : Math.Max(Day + 1, step.NotBefore ?? long.MinValue);
            return new Activity(step.Id, step.PlannedDays) { WorkTime = step.WorkTime, StartNoEarlierThan = earliest };
        }

        var taken = step.LastDay <= told ? WorkUntil(step, step.LastDay.Value) : Math.Max(step.PlannedDays, WorkUntil(step, Day));
        return new Activity(step.Id, step.PlannedDays == 0 ? 0 : taken) { WorkTime = step.WorkTime, StartNoEarlierThan = first };
    }
}
