using System.IO.Compression;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>A draft to take away: the model alone, or a folder with notice and cases as a rule pack has them; and the model of a scheme.</summary>
internal static class DraftFiles
{
    private const string Xml = "application/xml";

    public static void MapDraftFiles(this IEndpointRouteBuilder site)
    {
        site.MapGet("/schemes/{id}/criteria.dmn", (string id, RuleBook book) => book.FindLatest(id) is { } pack ? Model(pack.Text.Criteria, id) : TypedResults.NotFound())
            .RequireAuthorization(nameof(Permission.ViewSchemes)).ExcludeFromDescription();
        site.MapGet("/schemes/{id}/drafts/{draft:long}/criteria.dmn", ModelAsync).RequireAuthorization(nameof(Permission.DecideVerdicts)).ExcludeFromDescription();
        site.MapGet("/schemes/{id}/drafts/{draft:long}/pack.zip", PackAsync).RequireAuthorization(nameof(Permission.DecideVerdicts)).ExcludeFromDescription();
    }

    private static async Task<IResult> ModelAsync(string id, long draft, KeepDrafts drafts, CancellationToken cancellation) =>
        await drafts.FindAsync(id, draft, cancellation) is { } found ? Model(found.Criteria, $"{id}-草案") : TypedResults.NotFound();

    private static async Task<IResult> PackAsync(string id, long draft, KeepDrafts drafts, RuleBook book, CancellationToken cancellation)
    {
        if (await drafts.FindAsync(id, draft, cancellation) is not { } found || book.FindLatest(id) is not { } pack) return TypedResults.NotFound();
        var content = new MemoryStream();
        await using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            await AddAsync(zip, $"{id}/criteria.dmn", found.Criteria, cancellation);
            await AddAsync(zip, $"{id}/notice.md", pack.Text.Notice, cancellation);
            var cases = Path.Combine(pack.Folder, "cases.yaml");
            if (File.Exists(cases)) await AddAsync(zip, $"{id}/cases.yaml", await File.ReadAllTextAsync(cases, cancellation), cancellation);
        }

        return TypedResults.File(content.ToArray(), "application/zip", $"{id}-草案.zip");
    }

    private static async Task AddAsync(ZipArchive zip, string name, string text, CancellationToken cancellation)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(cancellation);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
    }

    private static IResult Model(string text, string name) => TypedResults.File(Encoding.UTF8.GetBytes(text), Xml, name + ".dmn");
}
