using System.Net;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>The tabs of a library as files; first who may not take them away.</summary>
public sealed class LibraryFileTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("clerk")]
    [InlineData("enterprise")]
    [InlineData("bank")]
    public async Task Whoever_may_not_take_data_away_gets_no_file_and_is_offered_none(string user)
    {
        using var visitor = await site.VisitAsync(user);

        using var answer = await visitor.GetAsync("/libraries/sme-innovative.xlsx");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null((await visitor.OpenAsync("/libraries/sme-innovative")).QuerySelector("main a[download]"));
    }

    [Theory]
    [InlineData("members", "企业,代码,地区,状态,入口,入库,下一日期")]
    [InlineData("nominations", "企业,代码,地区,状态,入口,入库,下一日期")]
    [InlineData("near", "企业,代码,地区,判定,差在哪里,待补充,最省路径,要做的改变")]
    public async Task A_tab_is_taken_away_with_all_its_rows_as_a_workbook_and_as_text(string tab, string head)
    {
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync($"/libraries/sme-specialised?tab={tab}&size=100");
        var href = page.QuerySelectorAll("main a[download]").Select(link => link.GetAttribute("href")!).Single(link => link.Contains(".xlsx", StringComparison.Ordinal));

        using var workbook = new MemoryStream(await (await officer.GetAsync(href)).Content.ReadAsByteArrayAsync(Cancellation));
        var text = await (await officer.GetAsync(href.Replace(".xlsx", ".csv", StringComparison.Ordinal))).Content.ReadAsStringAsync(Cancellation);

        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(workbook, SheetLimits.Default)).Sheets);
        Assert.Equal(head.Split(','), Enumerable.Range(0, head.Split(',').Length).Select(column => sheet[0, column].Text));
        Assert.StartsWith(head, text.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length, sheet.Rows.Count);
        Assert.Equal(page.QuerySelectorAll("main tbody tr td.lead .s2").Select(code => code.TextContent), Enumerable.Range(1, sheet.Rows.Count - 1).Select(row => sheet[row, 1].Text));
    }

    [Fact]
    public async Task Whom_a_new_standard_loses_is_taken_away_with_the_reasons_by_whoever_may()
    {
        using var officer = await site.VisitAsync("officer");
        using var clerk = await site.VisitAsync("clerk");
        var page = await officer.OpenAsync("/compare?change=Neither");
        var href = page.QuerySelectorAll("main a[download]").Select(link => link.GetAttribute("href")!).Single(link => link.Contains(".csv", StringComparison.Ordinal));

        var lines = (await (await officer.GetAsync(href)).Content.ReadAsStringAsync(Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("企业,代码,地区,持有称号,旧标准,新标准,旧标准不符合的条件,新标准不符合的条件", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(page.QuerySelector("#c-rows ~ span")!.TextContent, $"{lines.Length - 1} 家");
        Assert.All(lines.Skip(1), line => Assert.Contains(",不符合,不符合,", line, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/compare.xlsx")).StatusCode);
        Assert.Null((await clerk.OpenAsync("/compare")).QuerySelector("main a[download]"));
    }

    [Fact]
    public async Task The_file_follows_the_conditions_of_the_page_and_stands_in_the_audit()
    {
        using var officer = await site.VisitAsync("officer");

        var zone = await (await officer.GetAsync("/libraries/sme-innovative.csv?area=370303")).Content.ReadAsStringAsync(Cancellation);
        var past = await (await officer.GetAsync("/libraries/sme-innovative.csv?asof=2026-01-01")).Content.ReadAsStringAsync(Cancellation);

        Assert.All(zone.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1), line => Assert.Contains("张店区", line, StringComparison.Ordinal));
        Assert.DoesNotContain("下一日期", past, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/libraries/sme-innovative.csv?tab=near&asof=2026-01-01")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/libraries/no-such-library.csv")).StatusCode);
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from audit where action = '导出培育库' and subject = 'library:sme-innovative' and reason like '%area=370303'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancellation));
    }
}
