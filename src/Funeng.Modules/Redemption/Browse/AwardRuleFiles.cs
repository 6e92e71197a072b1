using System.Text;
using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>The texts an award was decided by, word for word, as files: the decision model and the policy.</summary>
internal static class AwardRuleFiles
{
    public static void MapAwardRule(this IEndpointRouteBuilder site)
    {
        site.MapGet("/redemption/awards/{id:long}/rule.dmn", (long id, ReplayAward replay, CancellationToken cancellation) => AnswerAsync(id, replay, "application/xml", "dmn", kept => kept.Criteria, cancellation))
            .RequireAuthorization(nameof(Permission.ViewRedemption)).ExcludeFromDescription();
        site.MapGet("/redemption/awards/{id:long}/policy.yaml", (long id, ReplayAward replay, CancellationToken cancellation) => AnswerAsync(id, replay, "text/yaml; charset=utf-8", "yaml", kept => kept.Notice, cancellation))
            .RequireAuthorization(nameof(Permission.ViewRedemption)).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(long id, ReplayAward replay, string type, string ending, Func<Schemes.PackText, string> text, CancellationToken cancellation) =>
        await replay.RunAsync(id, cancellation) is { Rule: { } kept } found
            ? TypedResults.File(Encoding.UTF8.GetBytes(text(kept.Rule.Pack.Text)), type, $"{found.Award.Title} {found.Award.RuleSha256[..12]}.{ending}") : TypedResults.NotFound();
}
