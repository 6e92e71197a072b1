using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>From a phone with a bad line to the treasurer's desk: one application, one receipt, one award.</summary>
public sealed class ApplicationJourneyTests(SiteInBrowser site)
{
    private const string User = "booth-applicant";

    [Fact]
    public async Task An_enterprise_applies_on_phone_and_desk_and_clerk_officer_and_treasurer_review_it()
    {
        var subject = await site.ApplicantAsync(User);
        await using var phone = await site.OpenAsApplicantAsync(User, Look.Phone);
        var page = phone.Page;

        // On the phone: begun from what it may have, filled in already, kept while typing, with the line cut in between.
        await phone.GoAsync("/applications");
        await page.ClickAsync("button[value='zb-trade-support/booth']");
        await page.ArrivesAsync("/applications/[^/]+$");
        var address = new Uri(page.Url).AbsolutePath;
        await Expect(page.Locator(".f", new() { HasText = "上年度参展展位费" })).ToContainTextAsync("主管部门");
        await page.FillAsync("[name='f.ask.phone']", "0533-1234567");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("已自动保存");
        await page.Context.SetOfflineAsync(true);
        await page.FillAsync("[name='f.ask.contact']", "刘会计");
        await Expect(page.Locator(".keep-note")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator(".keep-note")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("已自动保存");

        // At the desk a colleague finds it, adds the papers and hands it in.
        await using var desk = await site.OpenAsApplicantAsync(User, Look.Desktop);
        await desk.GoAsync(address);
        await Expect(desk.Page.Locator("[name='f.ask.contact']")).ToHaveValueAsync("刘会计");
        foreach (var paper in new[] { "展位费发票", "参展照片" })
        {
            var row = desk.Page.Locator("li.mat", new() { HasText = paper });
            await row.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = paper + ".pdf", MimeType = "application/pdf", Buffer = System.Text.Encoding.UTF8.GetBytes("%PDF-1.4 " + paper) });
            await row.Locator("button").ClickAsync();
            await Expect(desk.Page.Locator("li.mat", new() { HasText = paper })).ToContainTextAsync("已留存");
        }

        await desk.Page.ClickAsync("button[value=submit]");
        await desk.Page.ArrivesAsync("/receipt$");
        var number = await desk.Page.Locator(".big b").InnerTextAsync();
        Assert.StartsWith("SB", number, StringComparison.Ordinal);
        await PageCheck.IsCleanOnDeskAndPhoneAsync(desk, "/applications/receipt", User);
        // The phone still shows the form: handing it in there gives the same receipt.
        var answer = await page.RunAndWaitForResponseAsync(() => page.ClickAsync("button[value=submit]"), response => response.Request.Method == "POST" && response.Url.EndsWith(address, StringComparison.Ordinal));
        Assert.Equal(303, answer.Status);
        await page.ArrivesAsync("/receipt$");
        await phone.GoAsync(address + "/receipt");
        await Expect(page.Locator(".big b")).ToHaveTextAsync(number);

        // The clerk returns it, the enterprise sees what to correct beside the field, and it goes on.
        await DecideAsync("clerk", number, "Return", "电话少一位，请更正", "ask.phone");
        await phone.GoAsync(address);
        await Expect(page.Locator(".f", new() { HasText = "联系电话" })).ToContainTextAsync("请更正：电话少一位，请更正");
        await page.FillAsync("[name='f.ask.phone']", "0533-12345678");
        await page.ClickAsync("button[value=submit]");
        await page.ArrivesAsync("/receipt$");
        await DecideAsync("clerk", number, "Pass", "", null);
        await DecideAsync("officer", number, "Pass", "", null);
        await DecideAsync("treasurer", number, "Approve", "", null);

        await phone.GoAsync(address);
        await Expect(page.Locator("main .ph")).ToContainTextAsync("已批准");
        Assert.DoesNotContain(phone.Complaints, complaint => !complaint.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
        await using var unit = site.Services.CreateAsyncScope();
        var award = await unit.ServiceProvider.GetRequiredService<FunengDb>().Set<Award>().AsNoTracking().SingleAsync(row => row.OriginKey == number, TestContext.Current.CancellationToken);
        Assert.Equal((subject, 500_000L), (award.Subject, award.AmountFen));
    }

    private async Task DecideAsync(string user, string number, string answer, string reason, string? correction)
    {
        await using var open = await site.OpenAsync(user);
        await open.GoAsync($"/reviews?q={number}&tab=all");
        await open.Page.ClickAsync("td.lead a.name");
        await open.Page.CheckAsync($"input[name=Answer][value={answer}]");
        await open.Page.FillAsync("[name=Reason]", reason);
        if (correction is not null)
        {
            await open.Page.ClickAsync("#f-Corrections summary");
            await open.Page.CheckAsync($"input[name=Corrections][value='{correction}']");
        }

        await open.Page.ClickAsync(".decide button[type=submit]");
        await open.Page.ArrivesAsync("/reviews$");
    }
}
