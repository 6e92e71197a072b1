using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>What surrounds every page: search panel, keys, display, focus.</summary>
public sealed partial class ShellTests(SiteInBrowser site)
{
    [Fact]
    public async Task Control_k_finds_a_page_by_its_pinyin_initials_and_opens_it()
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/");

        await open.Page.Keyboard.PressAsync("Control+k");
        await open.Page.Locator("dialog.pal[open] input").FillAsync("jrfn");
        await Expect(open.Page.Locator("dialog.pal li[aria-selected=true]")).ToContainTextAsync("金融赋能");
        await open.Page.Keyboard.PressAsync("Enter");

        await open.Page.ArrivesAsync("/finance$");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Escape_closes_the_panel_and_it_opens_again()
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/");

        await open.Page.ClickAsync(".search");
        await Expect(open.Page.Locator("dialog.pal")).ToBeVisibleAsync();
        await open.Page.Keyboard.PressAsync("Escape");
        await Expect(open.Page.Locator("dialog.pal")).ToBeHiddenAsync();
        await open.Page.Keyboard.PressAsync("Control+k");

        await Expect(open.Page.Locator("dialog.pal")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Search_without_script_is_a_page_of_results()
    {
        await using var open = await site.OpenAsync("officer", Look.NoScript);
        await open.GoAsync("/");

        await open.Page.ClickAsync(".search");
        await open.Page.FillAsync("main input[name=q]", "设置");
        await open.Page.ClickAsync("main button[type=submit]");

        await Expect(open.Page.Locator("main .tasks a")).ToHaveTextAsync("设置");
    }

    [Fact]
    public async Task A_page_change_keeps_the_document_and_puts_the_cursor_on_the_title()
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/");
        await open.Page.EvaluateAsync("window.kept = true");

        await open.Page.ClickAsync(".side a[href='/industry']");
        await open.Page.ArrivesAsync("/industry$");

        await Expect(open.Page.Locator("main h1")).ToBeFocusedAsync();
        Assert.True(await open.Page.EvaluateAsync<bool>("window.kept === true"));
        await Expect(open.Page.Locator("#live")).ToContainTextAsync("产业赋能");
    }

    [Fact]
    public async Task After_a_filter_the_cursor_stays_where_it_was_used()
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/enterprises");

        await open.Page.FillAsync("main input[name=q]", "有限");
        await open.Page.FocusAsync("main .filters button[type=submit]");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.ArrivesAsync("[?&]q=");
        await Expect(open.Page.Locator("main .filters button[type=submit]")).ToBeFocusedAsync();

        await open.Page.FocusAsync("main select[name=county]");
        await open.Page.SelectOptionAsync("main select[name=county]", "370303");
        await open.Page.ArrivesAsync("county=370303");
        await Expect(open.Page.Locator("main select[name=county]")).ToBeFocusedAsync();

