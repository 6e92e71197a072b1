using System.Net;
using AngleSharp.Html.Dom;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Foundation.Accounts;

public sealed class AccountsPageTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task An_officer_may_not_see_the_accounts()
    {
        using var officer = await site.VisitAsync("officer");

        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync("/accounts")).StatusCode);
    }

    [Fact]
    public async Task A_new_account_changes_its_password_first_and_then_works_until_it_is_disabled()
    {
        using var admin = await site.VisitAsync("admin");
        var answer = await Visitor.ReadAsync(await admin.SubmitAsync(
            await FormAsync(admin, "/accounts", "add"), ("UserName", "new.clerk"), ("Name", "新来的"), ("Role", "TownshipClerk"), ("Places", "370303001"), ("Reason", "任职文件")));
        var temporary = answer.QuerySelector("#new-password")!.TextContent;
        var page = answer.QuerySelector("#new-password")!.NextElementSibling!.GetAttribute("href")!;

        using var clerk = new Visitor(site.Address);
        Assert.Equal("/settings?tab=password", await SignInAsync(clerk, temporary));
        Assert.Equal("/settings?tab=password", (await clerk.GetAsync("/enterprises")).Headers.Location?.ToString());
        var changed = await clerk.SubmitAsync(
            await FormAsync(clerk, "/settings?tab=password", "password"), ("Present", temporary), ("Next", "boshan2026plan"), ("Again", "boshan2026plan"));
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/enterprises")).StatusCode);

        var disabled = await admin.SubmitAsync(await FormAsync(admin, page, "disable"), ("Reason", "离岗"));
        Assert.Equal(HttpStatusCode.SeeOther, disabled.StatusCode);
        using var again = new Visitor(site.Address);
        Assert.Null(await SignInAsync(again, "boshan2026plan"));
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_the_rest_is_kept()
    {
        using var admin = await site.VisitAsync("admin");

        var answer = await admin.SubmitAsync(
            await FormAsync(admin, "/accounts", "add"), ("UserName", "officer"), ("Name", "同名"), ("Role", "BureauOfficer"), ("Places", "000000"), ("Reason", "任职文件"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Visitor.ReadAsync(answer);
        Assert.Contains("000000", page.QuerySelector("#e-Places")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("同名", page.QuerySelector("#f-Name")!.GetAttribute("value"));
    }

    private static async Task<IHtmlFormElement> FormAsync(Visitor visitor, string address, string name)
    {
        var page = await visitor.OpenAsync(address);
        var form = page.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(form => form.QuerySelector("input[name=_handler]")?.GetAttribute("value") == name);
        form.SetAttribute("action", address);
        return form;
    }

    /// <summary>Where the sign-in leads; null when it is refused.</summary>
    private static async Task<string?> SignInAsync(Visitor visitor, string password)
    {
        var form = await FormAsync(visitor, "/sign-in", "sign-in");
        return (await visitor.SubmitAsync(form, ("user", "new.clerk"), ("password", password))).Headers.Location?.ToString();
    }
}
