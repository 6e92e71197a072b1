namespace Funeng.Feel.Values;

/// <summary>A signed number of seconds with nanoseconds. <c>P1D</c> and <c>PT24H</c> are the same value.</summary>
public readonly struct FeelDaysTimeDuration : IEquatable<FeelDaysTimeDuration>, IComparable<FeelDaysTimeDuration>
{
    private const int SecondsPerDay = 86_400;

    /// <summary>A duration of seconds and a fraction in nanoseconds, which counts upwards also when the seconds are negative.</summary>
    public FeelDaysTimeDuration(long wholeSeconds, int nanosecondPart)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanosecondPart);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(nanosecondPart, FeelTime.NanosecondsPerSecond);
        WholeSeconds = wholeSeconds;
        NanosecondPart = nanosecondPart;
    }

    /// <summary>The largest whole number of seconds that is not larger: −2 for −1.5 s.</summary>
    internal long WholeSeconds { get; }

    /// <summary>What is to be added to <see cref="WholeSeconds"/>, 0 to 999,999,999 nanoseconds.</summary>
    internal int NanosecondPart { get; }

    /// <summary>Whether the duration is shorter than none.</summary>
    public bool IsNegative => WholeSeconds < 0;

    /// <summary>The days of the normal form, with the sign of the duration.</summary>
    public long Days => (long)(TotalNanoseconds / FeelTime.NanosecondsPerDay);

    /// <summary>The hours beside the days, with the sign of the duration.</summary>
    public int Hours => (int)(TotalNanoseconds / (3600 * FeelTime.NanosecondsPerSecond) % 24);

    /// <summary>The minutes beside the hours, with the sign of the duration.</summary>
    public int Minutes => (int)(TotalNanoseconds / (60 * FeelTime.NanosecondsPerSecond) % 60);

    /// <summary>The seconds beside the minutes with their fraction, with the sign of the duration.</summary>
    public FeelNumber Seconds
    {
        get
        {
            var nanoseconds = (long)(TotalNanoseconds % (60 * FeelTime.NanosecondsPerSecond));
            return new FeelNumber(nanoseconds, -9).Normalize();
        }
    }

    internal Int128 TotalNanoseconds => (Int128)WholeSeconds * FeelTime.NanosecondsPerSecond + NanosecondPart;

    /// <inheritdoc/>
    public int CompareTo(FeelDaysTimeDuration other) => WholeSeconds != other.WholeSeconds
        ? WholeSeconds.CompareTo(other.WholeSeconds)
        : NanosecondPart.CompareTo(other.NanosecondPart);

    /// <inheritdoc/>
    public bool Equals(FeelDaysTimeDuration other) => WholeSeconds == other.WholeSeconds && NanosecondPart == other.NanosecondPart;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelDaysTimeDuration other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(WholeSeconds, NanosecondPart);

    /// <summary>Sameness.</summary>
    public static bool operator ==(FeelDaysTimeDuration left, FeelDaysTimeDuration right) => left.Equals(right);

    /// <summary>Difference.</summary>
    public static bool operator !=(FeelDaysTimeDuration left, FeelDaysTimeDuration right) => !left.Equals(right);

    /// <summary>Order.</summary>
    public static bool operator <(FeelDaysTimeDuration left, FeelDaysTimeDuration right) => left.CompareTo(right) < 0;

    /// <summary>Order.</summary>
    public static bool operator <=(FeelDaysTimeDuration left, FeelDaysTimeDuration right) => left.CompareTo(right) <= 0;

    /// <summary>Order.</summary>
    public static bool operator >(FeelDaysTimeDuration left, FeelDaysTimeDuration right) => left.CompareTo(right) > 0;

    /// <summary>Order.</summary>
    public static bool operator >=(FeelDaysTimeDuration left, FeelDaysTimeDuration right) => left.CompareTo(right) >= 0;

    /// <summary>The ISO form, normalized: <c>P1DT2H3M4.5S</c>.</summary>
    public override string ToString()
    {
        if (TotalNanoseconds == 0)
            return "PT0S";

        var magnitude = Int128.Abs(TotalNanoseconds);
        var seconds = (long)(magnitude / FeelTime.NanosecondsPerSecond);
        var fraction = (long)(magnitude % FeelTime.NanosecondsPerSecond);
        var date = seconds >= SecondsPerDay ? $"{seconds / SecondsPerDay}D" : "";
        var hours = seconds / 3600 % 24 == 0 ? "" : $"{seconds / 3600 % 24}H";
        var minutes = seconds / 60 % 60 == 0 ? "" : $"{seconds / 60 % 60}M";
        var rest = seconds % 60 == 0 && fraction == 0 ? "" : $"{seconds % 60}{FeelTime.FractionText(fraction)}S";
        var time = hours.Length + minutes.Length + rest.Length == 0 ? "" : $"T{hours}{minutes}{rest}";
        return $"{(IsNegative ? "-" : "")}P{date}{time}";
    }

    internal static bool TryFromNanoseconds(Int128 nanoseconds, out FeelDaysTimeDuration duration)
    {
        var (seconds, rest) = Int128.DivRem(nanoseconds, FeelTime.NanosecondsPerSecond);
        if (rest < 0)
        {
            rest += FeelTime.NanosecondsPerSecond;
            seconds--;
        }

        var fits = seconds >= long.MinValue && seconds <= long.MaxValue;
        duration = fits ? new FeelDaysTimeDuration((long)seconds, (int)rest) : default;
        return fits;
    }
}

/// <summary>A signed number of months.</summary>
/// <param name="TotalMonths">The months, twelve to a year.</param>
public readonly record struct FeelYearsMonthsDuration(long TotalMonths) : IComparable<FeelYearsMonthsDuration>
{
    /// <summary>The whole years, with the sign of the duration.</summary>
    public long Years => TotalMonths / 12;

    /// <summary>The months beside the years, with the sign of the duration.</summary>
    public int Months => (int)(TotalMonths % 12);

    /// <inheritdoc/>
    public int CompareTo(FeelYearsMonthsDuration other) => TotalMonths.CompareTo(other.TotalMonths);

    /// <summary>Order.</summary>
    public static bool operator <(FeelYearsMonthsDuration left, FeelYearsMonthsDuration right) => left.TotalMonths < right.TotalMonths;

    /// <summary>Order.</summary>
    public static bool operator <=(FeelYearsMonthsDuration left, FeelYearsMonthsDuration right) => left.TotalMonths <= right.TotalMonths;

    /// <summary>Order.</summary>
    public static bool operator >(FeelYearsMonthsDuration left, FeelYearsMonthsDuration right) => left.TotalMonths > right.TotalMonths;

    /// <summary>Order.</summary>
    public static bool operator >=(FeelYearsMonthsDuration left, FeelYearsMonthsDuration right) => left.TotalMonths >= right.TotalMonths;

    /// <summary>The ISO form, normalized: <c>P1Y2M</c>.</summary>
    public override string ToString()
    {
        if (TotalMonths == 0)
            return "P0M";

        var years = Years == 0 ? "" : $"{Math.Abs(Years)}Y";
        var months = Months == 0 ? "" : $"{Math.Abs(Months)}M";
        return $"{(TotalMonths < 0 ? "-" : "")}P{years}{months}";
    }
}
