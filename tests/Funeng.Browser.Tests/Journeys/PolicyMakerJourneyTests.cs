using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>Whoever makes policies: what a lower cap would do before anybody signs it, and from the text of a notice to those who are entitled.</summary>
public sealed class PolicyMakerJourneyTests(SiteInBrowser site)
{
    private const string Notice =
        "关于支持外贸企业的若干措施\n淄商务字〔2026〕28号\n申报企业在淄博市注册，上年度出口额不低于100万元。\n未列入经营异常名录。\n按上年度出口额的1%给予奖励，最高30万元。\n淄博市商务局\n2026年2月10日";

    [Fact]
    public async Task A_change_is_tried_on_the_whole_city_and_a_notice_becomes_a_policy_that_finds_its_enterprises()
    {
        await using var open = await site.OpenAsync("head");
        var page = open.Page;

        await open.GoAsync("/policies/lab?benefit=zb-equipment-reward/reward");
        await Expect(page.Locator("main")).ToContainTextAsync("门槛怎样影响家数和支出");
        await Expect(page.Locator("main")).ToContainTextAsync("和现行政策有没有冲突");
        await page.FillAsync("#f-cap", "1");
        await page.ClickAsync("form.draft button[type=submit]");
        await page.ArrivesAsync("cap=1");
        await Expect(page.Locator("main")).ToContainTextAsync("受损的企业");
        await page.FillAsync("#f-c1", "没有这个名字 > 3");
        await page.ClickAsync("form.draft button[type=submit]");
        await Expect(page.Locator("#e-c1")).ToContainTextAsync("没有这个名字");

        await open.GoAsync("/notice-drafts");
        await page.FillAsync("#f-Pasted", Notice);
        await page.ClickAsync("text=解读粘贴的文字");
        await page.ArrivesAsync("/notice-drafts/[^/]+$");
        await PageCheck.IsCleanOnDeskAndPhoneAsync(open, "/notice-drafts/open", "head");
        await page.ClickAsync("text=签署保存过的草稿");
        await Expect(page.Locator(".ph")).ToContainTextAsync("已签署");
        await PageCheck.IsCleanOnDeskAndPhoneAsync(open, "/notice-drafts/signed", "head");

        // What it would cost, before it is in the library; what was typed on the way is there again.
        await page.ClickAsync(".ph a:has-text('去仿真')");
        await page.ArrivesAsync("/policies/lab.draft=");
        await Expect(page.Locator("main")).ToContainTextAsync("享受家数");
        await page.ClickAsync(".ph a:has-text('编入政策库')");
        await page.ArrivesAsync("/admit$");
        await page.FillAsync("#f-Summary", "出口企业按出口额奖励，最高30万元");
        await page.FillAsync("#f-Title1", "出口奖励");
        await page.FillAsync("#f-Amount1", "上年度出口额 * 0.02");
        await page.FillAsync("#f-Budget1", "800");
        await page.ClickAsync("button[value=lab]");
        await page.ArrivesAsync("/policies/lab.draft=");
        await Expect(page.Locator("main")).ToContainTextAsync("预算 800 万元");
        await Expect(page.Locator("#f-amount")).ToHaveValueAsync("上年度出口额 * 0.02");
        await PageCheck.IsCleanOnDeskAndPhoneAsync(open, "/policies/lab/draft", "head");
        await page.ClickAsync(".ph a:has-text('编入政策库')");
        await page.ArrivesAsync("/admit$");
        await Expect(page.Locator("#f-Summary")).ToHaveValueAsync("出口企业按出口额奖励，最高30万元");
        await PageCheck.IsCleanOnDeskAndPhoneAsync(open, "/notice-drafts/admit", "head");
        await page.FillAsync("#f-Materials1", "出口实绩=没有这个指标");
        await page.ClickAsync("form button.btn-p[type=submit]");
        await Expect(page.Locator("#e-Materials1")).ToContainTextAsync("没有这个指标");
        await Expect(page.Locator("#f-Budget1")).ToHaveValueAsync("800");
        await page.FillAsync("#f-Materials1", "出口实绩=上年度出口额");
        await page.ClickAsync("form button.btn-p[type=submit]");
        await page.ArrivesAsync("/policies/notice-[^/]+$");
        await Expect(page.Locator("h1")).ToContainTextAsync("关于支持外贸企业的若干措施");
        await page.ClickAsync("main a[href$='/entitled']");
        await Expect(page.Locator("h1")).ToContainTextAsync("出口奖励");
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
        Assert.DoesNotContain(open.Complaints, complaint => !complaint.Contains("422", StringComparison.Ordinal));
    }
}
