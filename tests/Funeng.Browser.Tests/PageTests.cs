using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing.Template;

namespace Funeng.Browser.Tests;

/// <summary>What holds for all pages of <see cref="PageList"/> together, and that what <see cref="EveryPage"/> looks for is found where it is.</summary>
public sealed class PageTests(SiteInBrowser site)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("FUNENG_LONG") is { Length: > 0 };

    [Fact]
    public async Task Is_clean_in_every_look_as_the_server_writes_it()
    {
        Assert.SkipUnless(IsLong, "every page in every look, written by the server: --long");
        foreach (var (path, user) in PageList.Pages.Select(page => page.Data))
        {
            foreach (var look in (Look[])[Look.DarkDesktop, Look.DarkPhone, Look.ElderDesktop, Look.ElderPhone])
            {
                await using var open = await site.OpenAsync(user, look);
                await open.GoAsync(path);
                await PageCheck.IsCleanAsync(open, path, user);
            }
        }
    }

    [Fact]
    public void Every_address_of_a_page_is_in_the_list()
    {
        var routes = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Select(TemplateParser.Parse).OrderBy(RoutePrecedence.ComputeInbound).ToList();
        var listed = PageList.Pages.Select(page => page.Data.Item1.Split('?')[0])
            .Select(path => routes.Find(route => new TemplateMatcher(route, []).TryMatch(path, []))?.TemplateText);

        Assert.Equal(PageList.NotListed.Order(), routes.Select(route => route.TemplateText!).Except(listed.OfType<string>()).Order());
    }

    [Fact]
    public async Task A_flaw_put_into_a_page_is_found_in_every_look()
    {
        await using var open = await site.OpenAsync(user: null, Look.Desktop);
        await open.GoAsync("/sign-in");

        foreach (var (look, whole) in new[] { (Look.Desktop, true), (Look.DarkDesktop, false), (Look.Phone, true), (Look.ElderPhone, false) })
        {
            await open.LookAsync(look);
            await PageCheck.IsCleanAsync(open, "/sign-in", null, whole);
            if (whole) await IsFoundAsync(open, "<img src='data:,'>", "image-alt", whole);
            await IsFoundAsync(open, "<p data-style='color: #777; background: #666'>看不清的字</p>", "color-contrast", whole);
            await IsFoundAsync(open, "<a href='/1' data-style='display: block; width: 9px; height: 9px'></a><a href='/2' data-style='display: block; width: 9px; height: 9px'></a>", "target-size", whole);
            await IsFoundAsync(open, "<p data-style='width: 200vw'>宽</p>", "Assert.Equal()", whole);
        }

        await open.Page.EvaluateAsync("console.error('出错了')");
        await IsFoundAsync(open, "", "出错了", whole: false);
    }

    private static async Task IsFoundAsync(BrowserPage open, string flaw, string found, bool whole)
    {
        await open.Page.EvaluateAsync(
            """
            flaw => {
              const planted = Object.assign(document.createElement('div'), { id: 'planted', innerHTML: flaw });
              document.querySelector('main').append(planted);
              for (const part of planted.children) part.style.cssText = part.dataset.style ?? '';
            }
            """,
            flaw);
        Assert.Contains(found, (await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PageCheck.IsCleanAsync(open, "/sign-in", null, whole))).Message, StringComparison.Ordinal);
        await open.Page.EvaluateAsync("document.getElementById('planted').remove()");
    }

    [Theory]
    [InlineData("theme:dark", "data-theme", "dark")]
    [InlineData("theme:light_scale:large", "data-scale", "large")]
    public async Task The_server_writes_what_a_user_chose(string choice, string attribute, string value)
    {
        await using var open = await site.OpenAsync("officer", Look.Desktop with { Display = choice });

        await open.GoAsync("/");

        Assert.Equal(value, await open.Page.GetAttributeAsync("html", attribute));
    }

    [Fact]
    public async Task A_list_is_read_and_filtered_without_script()
    {
        await using var open = await site.OpenAsync("officer", Look.NoScript);

        await open.GoAsync("/enterprises?q=%E7%A7%91%E6%8A%80");

        Assert.Equal(1, await open.Page.Locator("h1").CountAsync());
        Assert.Equal(1, await open.Page.Locator("main").CountAsync());
        Assert.NotEqual(0, await open.Page.Locator("main table tbody tr").CountAsync());
    }
}
