using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>From a workbook with mistakes to enterprises that are decided, as an officer does it: by clicks and typing.</summary>
public sealed class ImportJourneyTests(SiteInBrowser site)
{
    [Fact]
    public async Task A_workbook_with_two_bad_rows_is_mended_on_the_page_and_its_enterprises_are_decided()
    {
        await using var open = await site.OpenAsync("officer");
        var page = open.Page;
        await open.GoAsync("/");
        await page.ClickAsync(".side a:has-text('数据导入')");

        await UploadAsync(page);
        await Expect(page.Locator("main .result")).ToContainTextAsync("4 行中 2 行可以写入，2 行需要修改");

        // Each error stands beside its cell: place, value, what is wrong, and a field to mend it in.
        var revenue = page.Locator("tr", new() { HasText = "第 3 行" });
        await Expect(revenue).ToContainTextAsync("D 列");
        await Expect(revenue).ToContainTextAsync("未核定");
        var code = page.Locator("tr", new() { HasText = "第 5 行" });
        await Expect(code).ToContainTextAsync("应为 18 位，现在是 6 位");
        await revenue.GetByRole(AriaRole.Textbox).FillAsync("1,800");
        await code.GetByRole(AriaRole.Textbox).FillAsync(Workbooks.Code(1004));
        await page.ClickAsync("button:has-text('保存修改并写入')");

        await Expect(page.Locator("main .note")).ToContainTextAsync("已写入 4 行");
        await Expect(page.Locator("main .note")).ToContainTextAsync("新增企业 4 家");
        await page.ClickAsync("main .note a:has-text('查看企业')");
        await page.ClickAsync("a.name:has-text('旅程乙材料')");

        await ReadVerdictsAsync(page);
        Assert.Empty(open.Complaints);
    }

    private static async Task UploadAsync(IPage page)
    {
        await page.SetInputFilesAsync("#f-File", Workbooks.Of(
            "旅程企业.xlsx",
            ["统一社会信用代码", "企业名称", "所在区县", "2025年营业收入（万元）", "上年末资产负债率(%)", "职工总数"],
            [Workbooks.Code(1001), "淄博旅程甲制造有限公司", "张店区", 12345, "46%", 210],
            [Workbooks.Code(1002), "淄博旅程乙材料有限公司", "博山区", "未核定", "92%", 60],
            [Workbooks.Code(1003), "淄博旅程丙电子有限公司", "临淄区", 680.5, "51%", 35],
            ["913703", "淄博旅程丁机械有限公司", "周村区", 2100, "60%", 80]));
        await page.ClickAsync("button:has-text('上传并校验')");
        await page.ArrivesAsync("/import/\\d+$");
    }

    // The mended value decides: 1,800 万元 passes the bar of revenue, a debt ratio of 92 % fails its own.
    private static async Task ReadVerdictsAsync(IPage page)
    {
        await Expect(page.Locator("main h1")).ToContainTextAsync("淄博旅程乙材料有限公司");
        await page.Locator(".rung", new() { HasText = "专精特新" }).First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("main h1")).ToContainTextAsync("专精特新中小企业");
        await Expect(page.Locator("main .ph")).ToContainTextAsync("不符合");
        await Expect(page.Locator(".findings")).ToContainTextAsync("1,800 万元");
        await Expect(page.Locator(".findings li", new() { HasText = "资产负债率" }).First).ToContainTextAsync("不符合");
    }
}
