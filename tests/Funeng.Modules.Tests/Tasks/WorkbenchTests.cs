using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Inbox;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>What the tasks say on the workbench: the first twelve by name, and all of them in the counts, none twice.</summary>
public sealed class WorkbenchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Who_watches_has_his_own_and_the_late_of_others_each_counted_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (own, other) = (await city.MakeBodyAsync("督查室"), await city.MakeBodyAsync("工信局"));
        for (var number = 1; number <= 15; number++) await OpenAsync(city, own, number);
        for (var number = 1; number <= 14; number++) await OpenAsync(city, other, number);
        await OpenAsync(city, own, 90);
        await OpenAsync(city, other, 91);
        city.Time.Advance(TimeSpan.FromDays(30));

        await using var unit = city.As(Role.SupervisionOffice, Scope.All, own.HeadAccount, "督查室主任");
        var bench = await unit.Get<OpenWorkbench>().RunAsync(Cancellation);

        Assert.Equal((30, 29), (bench.Open, bench.Overdue));
        Assert.Equal(26, bench.Work.Count);
        Assert.Equal(new[] { ("另有 2 项超期", "/tasks?tab=late&rest=1"), ("另有 4 项待我办理", "/tasks?rest=1") }.Order(), bench.Work.Where(item => item.Rest is not null).Select(item => (item.Title, item.Href)).Order());

        var inbox = unit.Get<OpenInbox>();
        var (late, mine) = (await inbox.RunAsync(new InboxQuery(InboxTab.Late) { IsRest = true }, Cancellation), await inbox.RunAsync(new InboxQuery(InboxTab.Mine) { IsRest = true }, Cancellation));
        Assert.Equal((2, 4), (late.Total, mine.Total));
        Assert.All([.. late.Rows, .. mine.Rows], row => Assert.DoesNotContain(bench.Work, item => item.Href == row.Item.Link));
    }

    [Theory, OnBothDatabases]
    public async Task Who_only_works_has_his_own_and_is_told_how_many_of_all_of_them_are_late(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        for (var number = 1; number <= 14; number++) await OpenAsync(city, bureau, number);
        await OpenAsync(city, bureau, 90);
        city.Time.Advance(TimeSpan.FromDays(30));

        await using var unit = city.AsHead(bureau);
        var bench = await unit.Get<OpenWorkbench>().RunAsync(Cancellation);

        Assert.Equal((15, 14), (bench.Open, bench.Overdue));
        Assert.Equal("另有 3 项待我办理", bench.Work[^1].Title);
    }

    private static Task<TaskItem> OpenAsync(TestInstallation city, MadeBody body, int number) =>
        city.OpenAsync(new NewTask("errand", TaskSource.None, $"材料 {number}") { Owner = Holder.Person(body.Head), Due = new DateOnly(2026, 3, 2).AddDays(number) });
}
