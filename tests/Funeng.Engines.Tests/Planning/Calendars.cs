using System.Globalization;
using Funeng.Engines.Planning;

namespace Funeng.Engines.Tests.Planning;

/// <summary>A calendar of 2025 and 2026 as far as tests need it: the notices' days of October 2025 and of the spring of 2026.</summary>
internal static class Calendars
{
    public static readonly WorkCalendar Official = WorkCalendar.Of(
    [
        .. Off("2025-10-01", "2025-10-08"), Work("2025-09-28"), Work("2025-10-11"),
        .. Off("2026-01-01", "2026-01-03"), Work("2026-01-04"),
        .. Off("2026-02-15", "2026-02-23"), Work("2026-02-14"), Work("2026-02-28"),
    ], [2025, 2026], WorkHours.Usual);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTime At(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static CalendarDay Work(string day) => new(Day(day), IsWorkday: true);

    private static IEnumerable<CalendarDay> Off(string from, string through)
    {
        for (var day = Day(from); day <= Day(through); day = day.AddDays(1)) yield return new CalendarDay(day, IsWorkday: false);
    }
}
