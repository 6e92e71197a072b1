using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>Evidence as downloads: never shown in the page's own origin.</summary>
internal static class TaskEndpoints
{
    public static void MapEvidence(this IEndpointRouteBuilder site) =>
        site.MapGet("/tasks/{id:long}/evidence/{file:long}", DownloadAsync).RequireAuthorization(nameof(Permission.ViewTasks)).ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(long id, long file, TaskSight sight, Evidence evidence, FunengDb db, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is null
            || await db.Set<TaskEvidence>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == file && row.Item == id, cancellation) is not { } found
            || evidence.Open(found) is not { } content)
            return TypedResults.NotFound();
        return TypedResults.File(content, "application/octet-stream", found.FileName);
    }
}
