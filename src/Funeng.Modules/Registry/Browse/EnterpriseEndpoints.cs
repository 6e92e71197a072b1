using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Registry.Browse;

/// <summary>The list as a file, exactly as on the screen, and as an interface for other systems.</summary>
internal static class EnterpriseEndpoints
{
    private const int LargestPage = 200;

    public static void MapEnterpriseExport(this IEndpointRouteBuilder site)
    {
        site.MapGet("/enterprises/export.xlsx", (HttpContext http, BrowseEnterprises browse, EnterpriseTable table, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db) =>
            ExportAsync(http, browse, table, city, clock, audit, db, "xlsx")).RequireAuthorization(nameof(Permission.ExportData)).ExcludeFromDescription();
        site.MapGet("/enterprises/export.csv", (HttpContext http, BrowseEnterprises browse, EnterpriseTable table, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db) =>
            ExportAsync(http, browse, table, city, clock, audit, db, "csv")).RequireAuthorization(nameof(Permission.ExportData)).ExcludeFromDescription();
    }

    public static void MapEnterpriseApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/enterprises", SearchAsync).RequireAuthorization(nameof(Permission.ViewEnterprises))
            .WithSummary("企业名录：按名称、简称、曾用名、拼音首字母或统一社会信用代码查找").WithTags("企业");
        api.MapGet("/enterprises/{code}", FindAsync).RequireAuthorization(nameof(Permission.ViewEnterprises))
            .WithSummary("一家企业").WithTags("企业");
    }

    private static async Task<Ok<EnterprisePage>> SearchAsync(
        BrowseEnterprises browse, EnterpriseIndex index, OrganizationDirectory directory, CurrentUser user, string? q, int? page, int? size, CancellationToken cancellation)
    {
        var (number, length) = (Math.Clamp(page ?? 1, 1, 1_000_000), Math.Clamp(size ?? 20, 1, LargestPage));
        if (string.IsNullOrWhiteSpace(q))
        {
            var list = await browse.RunAsync(new EnterpriseQuery { Page = number, Size = length }, cancellation);
            // A page beyond the last is empty here, so that a program that reads until there is no more comes to an end.
            return TypedResults.Ok(new EnterprisePage(list.Total, number, length, list.Page == number ? [.. list.Rows.Select(EnterpriseItem.Of)] : []));
        }

        var found = await index.SearchAsync(q, user.Scope, (number - 1) * length, length, cancellation);
        var known = await directory.FindManyAsync(user.Scope, [.. found.Best.Select(hit => hit.Id)], cancellation);
        return TypedResults.Ok(new EnterprisePage(
            found.Total, number, length, [.. found.Best.Where(hit => known.ContainsKey(hit.Id)).Select(hit => EnterpriseItem.Of(known[hit.Id]))]));
    }

    private static async Task<Results<Ok<EnterpriseItem>, ProblemHttpResult>> FindAsync(
        string code, OrganizationDirectory directory, CurrentUser user, CancellationToken cancellation) =>
        await directory.FindAsync(user.Scope, code, cancellation) is { } organization
            ? TypedResults.Ok(EnterpriseItem.Of(organization))
            : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "没有这家企业，或不在您的数据范围内",
                extensions: new Dictionary<string, object?> { ["code"] = "enterprise_not_found" });

    private static async Task ExportAsync(
        HttpContext http, BrowseEnterprises browse, EnterpriseTable table, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db, string ending)
    {
        var query = EnterpriseQuery.Read(http.Request.Query, browse.Filters);
        audit.Record("导出企业名录", "list:enterprises", query.Address());
        await db.SaveChangesAsync(http.RequestAborted);

        // Written to a file first, so that a failure on the way is an error and not half a workbook.
        await using var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        await WriteAsync(file, browse, table, query, ending, http.RequestAborted);
        file.Position = 0;
        http.Response.ContentType = ending == "xlsx" ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(EnterpriseTable.FileName(city.Today(clock), ending))}";
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static async Task WriteAsync(
        Stream output, BrowseEnterprises browse, EnterpriseTable table, EnterpriseQuery query, string ending, CancellationToken cancellation)
    {
        var columns = table.Columns(browse.Columns, query.Columns);
        var head = columns.Select(column => SheetValue.Text(column.Title, CellStyle.Header));
        if (ending == "csv")
        {
            using var csv = new CsvWriter(output);
            csv.WriteRow(head);
            await foreach (var part in browse.AllAsync(query, cancellation))
            {
                foreach (var row in part.Rows)
                {
                    csv.WriteRow(columns.Select(column => EnterpriseTable.Value(column, row, part)));
                }
            }

            return;
        }

        using var workbook = new XlsxWriter(output);
        var sheet = workbook.AddSheet(new SheetLayout("企业名录", [.. columns.Select(column => column.Width)]) { FrozenColumns = 1 });
        sheet.WriteRow(head);
        await foreach (var part in browse.AllAsync(query, cancellation))
        {
            foreach (var row in part.Rows)
            {
                sheet.WriteRow(columns.Select(column => EnterpriseTable.Value(column, row, part)));
            }
        }
    }
}

/// <summary>A page of enterprises as other systems read it.</summary>
public sealed record EnterprisePage(long Total, int Page, int Size, IReadOnlyList<EnterpriseItem> Items);

/// <summary>An enterprise as other systems read it; money in yuan.</summary>
public sealed record EnterpriseItem(
    string Code, string Name, string? Region, string? Zone, string? Industry, DateOnly? FoundedOn, int? RevenueYear, decimal? Revenue, long? Employees, bool IsSynthetic)
{
    internal static EnterpriseItem Of(Organization row) => new(
        row.Code, row.Name, row.Region, row.Zone, row.Industry, row.FoundedOn, row.RevenueYear, row.Revenue, row.Employees, row.IsSynthetic);
}
