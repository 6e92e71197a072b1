using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Lists.Browse;

/// <summary>
/// The view of a list as a file: the same rows, order and columns as on the page, all pages of it or none: what is too long for a file is
/// refused with what to do, and so is a day before anybody looked. Who took which rows away is audited.
/// </summary>
public static class ListExport
{
    private const int MostRows = 100_000;

    public static void MapListExport(this IEndpointRouteBuilder site)
    {
        site.MapGet("/lists/{id}.xlsx", AnswerAsync).RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewLists));
        site.MapGet("/lists/{id}.csv", AnswerAsync).RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewLists));
    }

    private static async Task<IResult> AnswerAsync(
        string id, string? view, string? q, string? area, DateOnly? asof, ListBook book, ListMembers members, ListBeginnings beginnings, SubjectKinds kinds, CurrentUser user, Places places, CityProfile city, TimeProvider clock,
        AuditTrail audit, FunengDb db, HttpRequest request, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        if (book.Find(id, today) is not { } list || !user.Has(kinds.Get(list.List.Subject).View))
            return TypedResults.NotFound();

        var kind = Enum.TryParse<ListView>(view, ignoreCase: true, out var chosen) ? chosen : ListView.Members;
        var past = kind == ListView.Members ? PastDay.Of(asof, today) : null;
        if (past is not null && await beginnings.OfAsync(id, cancellation) is var began && !(began <= past))
            return TypedResults.Problem($"那一天还没有名单，没有导出。{ListBeginnings.WhyNone(began)}", statusCode: StatusCodes.Status404NotFound);

        var filter = new ListFilter(q, area, kind, past, new DateOnly(today.Year, today.Month, 1), 1, MostRows + 1);
        var rows = kind == ListView.Pending ? [] : (await members.ReadAsync(id, filter, cancellation)).Rows;
        var pending = kind == ListView.Pending ? await members.PendingAsync(id, filter, cancellation) : [];
        if (Math.Max(rows.Count, pending.Count) > MostRows)
            return TypedResults.Problem($"超过 {MostRows:N0} 行，没有导出。请按地区或名称筛选后分次导出。", statusCode: StatusCodes.Status413PayloadTooLarge);

        audit.Record("导出清单", $"list:{id}", request.Path + request.QueryString, null, new { Rows = Math.Max(rows.Count, pending.Count) });
        await db.SaveChangesAsync(cancellation);
        var noun = kinds.Get(list.List.Subject).Noun;
        var ending = Path.GetExtension(request.Path.Value!);
        return TableFile.Answer(
            $"{list.List.Title} {past ?? today:yyyy-MM-dd}{ending}", new SheetLayout("清单", [32, 22, 22, 12, 48, 60]) { FrozenColumns = 1 },
            kind == ListView.Pending ? PendingRows(pending, places, noun) : MemberRows(rows, places, kind, noun));
    }

    private static IEnumerable<IEnumerable<SheetValue>> MemberRows(IReadOnlyList<ListRow> rows, Places places, ListView kind, string noun)
    {
        var left = kind == ListView.Left;
        yield return TableFile.Head(noun, "代码", "地区", left ? "离开" : "进入", "理由", "依据");
        foreach (var row in rows)
        {
            var membership = row.Membership;
            yield return
            [
                SheetValue.Text(row.Name), SheetValue.Text(row.Code), SheetValue.Text(places.Of(row.Region, row.Zone)),
                SheetValue.Date(left ? membership.Until : membership.Since), SheetValue.Text(left ? membership.LeftReason : membership.Reason),
                SheetValue.Text(string.Join('；', (left ? membership.LeftEvidence : membership.Evidence).Select(line => $"{line.Label} {line.Said}{(line.Asked.Length > 0 ? $"（标准 {line.Asked}）" : "")}"))),
            ];
        }
    }

    private static IEnumerable<IEnumerable<SheetValue>> PendingRows(IReadOnlyList<PendingRow> rows, Places places, string noun)
    {
        yield return TableFile.Head(noun, "代码", "地区", "缺什么");
        foreach (var row in rows)
            yield return [SheetValue.Text(row.Name), SheetValue.Text(row.Code), SheetValue.Text(places.Of(row.Region, row.Zone)), SheetValue.Text(row.Missing)];
    }
}
