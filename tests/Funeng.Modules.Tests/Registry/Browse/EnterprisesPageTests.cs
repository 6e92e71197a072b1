using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Browse;

/// <summary>The list of enterprises as a browser without script uses it.</summary>
public sealed class EnterprisesPageTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_columns_chosen_are_in_the_address_on_the_page_and_in_the_export_cell_by_cell()
    {
        using var officer = await site.VisitAsync("officer");
        using var chosen = await officer.GetAsync("/enterprises?scale=%E5%B0%8F%E5%9E%8B&sort=-employees&col=name&col=revenue&col=founded&col=scale");
        Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);
        var address = chosen.Headers.Location!.OriginalString;

        var page = await officer.OpenAsync(address);
        using var file = await officer.GetAsync(address.Replace("/enterprises?", "/enterprises/export.xlsx?", StringComparison.Ordinal));
        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(await file.Content.ReadAsByteArrayAsync(Cancellation))).Sheets);

        Assert.Contains("cols=name.revenue.founded.scale", address, StringComparison.Ordinal);
        Assert.Equal(["企业名称", "营业收入（万元）", "规模", "成立日期"], page.QuerySelectorAll("thead th:not(.pick)").Select(head => head.TextContent.Trim()));
        Assert.Equal(["企业名称", "统一社会信用代码", "营业收入（万元）", "收入年度", "规模", "成立日期"], Enumerable.Range(0, 6).Select(column => sheet[0, column].Text));
        var rows = page.QuerySelectorAll("main tbody tr").ToList();
        Assert.Equal(Math.Min(20, sheet.Rows.Count - 1), rows.Count);
        Assert.NotEmpty(rows);
        for (var row = 0; row < rows.Count; row++)
        {
            Assert.Equal(sheet[row + 1, 0].Text, rows[row].QuerySelector("a.name")!.TextContent);
            Assert.Equal(sheet[row + 1, 1].Text, rows[row].QuerySelector(".lead .s2")!.TextContent);
            Assert.Equal("小型", rows[row].QuerySelectorAll("td")[3].TextContent.Trim());
        }
    }

    [Fact]
    public async Task A_code_typed_with_two_signs_swapped_offers_the_enterprise_it_was_meant_for()
    {
        using var officer = await site.VisitAsync("officer");
        var code = (await officer.OpenAsync("/enterprises")).QuerySelector<IHtmlInputElement>("input[name=pick]")!.Value;
        var place = Enumerable.Range(8, 8).First(index => code[index] != code[index + 1]);
        var typed = code[..place] + code[place + 1] + code[place] + code[(place + 2)..];

        var page = await officer.OpenAsync($"/enterprises?q={typed}");
        var suggested = await (await officer.GetAsync($"/search/suggest?q={typed}")).Content.ReadAsStringAsync(Cancellation);

        Assert.Equal($"/enterprises/{code}", page.QuerySelector<IHtmlAnchorElement>("main .empty span a[href*='/enterprises/91']")!.GetAttribute("href"));
        Assert.Contains("校验码不符", page.QuerySelector("main .empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"/enterprises/{code}", suggested, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_typed_rightly_is_never_said_to_be_nobodys()
    {
        using var officer = await site.VisitAsync("officer");
        var code = (await officer.OpenAsync("/enterprises")).QuerySelector<IHtmlInputElement>("input[name=pick]")!.Value;

        var filtered = (await officer.OpenAsync($"/enterprises?q={code}&industry=00")).QuerySelector("main .empty")!;
        var hyphens = await officer.OpenAsync($"/enterprises?q={code[..8]}-{code[8..17]}-{code[17..]}");
        var suggested = await (await officer.GetAsync($"/search/suggest?q={code[..8]}-{code[8..]}")).Content.ReadAsStringAsync(Cancellation);

        Assert.Contains("不符合现在的筛选条件", filtered.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("没有代码是", filtered.TextContent, StringComparison.Ordinal);
        Assert.NotNull(filtered.QuerySelector($"a[href='/enterprises/{code}']"));
        Assert.Equal(code, Assert.Single(hyphens.QuerySelectorAll<IHtmlInputElement>("input[name=pick]")).Value);
        Assert.DoesNotContain("没有这个代码", suggested, StringComparison.Ordinal);
        Assert.Contains($"/enterprises/{code}", suggested, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("91370399MA00000011", "校验码不符，代码中有抄错的字符。请对照营业执照。")]
    [InlineData("X1370303MA0000001Y", "第 1 位“X”不是登记管理部门代码（企业为 9，事业单位为 1，社会组织为 5）。")]
    [InlineData("91440300MA5DC1XH3M", "代码本身没有错，但没有登记，或不在您的数据范围内。")]
    public async Task Of_a_whole_code_that_finds_nobody_it_is_said_whether_the_code_itself_is_wrong(string typed, string expected)
    {
        using var officer = await site.VisitAsync("officer");

        var page = await officer.OpenAsync($"/enterprises?q={typed}");

        var empty = page.QuerySelector("main .empty")!.TextContent;
        Assert.Contains($"没有找到代码是“{typed}”的企业", empty, StringComparison.Ordinal);
        Assert.Contains(expected, empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_ticked_are_exported_and_no_others()
    {
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync("/enterprises");
        var codes = page.QuerySelectorAll<IHtmlInputElement>("input[name=pick]").Take(2).Select(box => box.Value).ToList();
        var form = page.QuerySelector<IHtmlFormElement>("#picked")!;

        using var file = await officer.GetAsync($"{form.GetAttribute("action")}?pick={codes[0]}&pick={codes[1]}");
        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(await file.Content.ReadAsByteArrayAsync(Cancellation))).Sheets);

        Assert.Equal(codes.Order(), sheet.Rows.Skip(1).Select(row => row[1].Text).Order());
    }

    [Fact]
    public async Task A_view_is_saved_counted_opened_first_and_deleted_by_its_owner_and_seen_by_nobody_else()
    {
        using var head = await site.VisitAsync("head");
        using var officer = await site.VisitAsync("officer");
        const string filtered = "/enterprises?scale=%E5%BE%AE%E5%9E%8B&sort=name";
        var form = Form(await head.OpenAsync(filtered), "ViewName", filtered);

        using var refused = await head.SubmitAsync(form, ("ViewName", " "), ("AsDefault", "true"));
        using var saved = await head.SubmitAsync(form, ("ViewName", "微型企业"), ("AsDefault", "true"));
        var address = saved.Headers.Location!.OriginalString;
        var page = await head.OpenAsync(address);
        using var first = await head.GetAsync("/enterprises");
        using var again = await head.SubmitAsync(Form(page, "ViewName", address), ("ViewName", "微型企业"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("没有填写视图名称", (await Visitor.ReadAsync(refused)).QuerySelector("#e-ViewName")!.TextContent, StringComparison.Ordinal);
        var tab = page.QuerySelector(".tabs a[aria-current]")!;
        Assert.StartsWith("微型企业", tab.TextContent, StringComparison.Ordinal);
        Assert.Equal(page.QuerySelector(".pager [data-count]")!.TextContent.Replace(" 条", "", StringComparison.Ordinal), tab.QuerySelector(".n")!.TextContent);
        Assert.Equal(address, first.Headers.Location?.OriginalString);
        Assert.Contains("已有名为", (await Visitor.ReadAsync(again)).QuerySelector("#e-ViewName")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("微型企业", (await officer.OpenAsync(address)).QuerySelector(".tabs")!.TextContent, StringComparison.Ordinal);

        using var deleted = await head.SubmitAsync(Form(page, "Do", address), ("Do", "delete"));
        using var afterwards = await head.GetAsync("/enterprises");
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.OK), (deleted.StatusCode, afterwards.StatusCode));
        Assert.DoesNotContain("微型企业", (await Visitor.ReadAsync(afterwards)).QuerySelector(".tabs")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The form with a control of that name, sent to the address the page has.</summary>
    private static IHtmlFormElement Form(IHtmlDocument page, string control, string address)
    {
        var form = page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").First(form => form.QuerySelector($"[name={control}]") is not null);
        form.SetAttribute("action", address);
        return form;
    }
}
