using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Api;
using Funeng.Modules.Foundation.City;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Lists.Browse;

/// <summary>Live lists for other systems: which there are, and who is on them, with reason and evidence.</summary>
internal static class ListEndpoints
{
    public static void MapListApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/lists", AllAsync).RequireAuthorization(nameof(Permission.ViewLists)).WithTags("清单").WithSummary("各清单的条件、负责人和人数");
        api.MapGet("/lists/{id}/members", MembersAsync).RequireAuthorization(nameof(Permission.ViewLists)).WithTags("清单")
            .WithSummary("清单成员：何时进入、何时离开、理由和依据").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("view：members（默认）、entered、left（自 since 起，不填为本月 1 日）。asOf 给出那一天的成员。q 按名称或代码，area 按区县、镇街或功能区编码。每页最多 200 行。");
    }

    private static async Task<Ok<IReadOnlyList<ListItem>>> AllAsync(ListBook book, ListMembers members, CityProfile city, TimeProvider clock, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var counts = await members.CountAsync(new DateOnly(today.Year, today.Month, 1), cancellation);
        return TypedResults.Ok<IReadOnlyList<ListItem>>([.. book.On(today).Select(list => ListItem.Of(list, counts.GetValueOrDefault(list.List.Id, ListFigures.None)))]);
    }

    private static async Task<Results<Ok<ApiPage<MemberItem>>, ProblemHttpResult>> MembersAsync(
        string id, string? view, string? asOf, string? since, string? q, string? area, int? page, int? size,
        ListBook book, ListMembers members, CityProfile city, TimeProvider clock, CancellationToken cancellation)
    {
        if ((ApiAnswers.ReadDate("asOf", asOf, out var day) ?? ApiAnswers.ReadDate("since", since, out _)) is { } bad)
        {
            return bad;
        }

        var today = city.Today(clock);
        if (book.Find(id, today) is null)
        {
            return ApiAnswers.NotFound("没有这份清单", "list_not_found");
        }

        if (!TryRead(view, out var kind))
        {
            return ApiAnswers.Refuse(StatusCodes.Status400BadRequest, "参数 view 应是 members、entered 或 left", "bad_view");
        }

        ApiAnswers.ReadDate("since", since, out var from);
        var (number, length) = ApiAnswers.Paging(page, size);
        var past = PastDay.Of(day, today);
        var rows = await members.ReadAsync(id, new ListFilter(q, area, kind, past, from ?? new DateOnly(today.Year, today.Month, 1), number, length), cancellation);
        return TypedResults.Ok(new ApiPage<MemberItem>(rows.Total, number, length, [.. rows.Rows.Select(row => MemberItem.Of(row, past))]));
    }

    private static bool TryRead(string? view, out ListView kind)
    {
        kind = ListView.Members;
        return string.IsNullOrEmpty(view) || (Enum.TryParse(view, ignoreCase: true, out kind) && kind is ListView.Members or ListView.Entered or ListView.Left && !char.IsDigit(view[0]));
    }
}

/// <summary>A live list.</summary>
/// <param name="Condition">FEEL over the names of the catalogue.</param>
/// <param name="Sha256">Signature of the definition.</param>
/// <param name="Problem">Why it is not kept up to date; null when it is.</param>
public sealed record ListItem(
    string Id, string Title, string Group, string Condition, string Why, string Owner, string Sha256, string? Problem, long Members, long Entered, long Left, long Pending)
{
    internal static ListItem Of(ReadList list, ListFigures figures) => new(
        list.List.Id, list.List.Title, list.List.Group, list.List.Condition, list.List.Why, list.List.Owner, list.List.Sha256, list.Problem,
        figures.Members, figures.Entered, figures.Left, figures.Pending);
}

/// <summary>A subject's time on a list.</summary>
/// <param name="Until">The first day off the list again; null while it is on it.</param>
/// <param name="Sha256">Signature of the definition it was decided by.</param>
public sealed record MemberItem(
    string Code, string Name, string Region, string Zone, DateOnly Since, DateOnly? Until, string Reason, IReadOnlyList<EvidenceLine> Evidence,
    string? LeftReason, IReadOnlyList<EvidenceLine> LeftEvidence, string Sha256)
{
    /// <summary>A row as it stands now or, with a past day, as it stood then: nobody knew yet that the subject would leave.</summary>
    internal static MemberItem Of(ListRow row, DateOnly? past)
    {
        var hasLeft = row.Membership.Until is { } until && (past is null || until <= past);
        return new(
            row.Code, row.Name, row.Region, row.Zone, row.Membership.Since, hasLeft ? row.Membership.Until : null, row.Membership.Reason, row.Membership.Evidence,
            hasLeft ? row.Membership.LeftReason : null, hasLeft ? row.Membership.LeftEvidence : [], row.Membership.Sha256);
    }
}
