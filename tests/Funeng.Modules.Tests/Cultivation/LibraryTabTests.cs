using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>What the tabs of a library offer, over real HTTP on a small demo city.</summary>
public sealed class LibraryTabTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task A_large_enterprise_is_named_so_and_not_offered_to_a_tier_of_small_ones()
    {
        const string Address = "/libraries/sme-innovative?tab=should-enter&size=100";
        using var officer = await site.VisitAsync("officer");
        var code = (await officer.OpenAsync(Address)).QuerySelector("main tbody input[name=pick]")!.GetAttribute("value")!.Split(':')[0];

        await ExecuteAsync($"update verdict_row set class = '大型' where rules in (select id from verdict_rules where scheme = 'enterprise-size-2017') and subject = (select id from subject where code = '{code}')");

        var page = await officer.OpenAsync(Address);
        var row = Assert.Single(page.QuerySelectorAll("main tbody tr"), row => row.TextContent.Contains(code, StringComparison.Ordinal));
        Assert.Null(row.QuerySelector("input[name=pick]"));
        Assert.Contains("大型", row.QuerySelector("td.lead")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("main tbody input[name=pick]"));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, Convert.ToInt32(await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
    }
}
