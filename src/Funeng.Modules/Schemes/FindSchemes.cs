using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Search;

namespace Funeng.Modules.Schemes;

/// <summary>Standards for the search panel: 小巨人 finds both of its versions, the newer first.</summary>
internal sealed class FindSchemes(RuleBook book, CurrentUser user) : ISearchContributor
{
    public Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int most, Scope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<SearchHit>>(!user.Has(Permission.ViewSchemes) ? [] :
        [
            .. book.Packs.Where(pack => pack.Scheme.Title.Contains(text, StringComparison.OrdinalIgnoreCase) || pack.Scheme.ShortName.Contains(text, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(pack => pack.Scheme.EffectiveFrom).Take(most)
                .Select(pack => new SearchHit(pack.Scheme.Title, $"/schemes/{pack.Id}", "认定标准", pack.Scheme.ShortName)),
        ]);
}
