using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.WorkDays;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>The official calendar as the administrator keeps it. The clock is set to Thursday 24 December 2026; the notice for 2027 is not out.</summary>
public sealed class WorkDaysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_notice_that_comes_out_is_entered_and_open_limits_follow_it(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var counted = await city.OpenAsync(new NewTask("visit", TaskSource.None, "走访") { LeadBody = bureau.Id });
        var promised = await city.OpenAsync(new NewTask("errand", TaskSource.None, "报材料") { LeadBody = bureau.Id, Due = new DateOnly(2027, 1, 5) });
        Assert.Equal((new DateOnly(2027, 1, 7), true), (counted.DueOn!.Value, counted.IsProvisional));

        await using var admin = city.As(Role.Administrator);
        var keep = admin.Get<KeepCalendar>();
        Assert.Equal(1, await MovedAsync(keep, new("2027-01-01", "2027-01-03", "Off", "元旦", "国办发明电〔2026〕9号")));
        Assert.Equal((new DateOnly(2027, 1, 8), true), await DueAsync(city, counted.Id));
        Assert.Equal(1, await MovedAsync(keep, new("2027-01-02", "", "Work", "元旦", "国办发明电〔2026〕9号")));
        Assert.Equal((new DateOnly(2027, 1, 7), true), await DueAsync(city, counted.Id));
        Assert.Equal(new DateOnly(2027, 1, 5), (await city.ReadAsync(promised.Id)).DueOn);

        // A year without its National Day is not whole.
        Assert.Contains("国庆节", (await keep.PublishAsync(2027, true, "国办发明电〔2026〕9号", Cancellation))!.Value.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, await MovedAsync(keep, new("2027-10-01", "2027-10-07", "Off", "国庆节", "国办发明电〔2026〕9号")));
        Assert.Empty((await keep.PublishAsync(2027, true, "国办发明电〔2026〕9号", Cancellation))!.Value.Problems);
        Assert.Equal((new DateOnly(2027, 1, 7), false), await DueAsync(city, counted.Id));
        Assert.True(admin.Get<OfficialCalendar>().Calendar.IsPublished(2027));

        var steps = await admin.Get<FunengDb>().Set<TaskStep>().Where(step => step.Item == counted.Id && step.Kind == TaskStepKind.Extended).OrderBy(step => step.Id).ToListAsync(Cancellation);
        Assert.Equal([(new DateOnly(2027, 1, 7), new DateOnly(2027, 1, 8)), (new DateOnly(2027, 1, 8), new DateOnly(2027, 1, 7))], steps.Select(step => (step.DueBefore!.Value, step.DueAfter!.Value)));
        Assert.Contains("2027-01-01 至 2027-01-03休", steps[0].Text, StringComparison.Ordinal);
        Assert.Equal(4, await admin.Get<FunengDb>().Set<AuditEntry>().CountAsync(row => row.Action == "修改工作日历" && row.Subject == "calendar:2027", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_entered_counts_after_a_restart_and_at_every_node(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        await using var unit = city.As(Role.Administrator);
        await using (var admin = city.As(Role.Administrator)) await MovedAsync(admin.Get<KeepCalendar>(), new("2027-01-01", "2027-01-03", "Off", "元旦", "通知"));
        Assert.False(unit.Get<OfficialCalendar>().Calendar.IsWorkday(new DateOnly(2027, 1, 1)));

        // Another node hears of it in its next round; a day put back to as usual is one again.
        var other = new OfficialCalendar(unit.Get<Modules.Foundation.Installation>(), unit.Get<ClockBook>());
        Assert.True(other.Calendar.IsWorkday(new DateOnly(2027, 1, 1)));
        await new FollowCalendar(unit.Get<IDbContextFactory<FunengDb>>(), other).RunAsync(Cancellation);
        Assert.False(other.Calendar.IsWorkday(new DateOnly(2027, 1, 1)));
        await using (var admin = city.As(Role.Administrator)) await MovedAsync(admin.Get<KeepCalendar>(), new("2027-01-01", "2027-01-03", "Usual", "元旦", "录错了"));
        await new FollowCalendar(unit.Get<IDbContextFactory<FunengDb>>(), other).RunAsync(Cancellation);
        Assert.True(other.Calendar.IsWorkday(new DateOnly(2027, 1, 1)));
        Assert.False(other.Calendar.IsWorkday(new DateOnly(2027, 1, 2)));
    }

    [Fact]
    public async Task Bad_days_are_refused_beside_their_fields_and_past_years_are_closed()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite);
        await using var admin = city.As(Role.Administrator);
        var keep = admin.Get<KeepCalendar>();

        Assert.Equal(["From", "Kind", "Name", "Basis"], await FieldsAsync(keep, new("2027-02-30", "2027-03-02", "9", "", "")));
        Assert.Equal(["To"], await FieldsAsync(keep, new("2027-02-10", "2027-02-01", "Off", "春节", "通知")));
        Assert.Equal(["To"], await FieldsAsync(keep, new("2027-02-01", "2027-03-30", "Off", "春节", "通知")));
        Assert.Equal(["From"], await FieldsAsync(keep, new("2025-10-09", "", "Off", "国庆节", "通知")));
        Assert.Equal(["From"], await FieldsAsync(keep, new("2050-10-01", "", "Off", "国庆节", "通知")));
        await using var officer = city.As(Role.BureauOfficer);
        Assert.Null(await officer.Get<KeepCalendar>().SetAsync(new("2027-01-01", "", "Off", "元旦", "通知"), Cancellation));
        Assert.Null(await officer.Get<KeepCalendar>().PublishAsync(2027, true, "通知", Cancellation));
    }

    private static async Task<TestInstallation> StartAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        city.Time.Advance(new DateTimeOffset(2026, 12, 24, 9, 0, 0, TimeSpan.FromHours(8)) - city.Time.GetUtcNow());
        return city;
    }

    private static async Task<int> MovedAsync(KeepCalendar keep, TypedDays typed)
    {
        var (moved, problems) = (await keep.SetAsync(typed, Cancellation))!.Value;
        Assert.Empty(problems);
        return moved;
    }

    private static async Task<IEnumerable<string>> FieldsAsync(KeepCalendar keep, TypedDays typed) => (await keep.SetAsync(typed, Cancellation))!.Value.Problems.Select(problem => problem.Field);

    private static async Task<(DateOnly, bool)> DueAsync(TestInstallation city, long item)
    {
        var read = await city.ReadAsync(item);
        return (read.DueOn!.Value, read.IsProvisional);
    }
}
