using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Officers;

/// <summary>A visit with its files.</summary>
public sealed record VisitView(Visit Visit, IReadOnlyList<VisitFile> Files, TaskItem? Task);

/// <summary>
/// Visits an account may see: its own, those of persons it stands in for, all to what it looks after, whoever made them, and, for whoever manages projects,
/// those within its scope.
/// </summary>
public sealed class ReadVisits(FunengDb db, Portfolios portfolios, Callers callers, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public async Task<IReadOnlyList<Visit>> OfAsync(string? kind, string? key, int most, CancellationToken cancellation)
    {
        var seen = await SeenAsync(cancellation);
        return await seen.Where(visit => kind == null || (visit.SubjectKind == kind && visit.SubjectKey == key)).OrderByDescending(visit => visit.OnDay).ThenByDescending(visit => visit.Id).Take(most).ToListAsync(cancellation);
    }

    public async Task<VisitView?> FindAsync(long id, CancellationToken cancellation)
    {
        if (await (await SeenAsync(cancellation)).SingleOrDefaultAsync(visit => visit.Id == id, cancellation) is not { } found) return null;
        return new VisitView(
            found, await db.Set<VisitFile>().AsNoTracking().Where(file => file.Visit == id).OrderBy(file => file.Id).ToListAsync(cancellation),
            found.Task is { } task ? await db.Set<TaskItem>().AsNoTracking().SingleOrDefaultAsync(item => item.Id == task, cancellation) : null);
    }

    public async Task<VisitFile?> FileAsync(long visit, long file, CancellationToken cancellation) =>
        await (await SeenAsync(cancellation)).AnyAsync(row => row.Id == visit, cancellation)
            ? await db.Set<VisitFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == file && row.Visit == visit, cancellation) : null;

    private async Task<IQueryable<Visit>> SeenAsync(CancellationToken cancellation)
    {
        var (all, persons) = (db.Set<Visit>().AsNoTracking(), (await callers.MeAsync(cancellation)).Persons);
        // An organization's own scope names a body here and not a visit: zero is nobody's id.
        var within = user.Has(Permission.ManageProjects) ? user.Scope.Filter(all, visit => visit.Region, visit => visit.Zone, visit => 0L).Select(visit => visit.Id) : all.Where(visit => false).Select(visit => visit.Id);
        var own = portfolios.Held(city.Today(clock)).Where(duty => persons.Contains(duty.HolderId)).Select(duty => duty.SourceKind + ":" + duty.SourceKey);
        return all.Where(visit => persons.Contains(visit.Officer) || within.Contains(visit.Id) || own.Contains(visit.SubjectKind + ":" + visit.SubjectKey));
    }
}

/// <summary>Photos are shown, recordings are played; only the kinds that were let in.</summary>
internal static class VisitEndpoints
{
    public static void MapVisits(this IEndpointRouteBuilder site) =>
        site.MapGet("/officers/visits/{id:long}/files/{file:long}", AnswerAsync).RequireAuthorization(nameof(Permission.OpenTasks)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(long id, long file, ReadVisits visits, VisitFiles files, CancellationToken cancellation) =>
        await visits.FileAsync(id, file, cancellation) is not { } found || files.Open(found.Id) is not { } content ? TypedResults.NotFound()
        : found.MediaType.StartsWith("image/", StringComparison.Ordinal) ? BarePhoto.Answer(await ReadAsync(content, cancellation), found.MediaType)
        : TypedResults.File(content, found.MediaType, enableRangeProcessing: true);

    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken cancellation)
    {
        await using var kept = content;
        var photo = new byte[kept.Length];
        await kept.ReadExactlyAsync(photo, cancellation);
        return photo;
    }
}
