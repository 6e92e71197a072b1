using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation;

namespace Funeng.Modules.Tasks;

/// <summary>
/// The calendar of the State Council's holiday notices, from <c>rules/reference/work-calendar.csv</c>, with the opening hours of <c>rules/clocks.yaml</c>.
/// </summary>
public sealed class OfficialCalendar(Installation installation, ClockBook clocks)
{
    private readonly Lazy<WorkCalendar> calendar = new(() => Read(Path.Combine(installation.RulesFolder, "reference", "work-calendar.csv"), clocks.Hours));

    public WorkCalendar Calendar => calendar.Value;

    internal static WorkCalendar Read(string file, WorkHours hours)
    {
        var days = File.Exists(file) ? File.ReadLines(file).Skip(1).Where(line => line.Length > 0).Select(line => DayOf(line, file)).ToList() : [];
        // A notice may name days of the neighbouring year; a year is published when its National Day is named.
        return WorkCalendar.Of(days, days.Where(day => day.Date is { Month: 10, Day: 1 }).Select(day => day.Date.Year), hours);
    }

    private static CalendarDay DayOf(string line, string file) =>
        line.Split(',') is [var date, "off" or "work", ..] cells && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new CalendarDay(day, cells[1] == "work")
            : throw new InvalidDataException($"{file}: '{line}' is no day; a line is 2026-10-01,off,国庆节");
}
