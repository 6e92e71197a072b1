using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Foundation.Search;

/// <summary>What the search panel asks while somebody types.</summary>
public static class SuggestEndpoint
{
    private const int Most = 12;

    public static void MapSuggest(this IEndpointRouteBuilder site) =>
        site.MapGet("/search/suggest", async (string? q, SearchEverything search, CancellationToken cancellation) =>
            TypedResults.Ok(await search.RunAsync(q ?? "", Most, cancellation))).RequireAuthorization();
}
