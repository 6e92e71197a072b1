using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Plan;

/// <summary>Where the plan of a project came from.</summary>
public sealed record HeldPlan(bool HasNodes, string? FileName, string Who, DateTimeOffset At);

/// <summary>Whether a project the caller has been shown has a plan, and from which file.</summary>
public sealed class ReadPlanFile(FunengDb db)
{
    public async Task<HeldPlan> RunAsync(long project, CancellationToken cancellation)
    {
        var has = await db.Set<ProjectNode>().AnyAsync(node => node.Project == project, cancellation);
        var file = await db.Set<ProjectPlanFile>().Where(row => row.Project == project).Select(row => new { row.FileName, row.Who, row.At }).SingleOrDefaultAsync(cancellation);
        return new HeldPlan(has, file?.FileName, file?.Who ?? "", file?.At ?? default);
    }
}

/// <summary>The plan as a download.</summary>
internal static class PlanEndpoint
{
    public static void MapPlanFiles(this IEndpointRouteBuilder site) =>
        site.MapGet("/projects/{code}/plan.xml", AnswerAsync).RequireAuthorization(nameof(Permission.ViewProjects)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(string code, ExchangePlan exchange, CancellationToken cancellation) =>
        await exchange.GiveAsync(code, cancellation) is { } content ? TypedResults.File(content, "application/xml", $"{code}.xml") : TypedResults.NotFound();
}
