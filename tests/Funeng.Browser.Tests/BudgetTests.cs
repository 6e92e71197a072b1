using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Funeng.Browser.Tests;

/// <summary>How many bytes a page may cost (web-ui.md, Budgets), as Brotli sends them.</summary>
public sealed partial class BudgetTests(SiteInBrowser site)
{
    private const int Shell = 60 * 1024;
    private const int Html = 20 * 1024;

    public static TheoryData<string, string?> Pages => PageList.Pages;

    [Fact]
    public async Task Styles_scripts_and_icons_of_the_shell_fit_their_budget()
    {
        await using var open = await site.OpenAsync("officer");
        var sizes = new Dictionary<string, int>();
        open.Page.Response += (_, response) => sizes.TryAdd(new Uri(response.Url).AbsolutePath, 0);

        await open.GoAsync("/");
        foreach (var path in sizes.Keys.Where(path => path is not "/").ToList())
            sizes[path] = Compressed(await (await open.Page.APIRequest.GetAsync(open.Url + path)).BodyAsync());

        Assert.True(sizes.Values.Sum() <= Shell, string.Join(", ", sizes.Select(size => $"{size.Key} {size.Value}")));
        Assert.Contains(sizes, size => size.Key.Contains("icons", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_html_of_a_page_fits_its_budget_and_loads_from_nowhere_else(string path, string? user)
    {
        await using var open = await site.OpenAsync(user);
        var hosts = new HashSet<string>();
        open.Page.Request += (_, request) => hosts.Add(new Uri(request.Url).Authority);

        var response = await open.GoAsync(path);
        var html = await response!.BodyAsync();

        Assert.InRange(Compressed(html), 1, Html);
        Assert.Equal([new Uri(open.Url).Authority], hosts);
        Assert.DoesNotMatch(InlineScript(), System.Text.Encoding.UTF8.GetString(html));
        Assert.Equal("br", await response.HeaderValueAsync("content-encoding"));
        if (user is not null)
            Assert.Equal("no-store", await response.HeaderValueAsync("cache-control"));
    }

    private static int Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(bytes);
        return (int)target.Length;
    }

    // A script without a source that is not data.
    [GeneratedRegex("<script(?![^>]*\\bsrc=)(?![^>]*application/json)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
