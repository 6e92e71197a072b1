using Funeng.Modules.Schemes;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests;

/// <summary>The decision model of every standard opens in the viewer; what the viewer cannot hold is read in the tables of the standard's page.</summary>
public sealed class RuleModelTests(SiteInBrowser site)
{
    [Fact(Timeout = 240_000)]
    public async Task Every_standards_model_is_shown_as_tables()
    {
        await using var open = await site.OpenAsync("officer");
        foreach (var pack in site.Services.GetRequiredService<RuleBook>().Packs)
        {
            await open.GoAsync($"/schemes/{pack.Id}?tab=model");

            await Assertions.Expect(open.Page.Locator("fn-dmn[data-ready], fn-dmn[data-failed]")).ToBeAttachedAsync(new() { Timeout = 20_000 });
            Assert.Equal((pack.Id, 0), (pack.Id, await open.Page.Locator("fn-dmn[data-failed]").CountAsync()));
            Assert.NotEqual(0, await open.Page.Locator("#dmn-view option").CountAsync());
            await Assertions.Expect(open.Page.Locator("fn-dmn .dmn-box table, fn-dmn .dmn-box .viewer-container, fn-dmn .dmn-box .dmn-literal-expression-container").First).ToBeVisibleAsync();
        }
        Assert.Empty(open.Complaints);
    }
}
