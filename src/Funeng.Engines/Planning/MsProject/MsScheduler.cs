namespace Funeng.Engines.Planning.MsProject;

/// <summary>Opens the calendars wide enough for a plan and runs its passes.</summary>
internal static class MsScheduler
{
    private static readonly int[] Years = [2, 12, 60];

    public static IReadOnlyDictionary<int, MsDates> Run(MsProjectPlan plan)
    {
        var network = new MsNetwork(plan);
        foreach (var years in Years)
        {
            try
            {
                return new MsPasses(plan, network, new MsWorkTimes(plan, First(plan).AddYears(-years), Last(plan).AddYears(years))).Run();
            }
            catch (ArgumentOutOfRangeException) when (years != Years[^1])
            {
                // Some task reaches beyond: once more with more years.
            }
            catch (ArgumentOutOfRangeException problem)
            {
                throw new MsProjectException("计划超出可排的年份，请检查时长和日历", problem);
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    public static IReadOnlyDictionary<int, long> Spans(MsProjectPlan plan, IReadOnlyDictionary<int, MsDates> dates)
    {
        if (dates.Count == 0) return new Dictionary<int, long>();
        var (first, last) = (dates.Values.Min(task => task.Start), dates.Values.Max(task => task.Finish));
        var time = new MsWorkTimes(plan, DateOnly.FromDateTime(first), DateOnly.FromDateTime(last).AddYears(1)).Of(null);
        return dates.ToDictionary(pair => pair.Key, pair => time.WorkBefore(Instant(pair.Value.Finish)) - time.WorkBefore(Instant(pair.Value.Start)));
    }

    public static DateTime? FinishAfter(MsProjectPlan plan, MsTask task, long seconds)
    {
        if (task.Written is not { } written || seconds <= 0) return task.Written?.Start;
        try
        {
            var first = DateOnly.FromDateTime(written.Start);
            var time = new MsWorkTimes(plan, first, first.AddYears(Years[1])).Of(task.CalendarUid);
            return new DateTime(time.FinishAt(time.WorkBefore(Instant(written.Start)) + seconds) * TimeSpan.TicksPerSecond);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new MsProjectException("计划超出可排的年份，请检查时长和日历", problem);
        }
    }

    private static long Instant(DateTime date) => date.Ticks / TimeSpan.TicksPerSecond;

    private static DateOnly First(MsProjectPlan plan) => DateOnly.FromDateTime(Dates(plan).Min());

    private static DateOnly Last(MsProjectPlan plan) => DateOnly.FromDateTime(Dates(plan).Max());

    private static IEnumerable<DateTime> Dates(MsProjectPlan plan) => plan.Tasks
        .SelectMany(task => new[] { task.ConstraintDate, task.Deadline, task.ActualStart, task.ActualFinish, task.Resume, task.IsFixed ? task.Written?.Start : null, task.IsFixed ? task.Written?.Finish : null })
        .Append(plan.Start).Append(plan.IsFromStart ? null : plan.Finish).OfType<DateTime>();
}
