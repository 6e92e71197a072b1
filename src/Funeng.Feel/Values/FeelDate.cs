namespace Funeng.Feel.Values;

/// <summary>A day of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999 with a year 0. The default is 0001-01-01.</summary>
public readonly struct FeelDate : IEquatable<FeelDate>, IComparable<FeelDate>
{
    /// <summary>The largest year, and with a minus sign the smallest.</summary>
    internal const int MaxYear = 999_999_999;

    private const int DaysInEra = 146_097;
    private const int EpochShift = 719_468;
    private const int DayBits = 5;
    private const int MonthAndDayBits = 9;

    // 0001-01-01 in packed form.
    private const long Origin = (1L << MonthAndDayBits) | (1L << DayBits) | 1L;

    // Year, month and day side by side, so that the order of dates is the order of this number; less the origin, so that the default is a day.
    private readonly long _fromOrigin;

    private FeelDate(long packed) => _fromOrigin = packed - Origin;

    /// <summary>A day; throws when it does not exist.</summary>
    public FeelDate(int year, int month, int day)
    {
        if (!Exists(year, month, day))
            throw new ArgumentOutOfRangeException(nameof(day), $"There is no day {year}-{month}-{day}.");
        _fromOrigin = Pack(year, month, day) - Origin;
    }

    /// <summary>The year.</summary>
    public int Year => (int)(Packed >> MonthAndDayBits);

    /// <summary>The month, from 1.</summary>
    public int Month => (int)(Packed >> DayBits) & 15;

    /// <summary>The day of the month, from 1.</summary>
    public int Day => (int)Packed & 31;

    /// <summary>The day of the week: Monday is 1, Sunday is 7.</summary>
    public int Weekday => (int)(((DayNumber + 3) % 7 + 7) % 7) + 1;

    /// <summary>The day of the year, from 1.</summary>
    internal int DayOfYear => (int)(DayNumber - new FeelDate(Year, 1, 1).DayNumber) + 1;

    /// <summary>Days since 1970-01-01.</summary>
    public long DayNumber
    {
        get
        {
            // Years begin in March, so that the leap day is the last day (H. Hinnant's days_from_civil).
            long year = Month <= 2 ? Year - 1 : Year;
            var era = (year >= 0 ? year : year - 399) / 400;
            var yearOfEra = year - era * 400;
            var dayOfYear = (153 * (Month > 2 ? Month - 3 : Month + 9) + 2) / 5 + Day - 1;
            return era * DaysInEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - EpochShift;
        }
    }

    internal long Packed => _fromOrigin + Origin;

    /// <summary>The day, if it exists.</summary>
    internal static bool TryCreate(long year, long month, long day, out FeelDate date)
    {
        var exists = Exists(year, month, day);
        date = exists ? new FeelDate(Pack((int)year, (int)month, (int)day)) : default;
        return exists;
    }

    /// <summary>The day of a number of days since 1970-01-01, if its year is in range.</summary>
    public static bool TryFromDayNumber(long dayNumber, out FeelDate date)
    {
        date = default;
        if (Math.Abs(dayNumber) > 400_000_000_000)
            return false;

        var shifted = dayNumber + EpochShift;
        var era = (shifted >= 0 ? shifted : shifted - (DaysInEra - 1)) / DaysInEra;
        var dayOfEra = shifted - era * DaysInEra;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / (DaysInEra - 1)) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shiftedMonth = (5 * dayOfYear + 2) / 153;
        var month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        var year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return TryCreate(year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, out date);
    }

    /// <summary>The day of the platform's type.</summary>
    public static FeelDate From(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <summary>The day as the platform's type, if its year lies in 1 to 9999.</summary>
    public bool TryToDateOnly(out DateOnly date)
    {
        var fits = Year is >= 1 and <= 9999;
        date = fits ? new DateOnly(Year, Month, Day) : default;
        return fits;
    }

    /// <summary>The day some months later; where the month is too short, its last day.</summary>
    internal bool TryAddMonths(long months, out FeelDate date)
    {
        // The result may be written over this date.
        var (total, originalDay) = (Year * 12L + Month - 1, Day);
        date = default;
        if (Math.Abs(months) > 12L * 2 * (MaxYear + 1L))
            return false;

        total += months;
        var year = Math.DivRem(total, 12, out var month);
        if (month < 0)
        {
            month += 12;
            year--;
        }

        return Math.Abs(year) <= MaxYear && TryCreate(year, month + 1, Math.Min(originalDay, DaysInMonth(year, month + 1)), out date);
    }

    /// <summary>The day some days later, if its year is in range.</summary>
    internal bool TryAddDays(long days, out FeelDate date)
    {
        var start = DayNumber;
        date = default;
        return Math.Abs(days) <= 1_000_000_000_000 && TryFromDayNumber(start + days, out date);
    }

    /// <inheritdoc/>
    public int CompareTo(FeelDate other) => _fromOrigin.CompareTo(other._fromOrigin);

    /// <inheritdoc/>
    public bool Equals(FeelDate other) => _fromOrigin == other._fromOrigin;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelDate other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _fromOrigin.GetHashCode();

    /// <summary>Sameness.</summary>
    public static bool operator ==(FeelDate left, FeelDate right) => left._fromOrigin == right._fromOrigin;

    /// <summary>Difference.</summary>
    public static bool operator !=(FeelDate left, FeelDate right) => left._fromOrigin != right._fromOrigin;

    /// <summary>Order.</summary>
    public static bool operator <(FeelDate left, FeelDate right) => left._fromOrigin < right._fromOrigin;

    /// <summary>Order.</summary>
    public static bool operator <=(FeelDate left, FeelDate right) => left._fromOrigin <= right._fromOrigin;

    /// <summary>Order.</summary>
    public static bool operator >(FeelDate left, FeelDate right) => left._fromOrigin > right._fromOrigin;

    /// <summary>Order.</summary>
    public static bool operator >=(FeelDate left, FeelDate right) => left._fromOrigin >= right._fromOrigin;

    /// <summary>The ISO form, with as many digits of the year as it needs and at least four.</summary>
    public override string ToString() => $"{(Year < 0 ? "-" : "")}{Math.Abs(Year):0000}-{Month:00}-{Day:00}";

    internal static FeelDate Unpack(long packed) => new(packed);

    internal static int DaysInMonth(long year, long month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private static long Pack(int year, int month, int day) =>
        ((long)year << MonthAndDayBits) | ((long)month << DayBits) | (long)day;

    private static bool Exists(long year, long month, long day) =>
        year is >= -MaxYear and <= MaxYear && month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, month);
}
