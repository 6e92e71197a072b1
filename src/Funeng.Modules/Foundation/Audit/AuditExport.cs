using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>The audit rows of a search as a file, all of them or none; that somebody took them away is itself in the audit.</summary>
internal static class AuditExport
{
    private const int MostRows = 100_000;

    public static void MapAuditExport(this IEndpointRouteBuilder site) =>
        site.MapGet("/audit/export.csv", AnswerAsync).RequireAuthorization(nameof(Permission.ViewAudit)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, BrowseAudit browse, AuditObjects objects, AuditTrail audit, CityProfile city, TimeProvider clock, FunengDb db, CancellationToken cancellation)
    {
        string? Said(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
        var search = new AuditSearch(Said("q"), Said("action"), city.StartOf(Said("from")), city.StartOf(Said("to"))?.AddDays(1), 1, MostRows) { Who = Said("who"), Kind = Said("kind") };
        var content = await browse.RunAsync(search, cancellation);
        if (content.Total > MostRows)
        {
            return TypedResults.Problem($"共 {content.Total:N0} 条，一次最多导出 {MostRows:N0} 条，没有导出。请按日期、人员或对象筛选后分次导出。", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        audit.Record("导出审计记录", "audit:", request.QueryString.ToString(), null, new { Rows = content.Entries.Count });
        await db.SaveChangesAsync(cancellation);
        var names = await objects.OfAsync(content.Entries.Select(entry => entry.Subject), cancellation);
        var file = new MemoryStream();
        using (var csv = new CsvWriter(file))
        {
            csv.WriteRow(((string[])["序号", "时间", "人员", "动作", "对象类别", "对象", "对象标识", "理由", "内容", "校验值"]).Select(text => SheetValue.Text(text)));
            foreach (var entry in content.Entries)
            {
                var about = names[AuditObjects.Normal(entry.Subject)];
                csv.WriteRow(((string[])
                [
                    entry.Position?.ToString(CultureInfo.InvariantCulture) ?? "待入链", city.Local(entry.At).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), entry.Who, entry.Action,
                    about.Kind, about.Text, entry.Subject, entry.Reason, AuditContent.Line(entry), entry.Hash ?? "",
                ]).Select(text => SheetValue.Text(text)));
            }
        }

        return TypedResults.File(file.ToArray(), "text/csv; charset=utf-8", $"审计记录 {city.Today(clock):yyyy-MM-dd}.csv");
    }
}
