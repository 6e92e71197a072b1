using AngleSharp.Dom;
using AngleSharp.Html.Dom;
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

    [Fact]
    public async Task Who_is_asked_is_said_with_the_office_until_it_has_confirmed_a_number_and_then_with_that()
    {
        using var admin = await site.VisitAsync("admin");

        var before = await admin.OpenAsync("/policies/zb-credit-trust");
        var form = await admin.OpenAsync(before.QuerySelector("dd a[href^='/policies/contacts']")!.GetAttribute("href")!);
        using var saved = await admin.SubmitAsync((IHtmlFormElement)form.QuerySelector("#f-Phone")!.Closest("form")!, ("Phone", "0533-2300000"), ("Basis", "单位网站"));
        var after = await admin.OpenAsync("/policies/zb-credit-trust");

        Assert.Contains("市行政审批服务局，电话待发文单位确认", before.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("市行政审批服务局，0533-2300000", after.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_whom_the_office_is_ones_own_is_offered_to_enter_its_number()
    {
        using var admin = await site.VisitAsync("admin");
        using var officer = await site.VisitAsync("officer");

        var (all, other) = (await admin.OpenAsync("/policies/zb-foreign-capital"), await officer.OpenAsync("/policies/zb-foreign-capital"));

        Assert.NotNull(all.QuerySelector("dd a[href^='/policies/contacts']"));
        Assert.Null(other.QuerySelector("dd a[href^='/policies/contacts']"));
        Assert.Contains("电话待发文单位确认", other.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_clause_is_said_in_plain_words_beside_its_text()
    {
        using var officer = await site.VisitAsync("officer");

        var page = await officer.OpenAsync("/policies/zb-new-economy-12");

        Assert.Equal(12, page.QuerySelectorAll(".clause").Length);
        Assert.Equal(12, page.QuerySelectorAll(".clause .plain").Length);
    }

    private static List<string> Names(IParentNode page) => [.. page.QuerySelectorAll("td.lead a.name").Select(name => name.GetAttribute("href")!)];
}
