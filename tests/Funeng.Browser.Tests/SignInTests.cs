using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests;

public sealed class SignInTests(SiteInBrowser site)
{
    [Fact]
    public async Task A_wrong_password_is_answered_with_a_focused_summary_and_the_name_kept()
    {
        await using var open = await site.OpenAsync(null);
        await open.GoAsync("/sign-in");

        await open.Page.FillAsync("#f-user", "statistician");
        await open.Page.FillAsync("#f-password", "wrong-password-1");
        var answer = await open.Page.RunAndWaitForResponseAsync(() => open.Page.ClickAsync("button.btn-p"), "**/sign-in");

        Assert.Equal(422, answer.Status);
        await Assertions.Expect(open.Page.Locator(".errsum")).ToBeFocusedAsync();
        await Assertions.Expect(open.Page.Locator("#f-user")).ToHaveValueAsync("statistician");
        await Assertions.Expect(open.Page.Locator("#f-password")).ToHaveValueAsync("");
        await Assertions.Expect(open.Page).ToHaveTitleAsync(new Regex("^错误："));
        await open.Page.ClickAsync(".errsum a");
        await Assertions.Expect(open.Page.Locator("#f-password")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_demo_account_signs_in_with_one_click_and_no_script_and_comes_back_to_the_page_asked_for()
    {
        await using var open = await site.OpenAsync(null, Look.NoScript);
        await open.GoAsync("/settings?tab=keys");
        Assert.Contains("/sign-in?return=", open.Page.Url, StringComparison.Ordinal);

        await open.Page.Locator("tr", new() { HasText = "auditor" }).GetByRole(AriaRole.Button).ClickAsync();

        await Assertions.Expect(open.Page).ToHaveURLAsync(new Regex("/settings\\?tab=keys$"));
        await Assertions.Expect(open.Page.Locator(".me-t")).ToContainTextAsync("审计");
    }

    [Fact]
    public async Task A_return_address_of_another_site_is_not_followed()
    {
        await using var open = await site.OpenAsync(null, Look.NoScript);
        await open.GoAsync("/sign-in?return=https%3A%2F%2Fexample.org%2F");

        await open.Page.Locator("tr", new() { HasText = "auditor" }).GetByRole(AriaRole.Button).ClickAsync();

        await Assertions.Expect(open.Page).ToHaveURLAsync(open.Url + "/");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_the_back_button_shows_nothing()
    {
        await using var open = await site.OpenAsync(null);
        await open.GoAsync("/sign-in");
        await open.Page.FillAsync("#f-user", "reviewer");
        await open.Page.FillAsync("#f-password", site.Account("reviewer").Password);
        await open.Page.ClickAsync("button.btn-p");
        await open.Page.ArrivesAsync(Arrival.Home);

        await open.Page.ClickAsync(".me summary");
        await open.Page.ClickAsync(".me button[type=submit]");
        await open.Page.ArrivesAsync("/sign-in$");
        await open.Page.GoBackAsync();

        await Assertions.Expect(open.Page.Locator("#f-password")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_typed_when_the_session_ended_or_the_page_grew_old_is_in_its_fields_again(bool isSessionOver)
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/settings?tab=tokens");
        await open.Page.FillAsync("#f-Purpose", "统计系统取数");

        if (isSessionOver) await open.Page.Context.ClearCookiesAsync(new() { Name = "funeng" });
        else await open.Page.EvaluateAsync("() => document.querySelectorAll('[name=__RequestVerificationToken]').forEach(field => field.value = 'old')");
        await open.Page.ClickAsync("button:has-text('建立令牌')");
        if (isSessionOver)
        {
            await Assertions.Expect(open.Page.Locator("main .note.warn")).ToContainTextAsync("没有保存");
            await open.Page.Locator("#demo tr", new() { HasText = "officer" }).GetByRole(AriaRole.Button).ClickAsync();
        }
        else
        {
            await open.Page.ClickAsync("main a:has-text('重新打开这一页')");
        }

        await Assertions.Expect(open.Page.Locator("#f-Purpose")).ToHaveValueAsync("统计系统取数");
        await Assertions.Expect(open.Page.Locator("main .note.ok")).ToContainTextAsync("已经放回");
        await open.Page.ClickAsync("button:has-text('建立令牌')");
        await Assertions.Expect(open.Page.Locator("#new-token")).ToBeVisibleAsync();
        await open.GoAsync("/settings?tab=tokens");
        await Assertions.Expect(open.Page.Locator("#f-Purpose")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_token_is_shown_once_serves_the_api_and_stops_serving_when_revoked()
    {
        await using var open = await site.OpenAsync("bank");
        await open.GoAsync("/settings?tab=tokens");
        Assert.Equal(0, await open.Page.Locator("#f-Purpose").CountAsync());

        await using var officer = await site.OpenAsync("officer");
        await officer.GoAsync("/settings?tab=tokens");
        await officer.Page.FillAsync("#f-Purpose", "浏览器测试");
        await officer.Page.ClickAsync("button:has-text('建立令牌')");
        var token = await officer.Page.Locator("#new-token").InnerTextAsync();
        using var client = new HttpClient { BaseAddress = new Uri(site.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Contains("bureauOfficer", await client.GetStringAsync("/api/v1/account", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await officer.GoAsync("/settings?tab=tokens");
        Assert.Equal(0, await officer.Page.Locator("#new-token").CountAsync());
        await officer.Page.Locator("tr", new() { HasText = "浏览器测试" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(officer.Page.Locator(".note")).ToContainTextAsync("令牌已撤销");

        using var refused = await client.GetAsync("/api/v1/account", TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)refused.StatusCode);
    }
}
