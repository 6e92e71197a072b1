using System.Net;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Cultivation.Near;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
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
        await WeighNearAsync("sme-specialised");
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync($"/libraries/sme-specialised?tab={tab}&size=100");
        var href = page.QuerySelectorAll("main a[download]").Select(link => link.GetAttribute("href")!).Single(link => link.Contains(".xlsx", StringComparison.Ordinal));

        using var workbook = new MemoryStream(await (await officer.GetAsync(href)).Content.ReadAsByteArrayAsync(Cancellation));
        var text = await (await officer.GetAsync(href.Replace(".xlsx", ".csv", StringComparison.Ordinal))).Content.ReadAsStringAsync(Cancellation);

        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(workbook, SheetLimits.Default)).Sheets);
        Assert.Equal(head.Split(','), Enumerable.Range(0, head.Split(',').Length).Select(column => sheet[0, column].Text));
        Assert.StartsWith(head, text.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length, sheet.Rows.Count);
        var shown = page.QuerySelectorAll("main tbody tr td.lead .s2").Select(code => code.TextContent).ToList();
        var notes = page.QuerySelectorAll(".near-notes p").Select(note => "说明：" + note.TextContent).ToList();
        Assert.NotEmpty(shown);
        Assert.Equal(shown, Enumerable.Range(1, shown.Count).Select(row => sheet[row, 1].Text));
        Assert.Equal(notes, Enumerable.Range(shown.Count + 1, sheet.Rows.Count - shown.Count - 1).Select(row => sheet[row, 0].Text));
    }

    [Fact]
    public async Task A_near_list_says_whom_it_does_not_hold_and_so_does_its_file()
    {
        await WeighNearAsync("sme-innovative", distance: 5);
        using var officer = await site.VisitAsync("officer");

        var note = (await officer.OpenAsync("/libraries/sme-innovative?tab=near&distance=5")).QuerySelector(".near-notes p")!.TextContent;
        var text = await (await officer.GetAsync("/libraries/sme-innovative.csv?tab=near&distance=5")).Content.ReadAsStringAsync(Cancellation);

        Assert.Contains("但已是大型企业", note, StringComparison.Ordinal);
        Assert.Equal($"说明：{note}", text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(12, 0, "12 家是否接近")]
    [InlineData(12, 30, "12 家是否接近，30 家的最省路径")]
    public void What_is_not_worked_out_yet_is_said(int unweighed, int pending, string said)
    {
        var near = new NearPage(null!, [], 0, false) { Counts = new NearCounts(0, 0, pending, 0), Unweighed = unweighed };

        Assert.Equal((said.Length > 0, said), (near.IsUnderWay, NearWords.UnderWay(near)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, false, "另有 3 家")]
    [InlineData(0, true, "只比较了最可能达到的 600 家")]
    [InlineData(3, true, "另有 3 家", "只比较了最可能达到的 600 家")]
    public void What_a_near_list_leaves_out_is_said_of_each_kind(int large, bool isCut, params string[] said)
    {
        var near = new NearPage(null!, [], 0, isCut) { Counts = new NearCounts(0, 0, 0, 0), TooLarge = large };

        Assert.Collection(NearWords.LeftOut(near), [.. said.Select<string, Action<string>>(words => line => Assert.Contains(words, line, StringComparison.Ordinal))]);
    }

    [Theory]
    [InlineData("/libraries/green-factory?tab=near")]
    [InlineData("/libraries/sme-innovative?tab=history")]
    [InlineData("/libraries/sme-innovative?tab=should-enter&asof=2020-01-01")]
    [InlineData("/libraries/sme-innovative?tab=should-leave&asof=2020-01-01")]
    public async Task A_view_that_has_no_rows_to_take_away_offers_no_file(string address)
    {
        using var officer = await site.VisitAsync("officer");

        var page = await officer.OpenAsync(address);

        Assert.NotNull(page.QuerySelector("main h1"));
        Assert.Null(page.QuerySelector("main a[download]"));
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
        Assert.NotEmpty(lines.Skip(1));
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

        var rows = zone.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, line => Assert.Contains("张店区", line, StringComparison.Ordinal));
        var pastLines = past.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("企业,代码,地区,状态,入口,入库", pastLines[0].TrimStart('\uFEFF'));
        Assert.NotEmpty(pastLines.Skip(1));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/libraries/sme-innovative.csv?tab=near&asof=2026-01-01")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/libraries/no-such-library.csv")).StatusCode);
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from audit where action = '导出培育库' and subject = 'library:sme-innovative' and reason like '%area=370303'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancellation));
    }

    // The page waits a second for who is near, the file for all of it: weighed beforehand they show the same.
    private async Task WeighNearAsync(string id, int? distance = null)
    {
        await site.Services.GetRequiredService<FollowUps>().WhenIdleAsync();
        await using var unit = site.Services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var library = unit.ServiceProvider.GetRequiredService<LibraryCatalogue>().Find(id)!;
        await unit.ServiceProvider.GetRequiredService<FindNear>().RunAsync(library, new LibraryFilter(null, null), distance ?? library.Closeness, Cancellation);
    }
}
