using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>
/// What holds for every page of <see cref="PageList"/>. A page is asked for once and looked at on a desk, on a phone, in the dark and in the large
/// version, by changing the window and the two attributes that the server writes from a user's choice; with FUNENG_LONG the server writes them.
/// Two classes share the pages, so that both cores look at them.
/// </summary>
public abstract partial class EveryPage(SiteInBrowser site)
{
    /// <summary>How many bytes of HTML a page may cost, as Brotli sends them.</summary>
    private const int HtmlBudget = 20 * 1024;

    protected async Task IsCleanAsync(string path, string? user)
    {
        await using var open = await site.OpenAsync(user, Look.Desktop);
        var hosts = new HashSet<string>();
        open.Page.Request += (_, request) => hosts.Add(new Uri(request.Url).Authority);

        var response = await open.GoAsync(path);

        Assert.Equal(path == PageList.Missing ? 404 : 200, response!.Status);
        await HoldsWithoutScriptAsync(response, user);
        await PageCheck.IsCleanAsync(open, path, user);
        foreach (var look in (Look[])[Look.DarkDesktop, Look.Phone, Look.ElderPhone])
        {
            await open.LookAsync(look);
            await PageCheck.IsCleanAsync(open, path, user, whole: look == Look.Phone);
        }
        Assert.Equal([new Uri(open.Url).Authority], hosts);
    }

    /// <summary>What the HTML itself says before any script has run.</summary>
    private static async Task HoldsWithoutScriptAsync(IResponse response, string? user)
    {
        var bytes = await response.BodyAsync();
        var html = System.Text.Encoding.UTF8.GetString(bytes);

        Assert.Single(Heading().Matches(html));
        Assert.Single(MainPart().Matches(html));
        Assert.Contains("<html lang=\"zh-CN\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineScript(), html);
        Assert.InRange(Brotli.SizeOf(bytes), 1, HtmlBudget);
        Assert.Equal("br", await response.HeaderValueAsync("content-encoding"));
        if (user is not null)
            Assert.Equal("no-store", await response.HeaderValueAsync("cache-control"));
    }

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex Heading();

    [GeneratedRegex("<main[ >]")]
    private static partial Regex MainPart();

    // A script without a source that is not data.
    [GeneratedRegex("<script(?![^>]*\\bsrc=)(?![^>]*application/json)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}

public sealed class EvenPageTests(SiteInBrowser site) : EveryPage(site)
{
    public static TheoryData<string, string?> Pages => PageList.EverySecond(0);

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Pages))]
    public Task Is_clean_light_and_dark_on_a_desk_and_large_on_a_phone(string path, string? user) => IsCleanAsync(path, user);
}

public sealed class OddPageTests(SiteInBrowser site) : EveryPage(site)
{
    public static TheoryData<string, string?> Pages => PageList.EverySecond(1);

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Pages))]
    public Task Is_clean_light_and_dark_on_a_desk_and_large_on_a_phone(string path, string? user) => IsCleanAsync(path, user);
}
