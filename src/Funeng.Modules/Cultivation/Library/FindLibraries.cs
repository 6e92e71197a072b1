using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Search;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>Cultivation libraries for the search panel.</summary>
internal sealed class FindLibraries(LibraryCatalogue libraries, CurrentUser user) : ISearchContributor
{
    public Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int most, Scope scope, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<SearchHit>>(!user.Has(Permission.ViewLibraries) ? [] :
        [
            .. libraries.Libraries.Where(library => library.Title.Contains(text, StringComparison.OrdinalIgnoreCase) || library.ShortName.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(most).Select(library => new SearchHit(library.Title, $"/libraries/{library.Id}", "培育库", library.ShortName)),
        ]);
}
