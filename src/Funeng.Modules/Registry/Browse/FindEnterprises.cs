using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Search;

namespace Funeng.Modules.Registry.Browse;

/// <summary>Enterprises for the search panel.</summary>
internal sealed class FindEnterprises(EnterpriseIndex index, CurrentUser user) : ISearchContributor
{
    internal const int MostNear = 3;

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int most, Scope scope, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewEnterprises))
        {
            return [];
        }

        var found = await index.SuggestAsync(text, scope, most, cancellation);
        if (found.Count == 0)
        {
            var near = await index.NearCodesAsync(text, scope, MostNear, cancellation);
            return [.. near.Select(hit => new SearchHit(hit.Name, $"/enterprises/{hit.Code}", "企业", $"没有这个代码，相近的是 {hit.Code}"))];
        }

        return [.. found.Select(hit => new SearchHit(
            hit.Name, $"/enterprises/{hit.Code}", "企业", hit.MatchedName is { } other ? $"{other}　{hit.Code}" : hit.Code))];
    }
}
