namespace Funeng.Feel.Values;

/// <summary>A day and a time of day in nanoseconds, with a zone or without.</summary>
public readonly struct FeelDateTime : IEquatable<FeelDateTime>
{
    /// <summary>A date and time; throws when the nanosecond does not lie within one day.</summary>
    public FeelDateTime(FeelDate date, long nanosecondOfDay, FeelZone? zone = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanosecondOfDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(nanosecondOfDay, FeelTime.NanosecondsPerDay);
        Date = date;
        NanosecondOfDay = nanosecondOfDay;
        Zone = zone;
    }

    /// <summary>The day of a date with the time and zone of a time.</summary>
    public FeelDateTime(FeelDate date, FeelTime time)
        : this(date, time.NanosecondOfDay, time.Zone)
    {
    }

    /// <summary>The day.</summary>
    public FeelDate Date { get; }

    /// <summary>Nanoseconds since midnight.</summary>
    internal long NanosecondOfDay { get; }

    /// <summary>The zone; null when local.</summary>
    public FeelZone? Zone { get; }

    /// <summary>The time of day with the zone.</summary>
    public FeelTime Time => new(NanosecondOfDay, Zone);

    /// <summary>The offset from UTC at this moment; null without a zone.</summary>
    public FeelDaysTimeDuration? Offset => Zone is null ? null : new FeelDaysTimeDuration(Zone.OffsetAtLocal(Date, NanosecondOfDay), 0);

    /// <summary>The moment of the platform's type, with its offset as zone.</summary>
    public static FeelDateTime From(DateTimeOffset moment)
    {
        var date = new FeelDate(moment.Year, moment.Month, moment.Day);
        return new FeelDateTime(date, moment.TimeOfDay.Ticks * 100, FeelZone.TryFromOffset((long)moment.Offset.TotalSeconds));
    }

    /// <summary>The same local date and time and the same zone.</summary>
    public bool Equals(FeelDateTime other) =>
        Date == other.Date && NanosecondOfDay == other.NanosecondOfDay && Equals(Zone, other.Zone);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelDateTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Date, NanosecondOfDay, Zone);

    /// <summary>The same local date and time and the same zone.</summary>
    public static bool operator ==(FeelDateTime left, FeelDateTime right) => left.Equals(right);

    /// <summary>Another local date and time or another zone.</summary>
    public static bool operator !=(FeelDateTime left, FeelDateTime right) => !left.Equals(right);

    /// <summary>The ISO form with the zone.</summary>
    public override string ToString() => $"{Date}T{FeelTime.ClockText(NanosecondOfDay)}{Zone}";

    // Nanoseconds since 1970 on the clock of the place.
    internal Int128 LocalNanosecond => (Int128)Date.DayNumber * FeelTime.NanosecondsPerDay + NanosecondOfDay;

    // Nanoseconds since 1970 UTC; without a zone the given one counts.
    internal Int128 UtcNanosecond(FeelZone? otherwise = null)
    {
        var offset = (Zone ?? otherwise)?.OffsetAtLocal(Date, NanosecondOfDay) ?? 0;
        return LocalNanosecond - (Int128)offset * FeelTime.NanosecondsPerSecond;
    }

    // The whole second of UTC in which the moment lies.
    internal long UtcSecond =>
        Date.DayNumber * 86_400 + NanosecondOfDay / FeelTime.NanosecondsPerSecond - (Zone?.OffsetAtLocal(Date, NanosecondOfDay) ?? 0);

    internal static bool TryFromLocal(Int128 nanosecond, FeelZone? zone, out FeelDateTime result)
    {
        var (day, ofDay) = Int128.DivRem(nanosecond, FeelTime.NanosecondsPerDay);
        if (ofDay < 0)
        {
            ofDay += FeelTime.NanosecondsPerDay;
            day--;
        }

        result = default;
        if (Int128.Abs(day) > long.MaxValue || !FeelDate.TryFromDayNumber((long)day, out var date))
            return false;
        result = new FeelDateTime(date, (long)ofDay, zone);
        return true;
    }

    // Instant arithmetic for a zone, clock arithmetic without; the zone form stays.
    internal bool TryAdd(FeelDaysTimeDuration duration, out FeelDateTime result)
    {
        var zone = Zone;
        if (zone is null)
            return TryFromLocal(LocalNanosecond + duration.TotalNanoseconds, null, out result);

        if (!TryFromLocal(UtcNanosecond() + duration.TotalNanoseconds, FeelZone.Utc, out result))
            return false;
        var offset = zone.OffsetAtInstant(result.Date, result.NanosecondOfDay);
        return TryFromLocal(result.LocalNanosecond + (Int128)offset * FeelTime.NanosecondsPerSecond, zone, out result);
    }
}
