using System.Globalization;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>The day a page is asked to show: one that is over, or today, which is no past day.</summary>
internal static class PastDay
{
    /// <returns>Null for today, a day to come, and what is no date.</returns>
    public static DateOnly? Read(string? text, DateOnly today) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < today ? day : null;
}
