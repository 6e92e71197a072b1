using System.Text.Json;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Foundation.Search;

/// <summary>What the search panel answers: what says what was typed before what is only like it, over all kinds.</summary>
public sealed class SearchEverythingTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("稳外贸", "稳外贸若干措施")]
    [InlineData("稳外资", "稳外资若干措施")]
    [InlineData("企业", "企业")]
    public async Task What_is_called_so_or_begins_so_comes_first(string typed, string first)
    {
        var titles = await SuggestAsync(typed);

        Assert.Equal(first, titles[0]);
    }

    [Theory]
    [InlineData("贸易", "贸易便利", SearchNearness.Begins)]
    [InlineData("外贸", "稳外贸若干措施", SearchNearness.Says)]
    [InlineData("若干 外贸", "稳外贸若干措施", SearchNearness.Says)]
    [InlineData("稳外贸", "稳外资若干措施", SearchNearness.Alike)]
    [InlineData("ABC-1", "abc-1", SearchNearness.Same)]
    public void A_name_is_as_near_as_it_says_what_was_typed(string typed, string name, SearchNearness nearness) =>
        Assert.Equal(nearness, SearchNearnessOf.Text(name, typed));

    [Fact]
    public async Task What_is_not_found_is_answered_with_all_that_can_be_searched()
    {
        using var officer = await site.VisitAsync("officer");

        var page = await officer.OpenAsync("/search?q=魑魅魍魉");

        Assert.All(["企业", "惠企政策", "认定标准", "培育库", "页面"], kind => Assert.Contains(kind, page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal));
    }

    private async Task<List<string>> SuggestAsync(string typed)
    {
        using var officer = await site.VisitAsync("officer");
        using var answer = await officer.GetAsync("/search/suggest?q=" + Uri.EscapeDataString(typed));
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).EnumerateArray().Select(hit => hit.GetProperty("title").GetString()!)];
    }
}
