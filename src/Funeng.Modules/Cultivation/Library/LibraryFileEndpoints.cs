using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>The tabs of a library as files. Who took which rows away is audited; what is too long for a file is refused with what to do.</summary>
internal static class LibraryFileEndpoints
{
    public static void MapLibraryFiles(this IEndpointRouteBuilder site)
    {
        foreach (var ending in (string[])["xlsx", "csv"])
            site.MapGet($"/libraries/{{id}}.{ending}", AnswerAsync).RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewLibraries)).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(
        string id, string? tab, string? q, string? area, DateOnly? asof, string? distance, string? path, LibraryCatalogue libraries, LibraryFile file, AuditTrail audit, FunengDb db,
        CityProfile city, TimeProvider clock, HttpRequest request, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var past = PastDay.Of(asof, today);
        if (libraries.Find(id) is not { } library
            || await file.RowsAsync(library, tab, new LibraryFilter(q, string.IsNullOrEmpty(area) ? null : area, AsOf: past), distance, path, cancellation) is not { } found)
            return TypedResults.NotFound();
        if (found.Total > LibraryFile.MostRows)
            return TypedResults.Problem($"超过 {LibraryFile.MostRows:N0} 行，没有导出。请按地区或名称筛选后分次导出。", statusCode: StatusCodes.Status413PayloadTooLarge);

        audit.Record("导出培育库", $"library:{id}", request.Path + request.QueryString, null, new { Rows = found.Total });
        await db.SaveChangesAsync(cancellation);
        return TableFile.Answer($"{library.Title} {found.Sheet.Name} {past ?? today:yyyy-MM-dd}{Path.GetExtension(request.Path.Value!)}", found.Sheet, found.Rows);
    }
}
