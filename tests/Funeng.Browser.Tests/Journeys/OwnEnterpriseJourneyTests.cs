using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>Whoever signs in for an enterprise sees that enterprise, and of all others nothing at all.</summary>
public sealed class OwnEnterpriseJourneyTests(SiteInBrowser site)
{
    [Fact]
    public async Task An_enterprise_finds_itself_and_nobody_else_in_list_search_and_address()
    {
        var (own, other) = await EnterprisesAsync();
        await using var open = await site.OpenAsync(null);
        var page = open.Page;
        await open.GoAsync("/sign-in");
        await page.FillAsync("#f-user", "enterprise");
        await page.FillAsync("#f-password", site.Account("enterprise").Password);
        await page.ClickAsync("button.btn-p");
        await page.ArrivesAsync(Arrival.Home);

        // The list.
        await page.ClickAsync(".side a[href='/enterprises']");
        await Expect(page.Locator("main a.name")).ToHaveTextAsync([own.Name]);
        await page.FillAsync("main input[type=search]", other.Code);
        await page.PressAsync("main input[type=search]", "Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("没有登记，或不在您的数据范围内");
        await page.FillAsync("main input[type=search]", other.Name);
        await page.PressAsync("main input[type=search]", "Enter");
        await Expect(page.Locator(".chip")).ToContainTextAsync(other.Name);
        await Expect(page.Locator("main a.name", new() { HasText = other.Name })).ToHaveCountAsync(0);

        // The search panel, by name and by code.
        await page.Keyboard.PressAsync("Control+k");
        await page.FillAsync("dialog.pal[open] input", other.Code);
        await Expect(page.Locator("dialog.pal li.none")).ToContainTextAsync(other.Code);
        await page.FillAsync("dialog.pal[open] input", own.Code);
        await Expect(page.Locator("dialog.pal li[aria-selected=true]")).ToContainTextAsync(own.Name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main h1")).ToContainTextAsync(own.Name);

        // The guessed address looks like one that does not exist.
        foreach (var path in new[] { "", "/facts/revenue", "/verdicts/sme-specialised-2026", "/path/sme-specialised-2026", "/compare" })
        {
            var answer = await open.GoAsync($"/enterprises/{other.Code}{path}");
            Assert.Equal(404, answer!.Status);
            await Expect(page.Locator("main")).Not.ToContainTextAsync(other.Name);
        }
    }

    private async Task<(Organization Own, Organization Other)> EnterprisesAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.UserName == "enterprise", TestContext.Current.CancellationToken);
        var all = await db.Set<Organization>().AsNoTracking().Where(row => row.Kind == OrganizationKind.Enterprise).OrderBy(row => row.Code)
            .ToListAsync(TestContext.Current.CancellationToken);
        return (all.Single(row => row.Id == account.Scope.Organization), all.First(row => row.Id != account.Scope.Organization));
    }
}
