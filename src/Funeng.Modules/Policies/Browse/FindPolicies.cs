using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Search;

namespace Funeng.Modules.Policies.Browse;

/// <summary>Policies for the search panel: 技改 and jgzxd find the loan for renovation.</summary>
internal sealed class FindPolicies(PolicySearch search, CurrentUser user) : ISearchContributor
{
    public Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int most, Scope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<SearchHit>>(!user.Has(Permission.ViewSchemes) ? [] :
        [
            .. search.Find(text).Take(most).Select(found => new SearchHit(found.Policy.Title, $"/policies/{found.Policy.Id}", "惠企政策", found.Policy.Level.Text())
            {
                Words = [.. found.Policy.Topics, .. found.Policy.Benefits.Select(benefit => benefit.Title)],
            }),
        ]);
}