        await open.Page.FocusAsync("main .chips .chip >> nth=0");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.ArrivesAsync("^(?!.*q=)");
        await Expect(open.Page.Locator("main .chips .chip")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_chosen_theme_is_there_at_the_first_paint_of_the_next_visit()
    {
        await using var open = await site.OpenAsync("head");
        await open.GoAsync("/");

        await open.Page.ClickAsync("summary:has-text('显示')");
        await open.Page.RunAndWaitForResponseAsync(() => open.Page.ClickAsync("button[value='theme:dark']"), "**/settings/display");
        await Expect(open.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        var html = await (await open.Page.APIRequest.GetAsync(open.Url + "/")).TextAsync();
        Assert.Contains("data-theme=\"dark\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_elder_version_is_chosen_without_script_and_follows_the_account_to_another_browser()
    {
        await using (var open = await site.OpenAsync("leader", Look.NoScript))
        {
            await open.GoAsync("/settings");
            await open.Page.ClickAsync("main button[value='scale:large']");
            await Expect(open.Page.Locator("html")).ToHaveAttributeAsync("data-scale", "large");
        }

        await using var other = await site.OpenAsync(null, Look.NoScript);
        await other.GoAsync("/sign-in");
        await other.Page.FillAsync("#f-user", "leader");
        await other.Page.FillAsync("#f-password", site.Account("leader").Password);
        await other.Page.ClickAsync("button.btn-p");

        await Expect(other.Page.Locator("html")).ToHaveAttributeAsync("data-scale", "large");
    }

    [Fact]
    public async Task A_form_sent_while_the_network_was_gone_says_so_keeps_what_was_typed_and_can_be_sent_again()
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/settings?tab=tokens");
        await open.Page.FillAsync("#f-Purpose", "断网时建立");
        await open.Page.Context.SetOfflineAsync(true);

        await open.Page.ClickAsync("button:has-text('建立令牌')");
        await Assertions.Expect(open.Page.Locator(".note.unsent")).ToContainTextAsync("没有收到服务器的回应");

        await Assertions.Expect(open.Page.Locator("#f-Purpose")).ToHaveValueAsync("断网时建立");
        await open.Page.Context.SetOfflineAsync(false);
        await open.Page.ClickAsync("button:has-text('建立令牌')");
        await Assertions.Expect(open.Page.Locator("#new-token")).ToBeVisibleAsync();
        await Assertions.Expect(open.Page.Locator(".note.unsent")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_first_tab_leads_past_the_navigation()
    {
        await using var open = await site.OpenAsync("officer");
        await open.GoAsync("/industry");

        await open.Page.Keyboard.PressAsync("Tab");

        await Expect(open.Page.Locator(".skip")).ToBeFocusedAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.ArrivesAsync("/industry#main$");
    }

    [Fact]
    public async Task Single_keys_jump_unless_somebody_types_or_has_switched_them_off()
    {
        await using var open = await site.OpenAsync("service");
        await open.GoAsync("/search");

        await open.Page.FocusAsync("main input[name=q]");
        await open.Page.Keyboard.TypeAsync("gh");
        Assert.EndsWith("/search", open.Page.Url, StringComparison.Ordinal);

        await open.Page.Locator("main h1").FocusAsync();
        await open.Page.Keyboard.TypeAsync("gh");
        await open.Page.ArrivesAsync(Arrival.Home);

        await open.GoAsync("/settings?tab=keys");
        await open.Page.ClickAsync("button[value='keys:off']");
        await Expect(open.Page.Locator("button[value='keys:on']")).ToBeVisibleAsync();
        await open.GoAsync("/settings?tab=keys");
        await open.Page.Keyboard.TypeAsync("gh");
        Assert.Contains("/settings", open.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1440, 208)]
    [InlineData(1100, 56)]
    public async Task The_side_bar_is_wide_on_a_desk_and_icons_on_a_small_screen(int width, int expected)
    {
        await using var open = await site.OpenAsync("officer", Look.Desktop with { Width = width });
        await open.GoAsync("/");

        var box = await open.Page.Locator(".side").BoundingBoxAsync();

        Assert.Equal(expected, box!.Width, 1.0);
        await Expect(open.Page.Locator(".tabbar")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_phone_has_a_bar_of_five_at_the_bottom()
    {
        await using var open = await site.OpenAsync("officer", Look.Phone);
        await open.GoAsync("/industry");

        await Expect(open.Page.Locator(".side")).ToBeHiddenAsync();
        await Expect(open.Page.Locator(".tabbar a")).ToHaveTextAsync(["工作台", "产业", "金融", "科创", "民生"]);
        await Expect(open.Page.Locator(".tabbar a[aria-current=page]")).ToHaveTextAsync("产业");
    }

    [Fact]
    public async Task Every_page_of_a_demo_city_says_that_its_data_are_made_up()
    {
        await using var open = await site.OpenAsync("officer");
        foreach (var path in new[] { "/", "/industry", "/settings", "/no-such-page" })
        {
            await open.GoAsync(path);
            await Expect(open.Page.Locator(".synthetic")).ToHaveTextAsync(Synthetic());
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    [GeneratedRegex("演示数据")]
    private static partial Regex Synthetic();
}
