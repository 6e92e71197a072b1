using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// The one form of an instant in the database: whole microseconds since 1970 (UTC), which both databases store and compare alike.
/// </summary>
public sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(instant => ToStored(instant), stored => FromStored(stored))
{
    public static long ToStored(DateTimeOffset instant)
    {
        var (whole, rest) = Math.DivRem(instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? whole - 1 : whole;
    }

    public static DateTimeOffset FromStored(long stored) => DateTimeOffset.UnixEpoch.AddTicks(stored * TimeSpan.TicksPerMicrosecond);
}
