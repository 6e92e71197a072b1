using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Escalate;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>
/// A year lived day by day: projects report every ten days, some fall behind, start late or fall silent on planted days, and every evening each list holds
/// exactly those that plain arithmetic says; clocks count the working days of the published calendar. In full with ./test --long.
/// </summary>
public sealed class YearOfProjectsTests
{
    private const decimal Month = 1_000_000m;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1";

    private static readonly DateOnly First = IsLong ? new(2026, 1, 1) : new(2026, 2, 9), Last = IsLong ? new(2026, 12, 31) : new(2026, 4, 25);

    private static readonly int Projects = IsLong ? 600 : 12;

    private static readonly Lazy<Dictionary<DateOnly, bool>> Notices = new(() => File.ReadLines(Path.Combine(Repository.Folder("rules"), "reference", "work-calendar.csv")).Skip(1)
        .Select(line => line.Split(',')).ToDictionary(cells => DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells => cells[1] == "work"));

    [Fact]
    public async Task Every_evening_the_lists_hold_exactly_the_planted_delays_and_no_clock_is_wrong_across_a_holiday()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        city.Time.Now = At(First);
        var planted = Enumerable.Range(0, Projects).Select(index => new Planted(index)).ToList();
        var ids = await city.AddProjectsAsync([.. planted.Select(project => project.Row)]);
        var bureau = await city.MakeBodyAsync("工信局");
        var (clocks, found) = (new Clocks(), new HashSet<string>());
        long[] all = [.. ids.Values];
        var byId = ids.ToDictionary(pair => pair.Value, pair => pair.Key);

        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            city.Time.Now = At(day);
            foreach (var project in planted) await project.LiveAsync(city, day);
            await using var unit = city.As();
            await clocks.LiveAsync(unit, day, bureau);
            await unit.Get<RefreshLists>().RunAsync(all, Cancellation);
            await unit.Get<ClimbLadders>().RunAsync(Cancellation);
            var on = (await unit.Get<ListMembers>().OfManyAsync(all, null, Cancellation)).ToLookup(member => member.List, member => byId[member.Subject]);
            foreach (var list in new[] { "project-behind", "project-not-started", "light-silent" })
            {
                var expected = planted.Where(project => project.IsOn(list, day)).Select(project => project.Row.Code).Order(StringComparer.Ordinal).ToList();
                if (expected.Count > 0) found.Add(list);
                Assert.True(expected.SequenceEqual(on[list].Order(StringComparer.Ordinal)), $"{day:yyyy-MM-dd} {list}: {string.Join(' ', on[list].Order(StringComparer.Ordinal))}, not {string.Join(' ', expected)}");
            }
        }

        await clocks.CheckAsync(city);
        // The delays were there to be found, and were mended in the end.
        Assert.Equal(["light-silent", "project-behind", "project-not-started"], found.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(planted, project => project.IsOn("project-behind", Last));
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));

    private static bool IsWorked(DateOnly day) => Notices.Value.TryGetValue(day, out var worked) ? worked : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Counted one day after the other, as with a finger on the calendar.</summary>
    private static DateOnly After(DateOnly day, int workdays)
    {
        while (workdays > 0)
        {
            day = day.AddDays(1);
            if (IsWorked(day)) workdays--;
        }

        return day;
    }

    /// <summary>A project with what goes wrong with it: 1 stops investing for weeks, 2 starts late, 3 falls silent, all others keep their plan.</summary>
    private sealed class Planted(int index)
    {
        private readonly int fault = index % 4;

        private readonly DateOnly begins = First.AddDays(12 + index % 9), ends = First.AddDays(61 + index % 5);

        private decimal done;

        private DateOnly reported = First.AddDays(-1);

        public LedgerRow Row => fault == 2
            ? ProjectsInTests.Row(Code, "落地", First.AddDays(-5), Day(ProjectFacts.PlannedStartOn, begins))
            : ProjectsInTests.Row(Code, "在建", First.AddDays(-1), Day(ProjectFacts.StartedOn, First.AddDays(-200)), Money(ProjectFacts.Plan, Month * 12, 2026), Money(ProjectFacts.Done, Due(First), 2026)) with
            {
                Targets = Enumerable.Range(1, 12).ToDictionary(month => month, _ => Month),
            };

        private string Code { get; } = string.Create(CultureInfo.InvariantCulture, $"N-{index:000}");

        public bool IsOn(string list, DateOnly day) => list switch
        {
            "project-behind" => fault != 2 && Due(day) - Done(day) > Month * 12 / 10,
            "project-not-started" => fault == 2 && day > begins && day < ends,
            // Who starts late never reports afterwards: he falls silent from the day he started.
            _ => day.DayNumber - (fault == 2 ? ends : reported).DayNumber > 15,
        };

        public async Task LiveAsync(TestInstallation city, DateOnly day)
        {
            if (fault == 2)
            {
                if (day == ends) await city.AddProjectsAsync(ProjectsInTests.Row(Code, "开工", day, Day(ProjectFacts.PlannedStartOn, begins), Day(ProjectFacts.StartedOn, day)));
                return;
            }

            var period = TenDays.Of(day);
            if (period.Last != day || (fault == 3 && day >= begins && day < ends)) return;
            // What is due by the evening of the last day is asked for on the morning after it.
            done = fault == 1 && day >= begins && day < ends ? Done(day) : Due(day.AddDays(1)) is > 0 and var due ? due : Month * 12;
            reported = day;
            await using var unit = city.As(Role.BureauOfficer, Scope.All, 7, "填报员");
            var typed = new TypedReport(Code, period.Key(), (done / 10_000m).ToString(CultureInfo.InvariantCulture), "", "", "", period.Key());
            Assert.IsType<ReportResult.Reported>(await unit.Get<ReportProgress>().RunAsync(typed, Cancellation));
        }

        private decimal Done(DateOnly day) => reported < First ? Due(First) : done;

        /// <summary>Whole months that are over and a third of the present one for each ten days that are over; fen are not cut finer.</summary>
        private static decimal Due(DateOnly day)
        {
            if (day.Year > 2026) return 0;
            var thirds = day.Day <= 10 ? 0 : day.Day <= 20 ? 1 : 2;
            return (day.Month - 1) * Month + decimal.Floor(Month * 100 * thirds / 3) / 100;
        }
    }

    /// <summary>Items opened on every day; their stages and ladders counted by hand.</summary>
    private sealed class Clocks
    {
        private readonly List<(long Item, DateOnly Due)> left = [];

        public async Task LiveAsync(AsyncServiceScope unit, DateOnly day, MadeBody bureau)
        {
            var book = unit.Get<TaskBook>();
            var source = new TaskSource("problem", $"{day:yyyyMMdd}", "某问题", "/");
            var item = Assert.IsType<TaskResult.Done>(await book.OpenAsync(new NewTask("problem", source, $"问题{day:MMdd}") { LeadBody = bureau.Id, Key = "handle" }, Cancellation)).Item;
            // What comes in on a day off begins with the next working day.
            Assert.Equal(After(day, 1), item.DueOn);
            if (day.Day % 10 == 3)
            {
                await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
                left.Add((item.Id, item.DueOn!.Value));
                return;
            }

            foreach (var workdays in new[] { 5, 15 })
            {
                Assert.IsType<TaskResult.Done>(await book.ActAsync(item, new TaskAct.FinishStage("办了"), Cancellation));
                Assert.True(After(day, workdays) == item.DueOn, $"{day:yyyy-MM-dd} + {workdays}: {item.DueOn:yyyy-MM-dd}, not {After(day, workdays):yyyy-MM-dd}");
            }

            Assert.IsType<TaskResult.Done>(await book.ActAsync(item, new TaskAct.Close("办结"), Cancellation));
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        /// <summary>Of what nobody touched: a yellow card on the first working day after it was due, a red one on the second, the leader on the third.</summary>
        public async Task CheckAsync(TestInstallation city)
        {
            await using var unit = city.As();
            var alarms = await unit.Get<FunengDb>().Set<TaskAlarm>().AsNoTracking().ToListAsync(Cancellation);
            foreach (var (item, due) in left.Where(entry => After(entry.Due, 3) <= Last))
            {
                foreach (var (rung, workdays) in new[] { ("yellow", 1), ("red", 2), ("leader", 3) })
                    Assert.Equal(After(due, workdays), alarms.Single(alarm => alarm.Item == item && alarm.Rung == rung).TakenOn);
            }

            Assert.Contains(left, entry => After(entry.Due, 3) <= Last);
        }
    }
}
