using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>The whole list of a draft as a file: who is paid by it or by what stands, how much, and the difference. Who took it away is audited.</summary>
internal static class LabFiles
{
    private const int MostRows = 100_000;

    public static void MapLabFiles(this IEndpointRouteBuilder site)
    {
        foreach (var ending in (string[])["xlsx", "csv"])
        {
            site.MapGet($"/policies/lab/list.{ending}", (string? benefit, long? draft, SimulateBenefit simulate, FindTried find, Places places, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db, HttpRequest request, CancellationToken cancellation) =>
                AnswerAsync(benefit ?? "", draft, ending, simulate, find, places, city, clock, audit, db, request, cancellation)).RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewLists)).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> AnswerAsync(
        string benefit, long? notice, string ending, SimulateBenefit simulate, FindTried find, Places places, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db, HttpRequest request, CancellationToken cancellation)
    {
        if ((await find.RunAsync(benefit, notice, cancellation)).Tried is not { } tried) return TypedResults.NotFound();
        var rule = tried.Rule;
        var draft = BenefitDraft.Read(request.Query, rule.Benefit.Conditions.Count);
        if (await simulate.ListAsync(tried, draft, MostRows, cancellation) is not { } list)
            return TypedResults.Problem("改后的条件、金额或封顶读不懂，没有名单可导出。请回到政策仿真改好再导出。", statusCode: StatusCodes.Status400BadRequest);
        if (list.IsTooMany) return TypedResults.Problem($"有 {list.Count:N0} 家，超过 {MostRows:N0} 家，没有导出。请收紧条件后再导出。", statusCode: StatusCodes.Status413PayloadTooLarge);

        audit.Record("导出仿真名单", notice is null ? $"policy:{rule.Policy.Id}" : $"notice-draft:{notice}", request.Path + request.QueryString, null, new { Benefit = benefit, Rows = list.Turns.Count });
        await db.SaveChangesAsync(cancellation);
        return TableFile.Answer(
            $"{rule.Benefit.Title} 仿真名单 {city.Today(clock):yyyy-MM-dd}.{ending}", new SheetLayout("仿真名单", [36, 22, 24, 16, 16, 16, 22]) { FrozenColumns = 1 },
            list.Turns.Select(turn => Row(turn, places)).Prepend(Head));
    }

    private static IEnumerable<SheetValue> Head => TableFile.Head("企业", "统一社会信用代码", "地区", "现行（元）", "改后（元）", "差额（元）", "变化");

    private static IEnumerable<SheetValue> Row(Turn turn, Places places) =>
    [
        SheetValue.Text(turn.Enterprise.Name), SheetValue.Text(turn.Enterprise.Code), SheetValue.Text(places.Of(turn.Enterprise.Region, turn.Enterprise.Zone)),
        SheetValue.Number(turn.Before, CellStyle.TwoDigits), SheetValue.Number(turn.After, CellStyle.TwoDigits), SheetValue.Number(turn.Difference, CellStyle.TwoDigits), SheetValue.Text(turn.Word),
    ];
}
