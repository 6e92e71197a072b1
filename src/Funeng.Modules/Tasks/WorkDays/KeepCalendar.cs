using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.WorkDays;

/// <summary>A day of the calendar that differs from the week, or was entered to be as usual.</summary>
/// <param name="Entry">What the administrator entered; null where the shipped file says it.</param>
public sealed record CalendarDayRow(DateOnly Day, DayKind Kind, string Name, CalendarDayEntry? Entry);

/// <summary>The calendar of one year.</summary>
/// <param name="Stretches">Days of one kind and name in a row.</param>
/// <param name="Workdays">Working days of the year, by month.</param>
public sealed record CalendarYear(int Year, bool IsPublished, CalendarYearEntry? Entry, IReadOnlyList<IReadOnlyList<CalendarDayRow>> Stretches, IReadOnlyList<int> Workdays);

/// <summary>What was typed about some days.</summary>
public sealed record TypedDays(string From, string To, string Kind, string Name, string Basis);

/// <summary>Shows the official calendar, and lets the administrator enter a holiday notice, correct a day and say that a year is complete. Limits of open tasks follow.</summary>
public sealed class KeepCalendar(FunengDb db, OfficialCalendar calendar, RedateTasks redate, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>No holiday is longer.</summary>
    public const int MostDays = 20;

    private const int YearsAhead = 3, LongestName = 20, LongestBasis = 100;

    public bool MayChange => user.Has(Permission.ManageUsers);

    /// <summary>Past years are closed: limits and delays were counted by them.</summary>
    public IReadOnlyList<int> Years => [.. Enumerable.Range(city.Today(clock).Year - 1, YearsAhead + 2)];

    public async Task<CalendarYear> ReadAsync(int year, CancellationToken cancellation)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var entered = await db.Set<CalendarDayEntry>().AsNoTracking().Where(row => row.Day >= first && row.Day <= last).ToDictionaryAsync(row => row.Day, cancellation);
        var rows = calendar.Shipped.Where(day => day.Date.Year == year && !entered.ContainsKey(day.Date)).Select(day => new CalendarDayRow(day.Date, day.IsWorkday ? DayKind.Work : DayKind.Off, day.Name, null))
            .Concat(entered.Values.Select(entry => new CalendarDayRow(entry.Day, entry.Kind, entry.Name, entry))).OrderBy(row => row.Day).ToList();
        var months = Enumerable.Range(1, 12).Select(month => new DateOnly(year, month, 1)).Select(start => calendar.Calendar.Count(start.AddDays(-1), start.AddMonths(1).AddDays(-1)));
        return new CalendarYear(year, calendar.Calendar.IsPublished(year), await db.Set<CalendarYearEntry>().AsNoTracking().SingleOrDefaultAsync(row => row.Year == year, cancellation), Stretches(rows), [.. months]);
    }

    /// <returns>How many limits moved, and what is wrong; null when this account does not keep the calendar.</returns>
    public async Task<(int Moved, IReadOnlyList<Problem> Problems)?> SetAsync(TypedDays typed, CancellationToken cancellation)
    {
        if (!MayChange) return null;
        var (days, kind, problems) = Read(typed);
        if (problems.Count > 0) return (0, problems);
        var present = await db.Set<CalendarDayEntry>().Where(row => days.Contains(row.Day)).ToDictionaryAsync(row => row.Day, cancellation);
        var before = days.Where(calendar.Calendar.IsWorkday).Select(day => Fmt.Date(day)).ToList();
        foreach (var day in days)
        {
            if (!present.TryGetValue(day, out var row)) db.Add(row = new CalendarDayEntry { Day = day, Kind = kind, Name = "", Basis = "", Who = "", At = default });
            (row.Kind, row.Name, row.Basis, row.Who, row.At) = (kind, typed.Name.Trim(), typed.Basis.Trim(), user.Name, clock.GetUtcNow());
        }

        audit.Record("修改工作日历", $"calendar:{days[0].Year}", $"{Words(days)}{kind.DisplayName()}（{typed.Name.Trim()}）：{typed.Basis.Trim()}", new { Workdays = before }, new { Days = days.Select(day => Fmt.Date(day)), Kind = kind.DisplayName() });
        return await ApplyAsync($"工作日历调整：{Words(days)}{kind.DisplayName()}", cancellation);
    }

    /// <summary>Says that the notice of a year is out and entered whole, or takes that back.</summary>
    public async Task<(int Moved, IReadOnlyList<Problem> Problems)?> PublishAsync(int year, bool isPublished, string basis, CancellationToken cancellation)
    {
        if (!MayChange) return null;
        if (!IsOpen(year)) return (0, [new("", $"{year} 年的日历已经封存，或还太远。")]);
        if (basis.Trim().Length is < 2 or > LongestBasis) return (0, [new("YearBasis", $"请写明依据，2 到 {LongestBasis} 个字，例如放假通知的文号。")]);
        if (isPublished && !(await ReadAsync(year, cancellation)).Stretches.SelectMany(row => row).Any(row => row.Day is { Month: 10, Day: 1 } && row.Kind == DayKind.Off))
            return (0, [new("YearBasis", $"{year} 年的国庆节还没有录入，日历不完整，不能标为已公布。")]);
        if (await db.Set<CalendarYearEntry>().SingleOrDefaultAsync(row => row.Year == year, cancellation) is not { } row)
            db.Add(row = new CalendarYearEntry { Year = year, IsPublished = isPublished, Basis = "", Who = "", At = default });
        (row.IsPublished, row.Basis, row.Who, row.At) = (isPublished, basis.Trim(), user.Name, clock.GetUtcNow());
        audit.Record("修改工作日历", $"calendar:{year}", $"{year} 年{(isPublished ? "放假安排已公布" : "改回暂定")}：{basis.Trim()}", new { IsPublished = calendar.Calendar.IsPublished(year) }, new { IsPublished = isPublished });
        return await ApplyAsync($"{year} 年{(isPublished ? "放假安排已公布" : "日历改回暂定")}", cancellation);
    }

    private async Task<(int, IReadOnlyList<Problem>)> ApplyAsync(string why, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return (0, [new("", "刚刚有人改过这几天，请看过现在的日历再改。")]);
        }

        db.ChangeTracker.Clear();
        await FollowCalendar.ApplyAsync(db, calendar, cancellation);
        return (await redate.RunAsync(why, cancellation), []);
    }

    private bool IsOpen(int year) => year >= city.Today(clock).Year && Years.Contains(year);

    private (List<DateOnly> Days, DayKind Kind, List<Problem> Problems) Read(TypedDays typed)
    {
        var problems = new List<Problem>();
        var from = Day(typed.From, "From", problems);
        var to = typed.To.Trim().Length == 0 ? from : Day(typed.To, "To", problems);
        if (!Enum.TryParse<DayKind>(typed.Kind, out var kind) || !Enum.IsDefined(kind)) problems.Add(new("Kind", "没有选择休、班或照常。"));
        if (typed.Name.Trim().Length is < 2 or > LongestName) problems.Add(new("Name", $"请写节日名称，2 到 {LongestName} 个字。"));
        if (typed.Basis.Trim().Length is < 2 or > LongestBasis) problems.Add(new("Basis", $"请写明依据，2 到 {LongestBasis} 个字，例如放假通知的文号。"));
        if (from is { } first && to is { } last)
        {
            if (last < first || last.DayNumber - first.DayNumber >= MostDays) problems.Add(new("To", $"应不早于开始的那天，一次最多 {MostDays} 天。"));
            else if (!IsOpen(first.Year) || !IsOpen(last.Year)) problems.Add(new("From", $"可以修改 {city.Today(clock).Year} 到 {Years[^1]} 年；往年的日历已经封存。"));
            else if (problems.Count == 0) return ([.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)], kind, problems);
        }

        return ([], kind, problems);
    }

    private static DateOnly? Day(string typed, string field, List<Problem> problems)
    {
        if (DateOnly.TryParseExact(typed.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > WorkCalendar.FirstYear and < WorkCalendar.LastYear) return day;
        problems.Add(new(field, "应是一个日期，例如 2027-01-01。"));
        return null;
    }

    private static string Words(IReadOnlyList<DateOnly> days) => days.Count == 1 ? Fmt.Date(days[0]) : $"{Fmt.Date(days[0])} 至 {Fmt.Date(days[^1])}";

    private static List<IReadOnlyList<CalendarDayRow>> Stretches(IReadOnlyList<CalendarDayRow> rows)
    {
        var stretches = new List<IReadOnlyList<CalendarDayRow>>();
        foreach (var row in rows)
        {
            if (stretches is [.., var open] && open[^1] is var last && last.Day.AddDays(1) == row.Day && (last.Kind, last.Name, last.Entry?.Basis) == (row.Kind, row.Name, row.Entry?.Basis)) stretches[^1] = [.. open, row];
            else stretches.Add([row]);
        }

        return stretches;
    }
}
