using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>An enterprise on its phone: what it gets, why it does not get the rest, and from there into an application that it finds again.</summary>
public sealed class MatchJourneyTests(SiteInBrowser site)
{
    private const string User = "match-applicant", Booth = "zb-trade-support/booth", Title = "重点展会展位费补助";

    [Fact]
    public async Task An_enterprise_sees_what_it_gets_opens_why_not_and_begins_an_application_on_the_phone()
    {
        var subject = await site.ApplicantAsync(User);
        await using var phone = await site.OpenAsApplicantAsync(User, Look.Phone);
        var page = phone.Page;

        // What it gets, with the facts it follows from.
        await phone.GoAsync($"/enterprises/{await CodeAsync(subject)}/policies");
        var row = page.Locator("tr", new() { HasText = Title }).First;
        await Expect(row).ToContainTextAsync("5,000");
        // Where it gets more than the first few, the rest is folded on the phone.
        var rest = page.Locator(".long", new() { HasText = Title }).First.Locator("xpath=following-sibling::details[1]/summary");
        if (await rest.CountAsync() > 0) await rest.ClickAsync();
        await row.Locator("summary", new() { HasText = "凭什么" }).ClickAsync();
        await Expect(row).ToContainTextAsync("上年度参展展位费");

        // What it does not get, each with what stands against it.
        var not = page.Locator("details", new() { HasText = "点开看每一项卡在哪里" });
        await not.Locator("summary").ClickAsync();
        await Expect(not.Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(not.Locator("tbody tr").First.Locator("td").Nth(1)).Not.ToBeEmptyAsync();
        await PageCheck.IsCleanAsync(phone, "/enterprises/match", User);

        // Begun from the row itself, and found again: in the list of its applications and on this page.
        await row.Locator($"button[value='{Booth}']").ClickAsync();
        await page.ArrivesAsync("/applications/[^/]+$");
        await Expect(page.Locator("main")).ToContainTextAsync(Title);
        var address = new Uri(page.Url).AbsolutePath;
        await phone.GoAsync("/applications");
        await Expect(page.Locator($"main a[href='{address}']").First).ToBeVisibleAsync();
        await phone.GoAsync($"/enterprises/{await CodeAsync(subject)}/policies");
        await Expect(page.Locator("tr", new() { HasText = Title }).First.Locator($"a[href='{address}']")).ToContainTextAsync("继续填写");
        Assert.Empty(phone.Complaints);
    }

    private async Task<string> CodeAsync(long subject)
    {
        await using var unit = site.Services.CreateAsyncScope();
        return await unit.ServiceProvider.GetRequiredService<FunengDb>().Set<Organization>().Where(row => row.Id == subject).Select(row => row.Code).SingleAsync(TestContext.Current.CancellationToken);
    }
}
