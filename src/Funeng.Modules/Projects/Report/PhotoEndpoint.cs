using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Report;

/// <summary>The photo of a report, for whoever may see the project; only the kinds of picture that were let in.</summary>
internal static class PhotoEndpoint
{
    public static void MapPhotos(this IEndpointRouteBuilder site) =>
        site.MapGet("/projects/{code}/photos/{id:long}", AnswerAsync).RequireAuthorization(nameof(Permission.ViewProjects));

    private static async Task<IResult> AnswerAsync(string code, long id, ProjectDirectory projects, FunengDb db, CurrentUser user, CancellationToken cancellation)
    {
        if (await projects.FindAsync(user, code, cancellation) is not { } project
            || await db.Set<ProjectReport>().AsNoTracking().SingleOrDefaultAsync(report => report.Id == id && report.Project == project.Id, cancellation) is not { Photo: { } photo, PhotoType: { } type })
            return TypedResults.NotFound();
        return BarePhoto.Answer(photo, type);
    }
}
