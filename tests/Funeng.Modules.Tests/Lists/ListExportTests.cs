using System.Net;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Lists;

public sealed class ListExportTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Whoever_takes_a_list_away_stands_in_the_audit_with_what_was_asked_for()
    {
        using var visitor = await site.VisitAsync("officer");

        var answer = await visitor.GetAsync("/lists/small-to-above-scale.csv?q=%E5%85%AC%E5%8F%B8");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from audit where action = '导出清单' and subject = 'list:small-to-above-scale' and reason like '%?q=%'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_list_is_the_same_rows_as_a_workbook_and_as_text_and_is_offered_to_whoever_may_take_it_away()
    {
        const string list = "/lists/should-enter-sme-innovative";
        using var officer = await site.VisitAsync("officer");
        using var clerk = await site.VisitAsync("clerk");

        var text = await (await officer.GetAsync(list + ".csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var workbook = new MemoryStream(await (await officer.GetAsync(list + ".xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var refused = await clerk.GetAsync(list + ".xlsx");
        var library = await officer.OpenAsync("/libraries/sme-innovative?tab=should-enter");
        var clerks = await clerk.OpenAsync("/libraries/sme-innovative?tab=should-enter");

        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(workbook, SheetLimits.Default)).Sheets);
        Assert.Equal(["企业", "代码", "地区", "进入", "理由", "依据"], Enumerable.Range(0, 6).Select(column => sheet[0, column].Text));
        Assert.Equal(text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length, sheet.Rows.Count);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.NotNull(library.QuerySelector($"main a[href='{list}.xlsx']"));
        Assert.Null(clerks.QuerySelector("main a[href^='/lists/']"));
    }

    [Fact]
    public async Task A_day_before_anybody_looked_is_no_file_without_rows()
    {
        const string list = "/lists/should-enter-sme-innovative";
        using var officer = await site.VisitAsync("officer");

        var page = await officer.OpenAsync(list + "?asof=2020-01-01");
        using var refused = await officer.GetAsync(list + ".csv?asof=2020-01-01");
        using var entered = await officer.GetAsync(list + ".csv?view=entered&asof=2020-01-01");

        Assert.Contains("在那之前没有人查过", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main a[download]"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("在那之前没有人查过", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        Assert.DoesNotContain("2020-01-01", entered.Content.Headers.ContentDisposition!.FileNameStar, StringComparison.Ordinal);
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from audit where action = '导出清单' and reason like '%.csv?asof=2020%'";
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("officer", HttpStatusCode.OK)]
    [InlineData("enterprise", HttpStatusCode.Forbidden)]
    public async Task The_list_of_a_draft_of_a_policy_is_a_file_for_whoever_may_take_data_away(string account, HttpStatusCode expected)
    {
        using var visitor = await site.VisitAsync(account);

        using var csv = await visitor.GetAsync("/policies/lab/list.csv?benefit=cn-stable-jobs-refund%2Frefund&cap=1");
        using var faulty = await visitor.GetAsync("/policies/lab/list.xlsx?benefit=cn-stable-jobs-refund%2Frefund&c1=%3E%3D");

        Assert.Equal(expected, csv.StatusCode);
        if (expected != HttpStatusCode.OK) return;
        Assert.StartsWith("企业,统一社会信用代码,地区,现行（元）,改后（元）,差额（元）,变化\r\n", await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
    }
}
