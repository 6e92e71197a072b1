namespace Funeng.Engines.Planning.MsProject;

/// <summary>The calendars of a file as work times over a span of years, in seconds since the year 1; each is laid out once, when it is first asked for.</summary>
internal sealed class MsWorkTimes(MsProjectPlan plan, DateOnly first, DateOnly last)
{
    private const int DaySeconds = 86_400;
    private const long MostWork = 20_000_000;
    private static readonly MsDay Usual = new([(8 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)]);
    private static readonly MsDay Off = new([]);
    private readonly Dictionary<int, MsCalendar> calendars = plan.Calendars.ToDictionary(calendar => calendar.Uid);
    private readonly Dictionary<(int, int), WorkTime> laidOut = [];
    private long work;

    /// <summary>A calendar's work time.</summary>
    /// <param name="uid">Its unique id; null, or one the file lacks, for the calendar of the project.</param>
    public WorkTime Of(int? uid) => LayOut(Plain(uid), null);

    /// <summary>Where both calendars work.</summary>
    public WorkTime Both(int? one, int? other) => LayOut(Plain(one), Plain(other));

    /// <summary>Calendars that differ in nothing are one.</summary>
    private int Plain(int? uid)
    {
        var found = uid is { } asked && calendars.ContainsKey(asked) ? asked : plan.CalendarUid;
        for (var depth = 0; depth < calendars.Count && calendars.TryGetValue(found, out var calendar) && calendar.IsPlain && calendar.BaseUid is { } below; depth++) found = below;
        return found;
    }

    private WorkTime LayOut(int uid, int? other)
    {
        var key = (uid, other is null || other == uid ? -1 : other.Value);
        if (laidOut.TryGetValue(key, out var known)) return known;
        work += (last.DayNumber - first.DayNumber) * (2L + (Chain(uid).Concat(Chain(key.Item2)).Sum(calendar => calendar.Exceptions.Count) / 10));
        if (work > MostWork) throw new MsProjectException("任务用到的不同日历和例外日期太多，无法排程");
        var stretches = new List<(long, long)>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var hours = DayOf(uid, day).Stretches;
            if (key.Item2 >= 0) hours = Common(hours, DayOf(key.Item2, day).Stretches);
            foreach (var (from, to) in hours) stretches.Add(((day.DayNumber * (long)DaySeconds) + from, (day.DayNumber * (long)DaySeconds) + to));
        }

        if (stretches.Count == 0) throw new MsProjectException($"日历“{calendars.GetValueOrDefault(uid)?.Name}”没有任何工作时间");
        return laidOut[key] = WorkTime.Within(stretches);
    }

    private static IReadOnlyList<(int From, int To)> Common(IReadOnlyList<(int From, int To)> one, IReadOnlyList<(int From, int To)> other) =>
        [.. one.SelectMany(_ => other, (left, right) => (From: Math.Max(left.From, right.From), To: Math.Min(left.To, right.To))).Where(both => both.From < both.To)];

    private MsDay DayOf(int uid, DateOnly day)
    {
        var chain = Chain(uid).ToList();
        foreach (var calendar in chain)
        {
            if (calendar.Exceptions.FirstOrDefault(exception => exception.First <= day && day <= exception.Last && exception.Recurrence.FallsOn(day, exception.First)) is { } special) return special.Day;
        }

        foreach (var calendar in chain)
        {
            var week = calendar.WorkWeeks.FirstOrDefault(week => week.First <= day && day <= week.Last && week.Days.ContainsKey(day.DayOfWeek));
            if (week is not null) return week.Days[day.DayOfWeek];
            if (calendar.Days.TryGetValue(day.DayOfWeek, out var usual)) return usual;
        }

        return day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Off : Usual;
    }

    private IEnumerable<MsCalendar> Chain(int uid)
    {
        int? next = uid;
        for (var depth = 0; depth < 10 && next is { } current && calendars.TryGetValue(current, out var calendar); depth++)
        {
            yield return calendar;
            next = calendar.BaseUid;
        }
    }
}
