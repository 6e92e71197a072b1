using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Foundation.Search;

/// <summary>
/// Pages the user may open and whatever the modules find, for the panel and the results page. Over all kinds, what says what was typed stands
/// before what is only like it; of equals pages come first, then each kind in its own order.
/// </summary>
public sealed class SearchEverything(IEnumerable<NavItem> pages, IEnumerable<ISearchContributor> contributors, CurrentUser user)
{
    private const int LongestText = 100;

    public async Task<IReadOnlyList<SearchHit>> RunAsync(string text, int most, CancellationToken cancellation)
    {
        text = text.Trim();
        if (text.Length > LongestText)
            text = text[..LongestText];
        var hits = Pages(text).ToList();
        if (text.Length == 0)
            return hits;
        foreach (var contributor in contributors)
            hits.AddRange(await contributor.SearchAsync(text, most, user.Scope, cancellation));
        return [.. hits.OrderBy(hit => SearchNearnessOf.Hit(hit, text)).Take(most)];
    }

    private IEnumerable<SearchHit> Pages(string text) => pages
        .Where(page => page.Permission is not { } permission || user.Has(permission))
        .Where(page => text.Length == 0 ? !page.Hidden : IsCalled(page, text))
        .OrderBy(page => page.Group).ThenBy(page => page.Order)
        .Select(page => new SearchHit(page.Text, page.Href, "页面", page.Group == NavGroup.Workbench ? null : page.Group.DisplayName())
        {
            Words = page.Keywords.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        });

    private static bool IsCalled(NavItem page, string text) =>
        page.Text.Contains(text, StringComparison.OrdinalIgnoreCase)
        || page.Keywords.Contains(text, StringComparison.OrdinalIgnoreCase)
        || PinyinInitials.Of(page.Text).Contains(text, StringComparison.OrdinalIgnoreCase);
}
