using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Cultivation.Compare;

/// <summary>Whom a new standard keeps, gains or loses, as a file: all rows of the page under its conditions. Who took them away is audited.</summary>
internal static class CompareFile
{
    private const int MostRows = 100_000;

    public static void MapCompareFile(this IEndpointRouteBuilder site)
    {
        foreach (var ending in (string[])["xlsx", "csv"])
        {
            site.MapGet($"/compare.{ending}", AnswerAsync)
                .RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewLibraries), nameof(Permission.ViewEnterprises)).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> AnswerAsync(
        string? library, string? change, string? area, string? holders, ReadComparison read, Places places, AuditTrail audit, FunengDb db, CityProfile city, TimeProvider clock,
        HttpRequest request, CancellationToken cancellation)
    {
        if (read.Find(library) is not { } pair)
            return TypedResults.NotFound();

        var filter = ComparisonFilter.Read(change, area, holders) with { Size = MostRows };
        var view = await read.RunAsync(pair, filter, cancellation);
        if (view.Rows.Count < view.Total && view.Rows.Count == MostRows)
            return TypedResults.Problem($"超过 {MostRows:N0} 行，没有导出。请按地区筛选后分次导出。", statusCode: StatusCodes.Status413PayloadTooLarge);

        audit.Record("导出新旧标准对照", $"library:{pair.Library.Id}", request.Path + request.QueryString, null, new { Rows = view.Rows.Count });
        await db.SaveChangesAsync(cancellation);
        return TableFile.Answer(
            $"{pair.Library.ShortName} 新旧标准对照 {filter.Shift!.Value.DisplayName()} {city.Today(clock):yyyy-MM-dd}{Path.GetExtension(request.Path.Value!)}",
            new SheetLayout("新旧标准对照", [32, 22, 22, 10, 12, 12, 60, 60]) { FrozenColumns = 1 }, Rows(view, places));
    }

    private static IEnumerable<IEnumerable<SheetValue>> Rows(ComparisonView view, Places places)
    {
        yield return TableFile.Head("企业", "代码", "地区", "持有称号", "旧标准", "新标准", "旧标准不符合的条件", "新标准不符合的条件");
        foreach (var row in view.Rows)
        {
            yield return
            [
                SheetValue.Text(row.Name), SheetValue.Text(row.Code), SheetValue.Text(places.Of(row.Region, row.Zone)), SheetValue.Text(row.HoldsTitle ? "是" : ""),
                SheetValue.Text(VerdictTag.Word(row.Old)), SheetValue.Text(VerdictTag.Word(row.New)),
                SheetValue.Text(string.Join('；', row.OldFailed)), SheetValue.Text(string.Join('；', row.NewFailed)),
            ];
        }
    }
}
