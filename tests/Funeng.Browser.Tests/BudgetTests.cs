namespace Funeng.Browser.Tests;

/// <summary>How many bytes the shell may cost, as Brotli sends them; the HTML of each page is held by <see cref="PageTests"/>.</summary>
public sealed class BudgetTests(SiteInBrowser site)
{
    private const int Shell = 60 * 1024;

    [Fact]
    public async Task Styles_scripts_and_icons_of_the_shell_fit_their_budget()
    {
        await using var open = await site.OpenAsync("officer");
        var sizes = new Dictionary<string, int>();
        open.Page.Response += (_, response) => sizes.TryAdd(new Uri(response.Url).AbsolutePath, 0);

        await open.GoAsync("/");
        foreach (var path in sizes.Keys.Where(path => path is not "/").ToList())
            sizes[path] = Brotli.SizeOf(await (await open.Page.APIRequest.GetAsync(open.Url + path)).BodyAsync());

        Assert.True(sizes.Values.Sum() <= Shell, string.Join(", ", sizes.Select(size => $"{size.Key} {size.Value}")));
        Assert.Contains(sizes, size => size.Key.Contains("icons", StringComparison.Ordinal));
    }
}
