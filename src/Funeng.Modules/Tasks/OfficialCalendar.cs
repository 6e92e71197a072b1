using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation;
using Funeng.Modules.Tasks.WorkDays;

namespace Funeng.Modules.Tasks;

/// <summary>A day that differs from the week, and what for.</summary>
public sealed record NamedDay(DateOnly Date, bool IsWorkday, string Name);

/// <summary>
/// The calendar of the State Council's holiday notices: the days of <c>rules/reference/work-calendar.csv</c>, with what the administrator entered or corrected
/// since, and the opening hours of <c>rules/clocks.yaml</c>.
/// </summary>
public sealed class OfficialCalendar(Installation installation, ClockBook clocks)
{
    private readonly Lazy<IReadOnlyList<NamedDay>> shipped = new(() => ReadDays(Path.Combine(installation.RulesFolder, "reference", "work-calendar.csv")));
    private readonly Lock gate = new();
    private WorkCalendar? calendar;
    private long stamp;

    /// <summary>Another object after every change.</summary>
    public WorkCalendar Calendar
    {
        get
        {
            lock (gate) return calendar ??= Of(shipped.Value, clocks.Hours);
        }
    }

    /// <summary>The days of the file, in their order.</summary>
    public IReadOnlyList<NamedDay> Shipped => shipped.Value;

    /// <summary>Counts what was entered instead of what the file says; nothing happens where it is what counts already.</summary>
    internal void Use(IReadOnlyList<CalendarDayEntry> days, IReadOnlyList<CalendarYearEntry> years)
    {
        var asked = new HashCode();
        foreach (var day in days) asked.Add((day.Day, day.Kind));
        foreach (var year in years) asked.Add((year.Year, year.IsPublished));
        var now = days.Count + years.Count == 0 ? 0 : ((long)(days.Count + years.Count) << 32) | (uint)asked.ToHashCode();
        lock (gate)
        {
            if (now == stamp) return;
            (stamp, calendar) = (now, Of(shipped.Value, clocks.Hours, days, years));
        }
    }

    internal static WorkCalendar Read(string file, WorkHours hours) => Of(ReadDays(file), hours);

    private static WorkCalendar Of(IReadOnlyList<NamedDay> shipped, WorkHours hours, IReadOnlyList<CalendarDayEntry>? entered = null, IReadOnlyList<CalendarYearEntry>? years = null)
    {
        var days = shipped.ToDictionary(day => day.Date, day => day.IsWorkday);
        foreach (var day in entered ?? [])
        {
            if (day.Kind == DayKind.Usual) days.Remove(day.Day);
            else days[day.Day] = day.Kind == DayKind.Work;
        }

        var published = PublishedIn(shipped).ToHashSet();
        foreach (var year in years ?? [])
        {
            if (year.IsPublished) published.Add(year.Year);
            else published.Remove(year.Year);
        }

        return WorkCalendar.Of(days.Select(day => new CalendarDay(day.Key, day.Value)), published, hours);
    }

    /// <summary>A notice may name days of the neighbouring year; a year is published when its National Day is named.</summary>
    internal static IEnumerable<int> PublishedIn(IReadOnlyList<NamedDay> days) => days.Where(day => day.Date is { Month: 10, Day: 1 }).Select(day => day.Date.Year);

    private static IReadOnlyList<NamedDay> ReadDays(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Skip(1).Where(line => line.Length > 0).Select(line => DayOf(line, file)).GroupBy(day => day.Date).Select(same => same.Last())] : [];

    private static NamedDay DayOf(string line, string file) =>
        line.Split(',') is [var date, "off" or "work", ..] cells && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new NamedDay(day, cells[1] == "work", cells.Length > 2 ? cells[2] : "")
            : throw new InvalidDataException($"{file}: '{line}' is no day; a line is 2026-10-01,off,国庆节");
}
