namespace Funeng.Feel.Values;

/// <summary>A time of day in nanoseconds, with a zone or without.</summary>
public readonly struct FeelTime : IEquatable<FeelTime>
{
    internal const long NanosecondsPerSecond = 1_000_000_000;
    internal const long NanosecondsPerDay = 86_400 * NanosecondsPerSecond;

    /// <summary>A time; throws when the nanosecond does not lie within one day.</summary>
    public FeelTime(long nanosecondOfDay, FeelZone? zone = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanosecondOfDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(nanosecondOfDay, NanosecondsPerDay);
        NanosecondOfDay = nanosecondOfDay;
        Zone = zone;
    }

    /// <summary>A time of whole seconds; throws when it does not exist.</summary>
    public FeelTime(int hour, int minute, int second, FeelZone? zone = null)
        : this((hour * 3600L + minute * 60L + second) * NanosecondsPerSecond, zone)
    {
    }

    /// <summary>Nanoseconds since midnight.</summary>
    public long NanosecondOfDay { get; }

    /// <summary>The zone; null when the time is local.</summary>
    public FeelZone? Zone { get; }

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour => (int)(NanosecondOfDay / (3600 * NanosecondsPerSecond));

    /// <summary>The minute, 0 to 59.</summary>
    public int Minute => (int)(NanosecondOfDay / (60 * NanosecondsPerSecond) % 60);

    /// <summary>The second, 0 to 59, without its fraction.</summary>
    public int Second => (int)(NanosecondOfDay / NanosecondsPerSecond % 60);

    /// <summary>The fraction of the second in nanoseconds.</summary>
    public int Nanosecond => (int)(NanosecondOfDay % NanosecondsPerSecond);

    /// <summary>The offset from UTC, a region's standard offset; null without a zone.</summary>
    public FeelDaysTimeDuration? Offset => Zone is null ? null : new FeelDaysTimeDuration(Zone.StandardOffset, 0);

    /// <summary>The same local time and the same zone.</summary>
    public bool Equals(FeelTime other) => NanosecondOfDay == other.NanosecondOfDay && Equals(Zone, other.Zone);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NanosecondOfDay, Zone);

    /// <summary>The same local time and the same zone.</summary>
    public static bool operator ==(FeelTime left, FeelTime right) => left.Equals(right);

    /// <summary>Another local time or another zone.</summary>
    public static bool operator !=(FeelTime left, FeelTime right) => !left.Equals(right);

    /// <summary>The ISO form with the zone: <c>10:15:30.5+08:00</c>.</summary>
    public override string ToString() => ClockText(NanosecondOfDay) + Zone;

    // Nanoseconds of UTC, possibly outside of the day; a time without a zone counts in the given one.
    internal long UtcNanosecond(FeelZone? otherwise = null) =>
        NanosecondOfDay - ((Zone ?? otherwise)?.StandardOffset ?? 0) * NanosecondsPerSecond;

    /// <summary>The whole second of UTC in which the time lies.</summary>
    internal long UtcSecond => NanosecondOfDay / NanosecondsPerSecond - (Zone?.StandardOffset ?? 0);

    internal static string ClockText(long nanosecondOfDay)
    {
        var seconds = nanosecondOfDay / NanosecondsPerSecond;
        var fraction = nanosecondOfDay % NanosecondsPerSecond;
        return $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{FractionText(fraction)}";
    }

    internal static string FractionText(long nanoseconds) =>
        nanoseconds == 0 ? "" : $".{nanoseconds:000000000}".TrimEnd('0');
}
