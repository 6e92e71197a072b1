using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Clocks;
using Funeng.Modules.Redemption.Publicity;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>A list put to the public before the holidays of the new year are known is public as long as the calendar in force says.</summary>
public sealed class PublicityDaysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_last_day_is_provisional_and_moves_with_the_holidays_once_they_are_published(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        await city.BudgetAsync(TradeFund.Total);
        var batch = await city.ComputeAsync(null, "booth");
        city.Time.Now = new DateTimeOffset(2026, 12, 28, 1, 0, 0, TimeSpan.Zero);
        await using (var officer = city.AsOfficer())
        {
            await officer.Get<ConfirmLines>().RunAsync(batch, null, Cancellation);
            Assert.IsType<StepResult.Done>(await officer.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
            var announced = (await officer.Get<PublicLists>().FindAsync(batch, Cancellation))!;
            Assert.Equal((new DateOnly(2027, 1, 4), true), (announced.To, announced.IsProvisional));
        }

        var rules = WithHolidays("2027-01-01,off,元旦", "2027-01-02,off,元旦", "2027-01-04,off,元旦", "2027-10-01,off,国庆节");
        await using var later = city.Next(rules);
        city.Time.Now = new DateTimeOffset(2027, 1, 6, 1, 0, 0, TimeSpan.Zero);
        await using (var officer = later.AsOfficer())
        {
            var list = (await officer.Get<PublicLists>().FindAsync(batch, Cancellation))!;
            Assert.Equal((new DateOnly(2027, 1, 6), false, true), (list.To, list.IsProvisional, list.IsOpen));
        }

        var line = await city.CountAsync("select min(id) from redemption_award");
        await using (var somebody = later.As(Role.Public, Scope.Nothing, 77, "市民"))
            Assert.IsType<StepResult.Done>(await somebody.Get<Objections>().RaiseAsync(batch, new TypedObjection(line, "没有参加这个展会", "张三", "13800000000"), Cancellation));
        await using (var head = later.AsDirector())
            Assert.Contains("公示到 2027-01-06", Assert.Single(Assert.IsType<StepResult.Refused>(await head.Get<ApproveBatch>().RunAsync(batch, Cancellation)).Problems).Message, StringComparison.Ordinal);
        city.Time.Now = new DateTimeOffset(2027, 1, 7, 1, 0, 0, TimeSpan.Zero);
        await using (var somebody = later.As(Role.Public, Scope.Nothing, 77, "市民"))
            Assert.IsType<StepResult.Refused>(await somebody.Get<Objections>().RaiseAsync(batch, new TypedObjection(line, "没有参加这个展会", "张三", "13800000000"), Cancellation));
        Directory.Delete(rules, recursive: true);
    }

    [Theory, OnBothDatabases]
    public async Task The_limit_of_an_open_review_moves_with_the_holidays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = new DateTimeOffset(2026, 12, 30, 1, 0, 0, TimeSpan.Zero);
        var id = await city.SubmittedAsync(await city.FirmAsync("A", "370303001", ("standardsLedCount", 1)), "zb-standard-award/award");
        Assert.Equal("2027-01-04", await DueAsync(city, id));
        var rules = WithHolidays("2027-01-01,off,元旦", "2027-10-01,off,国庆节");

        await using (var later = city.Next(rules))
        {
            await using var unit = later.As();
            Assert.Equal(1, await unit.Get<RedateDesks>().RunAsync(Cancellation));
            Assert.Equal(0, await unit.Get<RedateDesks>().RunAsync(Cancellation));
        }

        Assert.Equal("2027-01-05", await DueAsync(city, id));
        Directory.Delete(rules, recursive: true);
    }

    private static async Task<string> DueAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return (await unit.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).DueOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The rules with more days in the calendar.</summary>
    private static string WithHolidays(params string[] days)
    {
        var (from, to) = (Repository.Folder("rules"), Directory.CreateTempSubdirectory("funeng-rules-").FullName);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.AppendAllLines(Path.Combine(to, "reference", "work-calendar.csv"), days);
        return to;
    }
}
