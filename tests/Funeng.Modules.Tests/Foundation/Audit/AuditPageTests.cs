using System.Net;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Foundation.Audit;

public sealed class AuditPageTests(TestSite site) : IClassFixture<TestSite>
{
    [Theory]
    [InlineData("officer")]
    [InlineData("leader")]
    [InlineData("enterprise")]
    public async Task Others_than_auditors_and_administrators_are_turned_away(string user)
    {
        using var visitor = await site.VisitAsync(user);

        using var answer = await visitor.GetAsync("/audit");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_auditor_filters_by_the_address_and_checks_the_chain()
    {
        using var visitor = await site.VisitAsync("auditor");

        var made = await visitor.OpenAsync("/audit?action=" + Uri.EscapeDataString("建立账号"));
        var none = await visitor.OpenAsync("/audit?q=no-such-subject");
        var check = await visitor.OpenAsync("/audit?check=1");

        Assert.Equal(16, made.QuerySelectorAll("tbody tr").Length);
        Assert.All(made.QuerySelectorAll("tbody tr"), row => Assert.Contains("建立账号", row.TextContent, StringComparison.Ordinal));
        Assert.Contains("没有符合条件的记录", none.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("记录链完好", check.QuerySelector(".note.ok")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_have_names_and_links_and_are_found_by_them()
    {
        using var officer = await site.VisitAsync("officer");
        var first = (await officer.OpenAsync("/enterprises")).QuerySelectorAll("a").First(link => link.GetAttribute("href")!.StartsWith("/enterprises/9", StringComparison.Ordinal));
        var (code, name) = (first.GetAttribute("href")!["/enterprises/".Length..], first.TextContent.Trim());
        await using (var unit = site.Services.CreateAsyncScope())
        {
            unit.Get<CurrentUser>().ActAs(7, "张三", Role.BureauOfficer, Scope.All);
            unit.Get<AuditTrail>().Record("改所在地", $"enterprise:{code}", "迁址", new { Region = "370303" }, new { Region = "370304" });
            await unit.Get<FunengDb>().SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        using var auditor = await site.VisitAsync("auditor");
        var found = await auditor.OpenAsync($"/audit?q={Uri.EscapeDataString(name)}&who={Uri.EscapeDataString("张三")}&kind=enterprise");

        var row = Assert.Single(found.QuerySelectorAll("tbody tr"));
        Assert.Equal((name, $"/enterprises/{code}"), (row.QuerySelector("a")!.TextContent, row.QuerySelector("a")!.GetAttribute("href")));
        Assert.Contains("所在地", row.QuerySelector("dt")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, found.QuerySelectorAll(".chips .chip").Length);
        Assert.DoesNotContain("enterprise:", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_view_is_exported_and_taking_it_away_is_in_the_audit()
    {
        using var auditor = await site.VisitAsync("auditor");
        using var answer = await auditor.GetAsync("/audit/export.csv?action=" + Uri.EscapeDataString("建立账号"));
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Trim().Split("\r\n");

        Assert.Equal(17, lines.Length);
        Assert.Contains("王敏（officer）", string.Concat(lines), StringComparison.Ordinal);
        var after = await auditor.OpenAsync("/audit?action=" + Uri.EscapeDataString("导出审计记录"));
        Assert.NotEmpty(after.QuerySelectorAll("tbody tr"));
        using var officer = await site.VisitAsync("officer");
        using var refused = await officer.GetAsync("/audit/export.csv");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
