using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Funeng.Feel.Values;

/// <summary>The zone of a time: an offset from UTC, or a region of the IANA database. No zone at all is a null reference.</summary>
public sealed class FeelZone : IEquatable<FeelZone>
{
    private const int LargestOffset = 14 * 3600;
    private const int YearsInCycle = 400;

    private static readonly ConcurrentDictionary<int, FeelZone> Offsets = new();
    private static readonly ConcurrentDictionary<string, FeelZone?> Regions = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo? _region;
    private readonly int _offset;

    private FeelZone(int offset) => _offset = offset;

    private FeelZone(string id, TimeZoneInfo region)
    {
        RegionId = id;
        _region = region;
        _offset = (int)region.BaseUtcOffset.TotalSeconds;
    }

    /// <summary>Offset zero, written <c>Z</c>.</summary>
    public static FeelZone Utc { get; } = new(0);

    /// <summary>The IANA name; null for an offset.</summary>
    public string? RegionId { get; }

    /// <summary>The zone of an offset in seconds, or null when it is more than 14 hours.</summary>
    public static FeelZone? TryFromOffset(long seconds)
    {
        if (seconds == 0)
            return Utc;
        return seconds is < -LargestOffset or > LargestOffset ? null : Offsets.GetOrAdd((int)seconds, offset => new FeelZone(offset));
    }

    /// <summary>The region of an IANA name, or null when there is none.</summary>
    public static FeelZone? TryFindRegion(string id)
    {
        // Names come from texts of users: an endless number of unknown ones must not fill the memory.
        if (Regions.TryGetValue(id, out var known))
            return known;
        var found = Find(id);
        return found is not null || Regions.Count < 4096 ? Regions.GetOrAdd(id, found) : null;
    }

    /// <summary>The same offset, or the same region. A region is not equal to the offset it happens to have.</summary>
    public bool Equals([NotNullWhen(true)] FeelZone? other) =>
        other is not null && RegionId == other.RegionId && (RegionId is not null || _offset == other._offset);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelZone);

    /// <inheritdoc/>
    public override int GetHashCode() => RegionId?.GetHashCode(StringComparison.Ordinal) ?? _offset;

    /// <summary><c>Z</c>, <c>+08:00</c> or <c>@Asia/Shanghai</c>.</summary>
    public override string ToString()
    {
        if (RegionId is not null)
            return "@" + RegionId;
        if (_offset == 0)
            return "Z";

        var magnitude = Math.Abs(_offset);
        var seconds = magnitude % 60 == 0 ? "" : $":{magnitude % 60:00}";
        return $"{(_offset < 0 ? '-' : '+')}{magnitude / 3600:00}:{magnitude / 60 % 60:00}{seconds}";
    }

    // For times without a date: a region has its standard offset.
    internal int StandardOffset => _offset;

    internal int OffsetAtLocal(FeelDate date, long nanosecondOfDay) =>
        _region is null ? _offset : Seconds(_region.GetUtcOffset(InPlatformYears(date, nanosecondOfDay, DateTimeKind.Unspecified)));

    internal int OffsetAtInstant(FeelDate utcDate, long nanosecondOfDay) =>
        _region is null ? _offset : Seconds(_region.GetUtcOffset(InPlatformYears(utcDate, nanosecondOfDay, DateTimeKind.Utc)));

    private static int Seconds(TimeSpan offset) => (int)offset.TotalSeconds;

    // The calendar repeats after 400 years, weekdays included; far years ask for the year of the same place in a known cycle.
    private static DateTime InPlatformYears(FeelDate date, long nanosecondOfDay, DateTimeKind kind)
    {
        var place = ((date.Year % YearsInCycle) + YearsInCycle) % YearsInCycle;
        var year = date.Year switch
        {
            < 2 => YearsInCycle + place,
            > 9998 => 9600 - YearsInCycle + place,
            _ => date.Year,
        };
        return new DateTime(year, date.Month, date.Day, 0, 0, 0, kind).AddTicks(nanosecondOfDay / 100);
    }

    private static FeelZone? Find(string id)
    {
        try
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var region) && (region.HasIanaId || region.Id == id) && LooksLikeRegion(id)
                ? new FeelZone(id, region)
                : null;
        }
        catch (Exception exception) when (exception is InvalidTimeZoneException or System.Security.SecurityException)
        {
            return null;
        }
    }

    // Keeps out file names and names of other systems ("China Standard Time").
    private static bool LooksLikeRegion(string id) => id.Length is > 0 and <= 64
        && char.IsAsciiLetter(id[0]) && id.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '_' or '-' or '+');
}
