using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Api;
using Funeng.Modules.Foundation.City;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Policies.Browse;

/// <summary>Policies for other systems: search, and one policy with its clauses and benefits.</summary>
internal static class PolicyApi
{
    public static void MapPolicyApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", Find).RequireAuthorization(nameof(Permission.ViewSchemes)).WithTags("政策").WithSummary("按标题、正文和条件搜政策，相关的在前")
            .WithDescription("q 可以是词、一句话或标题的拼音首字母；同义词一并查找。level：nation、province、city、county。每页最多 200 行。")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/policies/{id}", Read).RequireAuthorization(nameof(Permission.ViewSchemes)).WithTags("政策").WithSummary("一项政策：条款、事项、条件、金额和每个数字的出处")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<ApiPage<PolicyItem>>, ProblemHttpResult> Find(string? q, string? level, int? page, int? size, PolicySearch search, CityProfile city, TimeProvider clock)
    {
        if (q is { Length: > 200 }) return ApiAnswers.Refuse(StatusCodes.Status400BadRequest, "参数 q 最多 200 个字", "long_query");
        if (PolicyFilter.ReadLevel(level, out var wanted) is false) return ApiAnswers.Refuse(StatusCodes.Status400BadRequest, "参数 level 应是 nation、province、city 或 county", "bad_level");
        var (number, length) = ApiAnswers.Paging(page, size);
        var today = city.Today(clock);
        var found = search.Find(q).Where(one => wanted is null || one.Policy.Level == wanted).ToList();
        return TypedResults.Ok(new ApiPage<PolicyItem>(found.Count, number, length, [.. found.Skip((number - 1) * length).Take(length).Select(one => PolicyItem.Of(one.Policy, one.Clause, today))]));
    }

    private static Results<Ok<PolicyDetail>, ProblemHttpResult> Read(string id, PolicyBook book, CityProfile city, TimeProvider clock) =>
        book.Find(id) is { } policy ? TypedResults.Ok(PolicyDetail.Of(policy, city.Today(clock))) : ApiAnswers.NotFound("没有这项政策", "policy_not_found");
}

/// <param name="Clause">The clause that says what was looked for.</param>
public sealed record PolicyItem(
    string Id, string Title, string Number, string Issuer, string Level, string Region, string Summary, IReadOnlyList<string> Topics, bool InForce, bool NeedsVerification, string? Clause)
{
    internal static PolicyItem Of(PolicyDocument policy, PolicyClause? clause, DateOnly on) => new(
        policy.Id, policy.Title, policy.Number, policy.Issuer, policy.Level.ToString().ToLowerInvariant(), policy.Region, policy.Summary, policy.Topics,
        policy.IsInForce(on) && policy.Pattern.Length == 0, policy.NeedsVerification, clause?.Text);
}

public sealed record PolicyDetail(PolicyItem Policy, string Source, IReadOnlyList<PolicyClause> Clauses, IReadOnlyList<BenefitItem> Benefits)
{
    internal static PolicyDetail Of(PolicyDocument policy, DateOnly on) => new(PolicyItem.Of(policy, null, on), policy.Source, policy.Clauses, [.. policy.Benefits.Select(BenefitItem.Of)]);
}

public sealed record BenefitItem(
    string Id, string Title, string Clause, string Mode, IReadOnlyList<BenefitCondition> Conditions, string Amount, decimal? Cap, string Period, IReadOnlyList<PolicyFigure> Figures)
{
    internal static BenefitItem Of(Benefit benefit) => new(
        benefit.Id, benefit.Title, benefit.Clause, benefit.Mode.ToString(), benefit.Conditions, benefit.Amount, benefit.Cap, benefit.Period, benefit.Figures);
}
