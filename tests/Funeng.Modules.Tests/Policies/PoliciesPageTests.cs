using AngleSharp.Dom;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Policies;

public sealed class PoliciesPageTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task The_list_comes_in_pages_and_keeps_what_it_is_narrowed_by()
    {
        using var officer = await site.VisitAsync("officer");

        var first = await officer.OpenAsync("/policies?state=all");
        var second = await officer.OpenAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal("/policies?state=all&page=2", first.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Equal(20, Names(first).Count);
        Assert.NotEmpty(Names(second));
        Assert.Empty(Names(first).Intersect(Names(second)));
        Assert.Equal("/policies?state=all", second.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
    }

    private static List<string> Names(IParentNode page) => [.. page.QuerySelectorAll("td.lead a.name").Select(name => name.GetAttribute("href")!)];
}
