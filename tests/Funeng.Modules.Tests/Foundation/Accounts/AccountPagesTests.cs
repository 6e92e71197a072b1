using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Accounts;

/// <summary>How people get to use an installation: the first administrator, and the accounts he makes.</summary>
public sealed class AccountPagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task An_empty_installation_gets_one_administrator_whose_password_is_told_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();

        var password = await unit.Get<FirstAdministrator>().EnsureAsync(Cancellation);
        var again = await unit.Get<FirstAdministrator>().EnsureAsync(Cancellation);

        Assert.NotNull(password);
        Assert.Null(again);
        var account = await unit.Get<FunengDb>().Accounts.SingleAsync(Cancellation);
        Assert.Equal((FirstAdministrator.UserName, Role.Administrator, true), (account.UserName, account.Role, account.SeesEverything));
    }

    [Theory, OnBothDatabases]
    public async Task An_account_is_made_used_changed_reset_and_disabled(DatabaseKind kind)
    {
        await using var site = await TestSite.StartAsync(kind, enterprises: 20);
        using var admin = await site.VisitAsync("admin");
        using var made = await admin.SubmitAsync(await FormAsync(admin, "/accounts", 0),
            ("UserName", "boshan"), ("DisplayName", "博山经办"), ("Role", "TownshipClerk"), ("Reach", "region"), ("Region", "370304"), ("Reason", "区工信局来函"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var password = (await Visitor.ReadAsync(made)).QuerySelector("#new-password")!.TextContent;
        var address = (await admin.OpenAsync("/accounts")).QuerySelectorAll("a.name").Single(link => link.TextContent == "boshan").GetAttribute("href")!;

        using var clerk = new Visitor(site.Address);
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(clerk, "boshan", password));
        var list = await clerk.OpenAsync("/enterprises?cols=region&size=100");
        Assert.All(list.QuerySelectorAll("td[data-l=所在地]"), cell => Assert.StartsWith("博山区", cell.TextContent.Trim(), StringComparison.Ordinal));
        using var forbidden = await clerk.GetAsync("/accounts");

        using var reset = await admin.SubmitAsync(await FormAsync(admin, address, 1), ("Reason", "本人忘记"));
        var next = (await Visitor.ReadAsync(reset)).QuerySelector("#new-password")!.TextContent;
        using var other = new Visitor(site.Address);
        var old = await SignInAsync(other, "boshan", password);
        var fresh = await SignInAsync(other, "boshan", next);
        using var disabled = await admin.SubmitAsync(await FormAsync(admin, address, 2), ("Reason", "调离"));
        using var third = new Visitor(site.Address);
        var refused = await SignInAsync(third, "boshan", next);

        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (old, fresh));
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity), (disabled.StatusCode, refused));
        Assert.Contains("已停用", (await admin.OpenAsync(address)).QuerySelector(".ph")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_stand_beside_their_fields_and_nobody_locks_himself_out()
    {
        await using var site = await TestSite.StartAsync(DatabaseKind.Sqlite);
        using var admin = await site.VisitAsync("admin");
        using var empty = await admin.SubmitAsync(await FormAsync(admin, "/accounts", 0), ("UserName", ""), ("Role", ""), ("Reach", "own"), ("Code", "123"));
        var page = await Visitor.ReadAsync(empty);
        var own = (await admin.OpenAsync("/accounts")).QuerySelectorAll("a.name").Single(link => link.TextContent == "admin").GetAttribute("href")!;

        using var disabled = await admin.SubmitAsync(await FormAsync(admin, own, 2), ("Reason", "试"));
        using var demoted = await admin.SubmitAsync(await FormAsync(admin, own, 0), ("DisplayName", "我"), ("Role", "Public"), ("Reach", "all"), ("Reason", "试"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.All(new[] { "UserName", "DisplayName", "Role", "Code", "Reason" }, field => Assert.NotNull(page.QuerySelector("#e-" + field)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (disabled.StatusCode, demoted.StatusCode));
    }

    private static async Task<IHtmlFormElement> FormAsync(Visitor visitor, string address, int index)
    {
        var form = (await visitor.OpenAsync(address)).QuerySelectorAll<IHtmlFormElement>("main form[method=post]").ElementAt(index);
        form.SetAttribute("action", address);
        return form;
    }

    private static async Task<HttpStatusCode> SignInAsync(Visitor visitor, string user, string password)
    {
        var page = await visitor.OpenAsync("/sign-in");
        using var answer = await visitor.SubmitAsync(page.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", user), ("password", password));
        return answer.StatusCode;
    }
}
