using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Foundation.Home;

/// <summary>The workbench of whoever signs in for one enterprise: its own pages are no work.</summary>
public sealed partial class OwnPagesTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task What_only_leads_somewhere_is_not_counted_as_work()
    {
        using var visitor = await site.VisitAsync("enterprise");

        var page = await visitor.OpenAsync("/");

        var cards = page.QuerySelectorAll("main .card").ToDictionary(card => card.QuerySelector("h2")?.TextContent ?? "", card => card);
        Assert.Equal(["本企业", "自评", "我能享受什么"], cards["本企业"].QuerySelectorAll("li .tag").Select(tag => tag.TextContent));
        var counted = int.Parse(Work().Match(page.QuerySelector("main")!.TextContent).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(cards["待我办理"].QuerySelectorAll("ul.tasks > li").Length, counted);
    }

    [GeneratedRegex("待办 (\\d+) 项")]
    private static partial Regex Work();
}
