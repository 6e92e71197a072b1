using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Registry.Profile;

/// <summary>The facts of an enterprise for other systems: those that hold today or were known at the end of a past day, and all ever said of one.</summary>
internal static class FactEndpoints
{
    public static void MapFactApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/enterprises/{code}/facts", ReadAsync).RequireAuthorization(nameof(Permission.ViewEnterprises)).WithTags("事实")
            .WithSummary("一家企业的事实与称号，各有来源、填报人和知悉时间").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("asOf（例如 2026-03-31）给出那一天结束时已知的事实；不填为现在。缺失的事实不出现，不等于零或“否”。");
        api.MapGet("/enterprises/{code}/facts/{key}/history", HistoryAsync).RequireAuthorization(nameof(Permission.ViewEnterprises)).WithTags("事实")
            .WithSummary("一项事实的全部报送：更正、撤销和来源之间的分歧都在内，新的在前").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<EnterpriseFacts>, ProblemHttpResult>> ReadAsync(
        string code, string? asOf, ReadEnterprise read, TitleNames titles, CancellationToken cancellation)
    {
        if (ApiAnswers.ReadDate("asOf", asOf, out var day) is { } bad)
        {
            return bad;
        }

        if (await read.RunAsync(code, day, cancellation) is not { } profile)
        {
            return NoEnterprise();
        }

        var filed = profile.Facts.All.Select(fact => fact.Definition.Key).ToHashSet();
        var computed = profile.Facts.Catalogue.All
            .Where(definition => definition.Subject == Subject.Enterprise && definition.Origin is FactOrigin.Derived && !filed.Contains(definition.Key))
            .Select(profile.View.Find).OfType<Fact>();
        return TypedResults.Ok(new EnterpriseFacts(
            profile.Organization.Code, profile.Organization.Name, profile.Context.On, profile.Organization.IsSynthetic,
            [.. profile.Facts.All.OrderBy(fact => fact.Definition.Key, StringComparer.Ordinal).ThenByDescending(fact => fact.Period.Year).Concat(computed).Select(FactItem.Of)],
            [.. profile.Facts.Titles.Select(grant => TitleItem.Of(grant, titles.Name(grant.Scheme), profile.Context.On))]));
    }

    private static async Task<Results<Ok<FactHistoryAnswer>, ProblemHttpResult>> HistoryAsync(
        string code, string key, ShowFactHistory history, CancellationToken cancellation)
    {
        if (await history.RunAsync(code, key, null, cancellation) is not { Subject.Kind: Subject.Enterprise } found)
        {
            return ApiAnswers.NotFound("没有这家企业或这项事实，或不在您的数据范围内", "fact_not_found");
        }

        return TypedResults.Ok(new FactHistoryAnswer(
            found.Subject.Code, found.Definition.Key, found.Definition.Label, found.Definition.Unit, [.. found.Entries.Select(FactHistoryItem.Of)]));
    }

    private static ProblemHttpResult NoEnterprise() => ApiAnswers.NotFound("没有这家企业，或不在您的数据范围内", "enterprise_not_found");
}

/// <summary>What is known of an enterprise on a day.</summary>
public sealed record EnterpriseFacts(string Code, string Name, DateOnly On, bool IsSynthetic, IReadOnlyList<FactItem> Items, IReadOnlyList<TitleItem> Titles);

/// <summary>Everything ever said about one fact of an enterprise.</summary>
public sealed record FactHistoryAnswer(string Code, string Key, string Label, string Unit, IReadOnlyList<FactHistoryItem> Entries);

/// <summary>A title once granted.</summary>
/// <param name="From">First day it counts; null when the source does not say.</param>
/// <param name="KnownFrom">First day it is known to be held.</param>
/// <param name="To">Last day it counts; null while open or not said.</param>
/// <param name="IsInForce">Whether it counts on the day asked about.</param>
public sealed record TitleItem(
    string Scheme, string Name, string Batch, DateOnly? From, DateOnly KnownFrom, DateOnly? To, bool IsInForce, string Source, string Place, DateTimeOffset LearnedAt)
{
    internal static TitleItem Of(TitleGrant grant, string name, DateOnly on) => new(
        grant.Scheme, name, grant.Batch, grant.IsUndated ? null : grant.From, grant.From, grant.To, grant.IsValidOn(on), grant.Filing.Source, grant.Filing.Place, grant.LearnedAt);
}
