using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>Cultivation libraries for other systems: how full each tier is, and who stands in it.</summary>
internal static class LibraryEndpoints
{
    public static void MapLibraryApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/libraries", AllAsync).RequireAuthorization(nameof(Permission.ViewLibraries)).WithTags("培育库")
            .WithSummary("各级培育库的在库、待审、预警、应入未入、应出未出家数").ProducesProblem(StatusCodes.Status400BadRequest)
            .WithDescription("area 按区县、镇街或功能区编码，asof 为过去某一天（YYYY-MM-DD），今天及以后按今天。shouldEnter、shouldLeave 为 null：那一天还没有人查过，不是没有。");
        api.MapGet("/libraries/{id}/records", RecordsAsync).RequireAuthorization(nameof(Permission.ViewLibraries)).WithTags("培育库")
            .WithSummary("库内企业及其状态").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("state：in（默认，在库、年审中、预警）或 waiting（已发现、评审中、年审中）。q 按名称或代码，area 按区县、镇街或功能区编码，asof 为过去某一天（YYYY-MM-DD）的名单，今天及以后按今天。每页最多 200 行。");
    }

    private static async Task<Results<Ok<IReadOnlyList<LibraryItem>>, ProblemHttpResult>> AllAsync(
        BrowseLibraries browse, string? area, string? asof, CancellationToken cancellation)
    {
        if (ApiAnswers.ReadDate("asof", asof, out var day) is { } bad)
        {
            return bad;
        }

        var view = await browse.RunAsync(string.IsNullOrEmpty(area) ? null : area, day, cancellation);
        return TypedResults.Ok<IReadOnlyList<LibraryItem>>([.. view.Ladders.SelectMany(ladder => ladder.Tiers.Select(tier => LibraryItem.Of(ladder.Ladder, tier)))]);
    }

    private static async Task<Results<Ok<ApiPage<RecordItem>>, ProblemHttpResult>> RecordsAsync(
        string id, string? state, string? q, string? area, string? asof, int? page, int? size, LibraryCatalogue libraries, ReadLibrary read, CancellationToken cancellation)
    {
        if (libraries.Find(id) is null)
        {
            return ApiAnswers.NotFound("没有这个培育库", "library_not_found");
        }

        if (state is not (null or "" or "in" or "waiting"))
        {
            return ApiAnswers.Refuse(StatusCodes.Status400BadRequest, "参数 state 应是 in 或 waiting", "bad_state");
        }

        if (ApiAnswers.ReadDate("asof", asof, out var day) is { } bad)
        {
            return bad;
        }

        var (number, length) = ApiAnswers.Paging(page, size);
        var filter = new LibraryFilter(q, string.IsNullOrEmpty(area) ? null : area, number, length, day);
        var rows = state == "waiting" ? await read.WaitingAsync(id, filter, cancellation) : await read.MembersAsync(id, filter, cancellation);
        return TypedResults.Ok(new ApiPage<RecordItem>(rows.Total, number, length, [.. rows.Rows.Select(RecordItem.Of)]));
    }
}

/// <summary>One tier's library with its counts, as far as the caller sees enterprises.</summary>
/// <param name="Members">In the library, those under review or warned included.</param>
/// <param name="ShouldEnter">Null when nobody had looked yet on the day asked for.</param>
/// <param name="ShouldLeave">Null when nobody had looked yet on the day asked for.</param>
public sealed record LibraryItem(
    string Id, string Title, string Ladder, string LadderTitle, IReadOnlyList<string> Schemes, long Members, long Nominated, long UnderReview, long Warned,
    long? ShouldEnter, long? ShouldLeave)
{
    internal static LibraryItem Of(Ladder ladder, TierView tier) => new(
        tier.Library.Id, tier.Library.Title, ladder.Id, ladder.Title, tier.Library.Schemes, tier.Members, tier.Nominated, tier.UnderReview, tier.Warned,
        tier.ShouldEnter.Members, tier.ShouldLeave.Members);
}

/// <summary>Where an enterprise stands in a library.</summary>
/// <param name="Door">By which way it came in.</param>
public sealed record RecordItem(
    string Code, string Name, string Region, string Zone, LibraryState State, EntryDoor? Door, DateOnly OpenedOn, DateOnly? ConfirmedOn, DateOnly? ReviewDue, DateOnly? WarnedUntil)
{
    internal static RecordItem Of(LibraryRow row) => new(
        row.Code, row.Name, row.Region, row.Zone, row.State, row.Door, row.OpenedOn, row.ConfirmedOn, row.ReviewDue, row.WarnedUntil);
}
