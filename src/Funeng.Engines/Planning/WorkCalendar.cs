namespace Funeng.Engines.Planning;

/// <summary>One day that differs from the week's usual run, as a holiday notice names it.</summary>
/// <param name="Date">The day.</param>
/// <param name="IsWorkday">True for a made-up working day (补班), false for a day off.</param>
public readonly record struct CalendarDay(DateOnly Date, bool IsWorkday);

/// <summary>
/// The official calendar: Monday to Friday are worked, Saturday and Sunday are not, and the yearly holiday notices make exceptions both ways.
/// A year whose notice has not been published follows the plain week and every answer that touches it is <em>provisional</em>.
/// </summary>
/// <remarks>
/// Days and minutes are counted through <see cref="WorkTime"/>, so that a network and a clock never differ about a holiday. Immutable and thread-safe.
/// </remarks>
public sealed class WorkCalendar
{
    /// <summary>The first year that can be counted in.</summary>
    public const int FirstYear = 2000;

    /// <summary>The last year that can be counted in.</summary>
    public const int LastYear = 2060;

    private const int MinutesADay = 24 * 60;

    private readonly IReadOnlySet<int> published;
    private readonly IReadOnlyDictionary<DateOnly, bool> exceptions;
    private readonly Lazy<WorkTime> minutes;

    private WorkCalendar(IReadOnlyDictionary<DateOnly, bool> exceptions, IReadOnlySet<int> published, WorkHours hours)
    {
        this.exceptions = exceptions;
        this.published = published;
        Hours = hours;
        Days = WorkTime.Within(Workdays().Select(day => ((long)day.DayNumber, day.DayNumber + 1L)));
        minutes = new(() => WorkTime.Within(Workdays().SelectMany(OpenMinutes)));
    }

    /// <summary>Opening hours of a working day.</summary>
    public WorkHours Hours { get; }

    /// <summary>Working days on a time line of <see cref="DateOnly.DayNumber"/>, for networks that count days.</summary>
    public WorkTime Days { get; }

    /// <summary>Working minutes on a time line of minutes since 1 January of the year 1, for what counts hours.</summary>
    public WorkTime Minutes => minutes.Value;

    /// <summary>A calendar from the days that holiday notices name.</summary>
    /// <param name="days">Days off and made-up working days; of a day named twice the last counts.</param>
    /// <param name="publishedYears">Years whose notice is among the days.</param>
    /// <param name="hours">Opening hours of a working day.</param>
    /// <returns>The calendar.</returns>
    public static WorkCalendar Of(IEnumerable<CalendarDay> days, IEnumerable<int> publishedYears, WorkHours hours)
    {
        var exceptions = new Dictionary<DateOnly, bool>();
        foreach (var day in days) exceptions[day.Date] = day.IsWorkday;
        return new WorkCalendar(exceptions, publishedYears.ToHashSet(), hours);
    }

    /// <summary>Whether the holiday notice of a year is known.</summary>
    /// <param name="year">The year.</param>
    /// <returns>True when it is.</returns>
    public bool IsPublished(int year) => published.Contains(year);

    /// <summary>Whether an answer about the days from one to another leans on a year without a published notice (暂定).</summary>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end, in any order.</param>
    /// <returns>True when it does.</returns>
    public bool IsProvisional(DateOnly from, DateOnly to)
    {
        var (first, last) = from <= to ? (from.Year, to.Year) : (to.Year, from.Year);
        for (var year = first; year <= last; year++)
        {
            if (!published.Contains(year)) return true;
        }

        return false;
    }

    /// <summary>Whether a day is worked.</summary>
    /// <param name="day">The day.</param>
    /// <returns>True when it is.</returns>
    public bool IsWorkday(DateOnly day) =>
        exceptions.TryGetValue(day, out var isWorkday) ? isWorkday : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The working day so many working days after a day, which itself does not count; before it when the number is negative.</summary>
    /// <param name="from">The day, worked or not.</param>
    /// <param name="workdays">How many working days.</param>
    /// <returns>The day; with zero the day itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The answer lies outside <see cref="FirstYear"/> to <see cref="LastYear"/>.</exception>
    public DateOnly Add(DateOnly from, int workdays) => workdays switch
    {
        > 0 => DateOnly.FromDayNumber((int)Days.FinishAt(Through(from) + workdays) - 1),
        < 0 => DateOnly.FromDayNumber((int)Days.StartAt(Days.WorkBefore(from.DayNumber) + workdays)),
        _ => from,
    };

    /// <summary>Working days after one day through another.</summary>
    /// <param name="after">The day before the first that may count.</param>
    /// <param name="through">The last that may count.</param>
    /// <returns>How many; negative when the two are in the other order.</returns>
    public int Count(DateOnly after, DateOnly through) => (int)(Through(through) - Through(after));

    /// <summary>The day itself when it is worked, else the next that is.</summary>
    /// <param name="day">The day.</param>
    /// <returns>A working day.</returns>
    public DateOnly NextWorkday(DateOnly day) => IsWorkday(day) ? day : Add(day, 1);

    /// <summary>The moment so many working minutes after another; a moment outside opening hours counts as the next opening.</summary>
    /// <param name="from">The moment, on the city's clock.</param>
    /// <param name="amount">Working minutes, not negative.</param>
    /// <returns>The moment, on the city's clock.</returns>
    public DateTime AddMinutes(DateTime from, long amount) =>
        amount == 0 ? from : At(Minutes.FinishAt(Minutes.WorkBefore(MinuteOf(from)) + amount));

    /// <summary>Working minutes from one moment to another, whole ones.</summary>
    /// <param name="from">The earlier moment.</param>
    /// <param name="to">The later moment.</param>
    /// <returns>How many; negative when the two are in the other order.</returns>
    public long MinutesBetween(DateTime from, DateTime to) => Minutes.WorkBefore(MinuteOf(to)) - Minutes.WorkBefore(MinuteOf(from));

    private static long MinuteOf(DateTime moment) => moment.Ticks / TimeSpan.TicksPerMinute;

    private static DateTime At(long minute) => new(minute * TimeSpan.TicksPerMinute);

    private long Through(DateOnly day) => Days.WorkBefore(day.DayNumber + 1L);

    private IEnumerable<DateOnly> Workdays()
    {
        var last = new DateOnly(LastYear, 12, 31);
        for (var day = new DateOnly(FirstYear, 1, 1); day <= last; day = day.AddDays(1))
        {
            if (IsWorkday(day)) yield return day;
        }
    }

    private IEnumerable<(long Start, long End)> OpenMinutes(DateOnly day)
    {
        var midnight = (long)day.DayNumber * MinutesADay;
        return Hours.Stretches.Select(stretch =>
            (midnight + (long)stretch.From.ToTimeSpan().TotalMinutes, midnight + (long)stretch.To.ToTimeSpan().TotalMinutes));
    }
}
