namespace Funeng.Engines.Planning.MsProject;

/// <summary>Working times of a day in seconds from midnight; none on a day off.</summary>
/// <param name="Stretches">The stretches of work, end not included.</param>
public sealed record MsDay(IReadOnlyList<(int From, int To)> Stretches);

/// <summary>Days of a calendar that differ from its weeks.</summary>
/// <param name="First">First day it can fall on.</param>
/// <param name="Last">Last day.</param>
/// <param name="Recurrence">Which of the days it falls on.</param>
/// <param name="Day">The working times of such a day.</param>
public sealed record MsException(DateOnly First, DateOnly Last, MsRecurrence Recurrence, MsDay Day);

/// <summary>Weeks of their own within a span.</summary>
/// <param name="First">First day of the span.</param>
/// <param name="Last">Last day of the span.</param>
/// <param name="Days">By day of the week; a day that is not named is as usual.</param>
public sealed record MsWorkWeek(DateOnly First, DateOnly Last, IReadOnlyDictionary<DayOfWeek, MsDay> Days);

/// <summary>A calendar of a Microsoft Project file.</summary>
/// <param name="Uid">Its unique id.</param>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="BaseUid">The calendar it differs from; null where it stands alone.</param>
/// <param name="Days">By day of the week; a day that is not named is as in the base calendar.</param>
/// <param name="WorkWeeks">Weeks of their own.</param>
/// <param name="Exceptions">Days of their own; they go before everything else.</param>
public sealed record MsCalendar(
    int Uid, string? Name, int? BaseUid, IReadOnlyDictionary<DayOfWeek, MsDay> Days, IReadOnlyList<MsWorkWeek> WorkWeeks, IReadOnlyList<MsException> Exceptions)
{
    /// <summary>True when it differs from its base in nothing.</summary>
    public bool IsPlain => Days.Count == 0 && WorkWeeks.Count == 0 && Exceptions.Count == 0;
}

/// <summary>When something in a calendar comes again.</summary>
public sealed record MsRecurrence
{
    /// <summary>Every day of the span.</summary>
    public static MsRecurrence Daily { get; } = new();

    /// <summary>1 daily, 2 and 3 yearly, 4 and 5 monthly, 6 weekly, 7 every so many days; as in the format.</summary>
    public int Type { get; init; } = 1;

    /// <summary>Every how many days, weeks or months; 1 or more.</summary>
    public int Period { get; init; } = 1;

    /// <summary>For weeks: bit 0 is Sunday.</summary>
    public int DaysOfWeek { get; init; }

    /// <summary>For years: the month, from 0.</summary>
    public int Month { get; init; }

    /// <summary>A day of the month, from 1.</summary>
    public int MonthDay { get; init; } = 1;

    /// <summary>0 any day, 1 Monday to Friday, 2 weekend, 3 Sunday to 9 Saturday.</summary>
    public int MonthItem { get; init; }

    /// <summary>0 the first such day of the month to 3 the fourth, 4 the last.</summary>
    public int MonthPosition { get; init; }

    /// <summary>Whether it falls on a day of the span.</summary>
    /// <param name="day">The day.</param>
    /// <param name="first">First day of the span.</param>
    public bool FallsOn(DateOnly day, DateOnly first) => Type switch
    {
        2 => day.Month == Month + 1 && day.Day == MonthDay,
        3 => day.Month == Month + 1 && IsItem(day),
        4 => Months(day, first) % Period == 0 && day.Day == MonthDay,
        5 => Months(day, first) % Period == 0 && IsItem(day),
        6 => Weeks(day, first) % Period == 0 && (DaysOfWeek & (1 << (int)day.DayOfWeek)) != 0,
        7 => (day.DayNumber - first.DayNumber) % Period == 0,
        _ => true,
    };

    private static int Months(DateOnly day, DateOnly first) => ((day.Year - first.Year) * 12) + day.Month - first.Month;

    // Weeks begin on Sunday, as the format counts them.
    private static int Weeks(DateOnly day, DateOnly first) =>
        (day.DayNumber - (int)day.DayOfWeek - (first.DayNumber - (int)first.DayOfWeek)) / 7;

    private bool IsItem(DateOnly day)
    {
        if (!Matches(day)) return false;
        var days = Enumerable.Range(1, DateTime.DaysInMonth(day.Year, day.Month)).Select(number => new DateOnly(day.Year, day.Month, number)).Where(Matches).ToList();
        return day == (MonthPosition == 4 ? days[^1] : days.ElementAtOrDefault(MonthPosition));
    }

    private bool Matches(DateOnly day) => MonthItem switch
    {
        0 => true,
        1 => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
        2 => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
        _ => (int)day.DayOfWeek == MonthItem - 3,
    };
}
