using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>One number followed from the cell of a sheet to the tier it decides, and from the tier back to the cell.</summary>
public sealed class RevenueJourneyTests(SiteInBrowser site)
{
    private const string Sheet = "规上工业2025.xlsx", Name = "淄博溯源装备有限公司", Heading = "2025年营业收入（万元）";

    [Fact]
    public async Task Revenue_is_traced_from_its_cell_to_the_tier_and_back()
    {
        await using var open = await site.OpenAsync("officer");
        var page = open.Page;
        await ImportAsync(open);

        // From the cell to the fact with its source.
        await page.ClickAsync("main .note a:has-text('查看企业')");
        await page.ClickAsync($"a.name:has-text('{Name}')");
        await page.ClickAsync(".tabs a:has-text('事实')");
        var row = page.Locator("tr", new() { Has = page.GetByRole(AriaRole.Link, new() { Name = "营业收入", Exact = true }) });
        await Expect(row).ToContainTextAsync("1,499.99 万元");
        await row.GetByRole(AriaRole.Link, new() { Name = "营业收入", Exact = true }).ClickAsync();
        await ExpectTheCellAsync(page);

        // To the criterion and the tier: a hundred yuan short of 1,500 万元.
        await page.ClickAsync($".crumb a:has-text('{Name}')");
        await page.Locator(".rung", new() { HasText = "专精特新" }).First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("main .ph")).ToContainTextAsync("专精特新中小企业");
        var criterion = page.Locator(".findings li", new() { Has = page.Locator(".evidence"), HasText = "上年度营业收入" }).First;
        await Expect(criterion).ToContainTextAsync("1,499.99 万元");
        await Expect(criterion).ToContainTextAsync("≥ 1,500 万元");
        await Expect(criterion).ToContainTextAsync(Sheet);

        // And back from the tier to the cell.
        await criterion.GetByRole(AriaRole.Link, new() { Name = "上年度营业收入" }).First.ClickAsync();
        await ExpectTheCellAsync(page);
        Assert.Empty(open.Complaints);
    }

    private static async Task ImportAsync(BrowserPage open)
    {
        await open.GoAsync("/import");
        await open.Page.SetInputFilesAsync("#f-File", Workbooks.Of(
            Sheet,
            ["统一社会信用代码", "企业名称", "所在区县", Heading],
            [Workbooks.Code(2001), Name, "桓台县", 1499.99]));
        await open.Page.ClickAsync("button:has-text('上传并校验')");
        await Expect(open.Page.Locator("main .result")).ToContainTextAsync("1 行全部可以写入");
        await open.Page.ClickAsync("button:has-text('写入 1 行')");
        await Expect(open.Page.Locator("main .note")).ToContainTextAsync("已写入 1 行");
    }

    private static async Task ExpectTheCellAsync(IPage page)
    {
        await Expect(page.Locator("main h1")).ToContainTextAsync("营业收入");
        var entry = page.Locator("main table tbody tr").First;
        await Expect(entry).ToContainTextAsync("14,999,900");
        await Expect(entry).ToContainTextAsync(Sheet);
        await Expect(entry).ToContainTextAsync("第 2 行");
        await Expect(entry).ToContainTextAsync(Heading);
        await Expect(entry).ToContainTextAsync("现用");
    }
}
