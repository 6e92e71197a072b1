using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Registry.Import;

/// <summary>The template, and a checked sheet given back with its bad cells marked.</summary>
internal static class ImportEndpoints
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapImportFiles(this IEndpointRouteBuilder site)
    {
        site.MapGet("/import/template.xlsx", Template).RequireAuthorization(nameof(Permission.ImportFacts)).ExcludeFromDescription();
        site.MapGet("/import/{id:long}/annotated.xlsx", AnnotatedAsync).RequireAuthorization(nameof(Permission.ImportFacts)).ExcludeFromDescription();
    }

    private static IResult Template(ImportTemplate template)
    {
        var content = new MemoryStream();
        template.Write(content);
        return TypedResults.File(content.ToArray(), Xlsx, $"企业数据导入模板-{template.Version}.xlsx");
    }

    private static async Task<IResult> AnnotatedAsync(long id, ImportRuns runs, CarryOutImport work, CancellationToken cancellation)
    {
        if (await runs.FindAsync(id, cancellation) is not { CanWork: true } run || await work.ReadAgainAsync(run, cancellation) is not { } check)
        {
            return TypedResults.NotFound();
        }

        var content = new MemoryStream();
        AnnotatedSheet.WriteXlsx(content, check);
        return TypedResults.File(content.ToArray(), Xlsx, Path.GetFileNameWithoutExtension(run.FileName) + "-需要修改.xlsx");
    }
}
