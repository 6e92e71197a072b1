using System.Net;
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
}
