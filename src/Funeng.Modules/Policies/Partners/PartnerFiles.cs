using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Policies.Partners;

/// <summary>The register as a file: the rows of the screen. Who took it away is audited.</summary>
internal static class PartnerFiles
{
    public static void MapPartnerFiles(this IEndpointRouteBuilder site)
    {
        foreach (var ending in (string[])["xlsx", "csv"])
        {
            site.MapGet($"/partners.{ending}", (ReadPartners read, PartnerKinds kinds, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db, CancellationToken cancellation) => AnswerAsync(ending, read, kinds.Policy, city, clock, audit, db, cancellation))
                .RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewEnterprises)).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> AnswerAsync(string ending, ReadPartners read, string policy, CityProfile city, TimeProvider clock, AuditTrail audit, FunengDb db, CancellationToken cancellation)
    {
        var rows = await read.AllAsync(cancellation);
        audit.Record("导出合伙人名册", $"policy:{policy}", "", null, new { Rows = rows.Count });
        await db.SaveChangesAsync(cancellation);
        return TableFile.Answer(
            $"城市发展合伙人 {city.Today(clock):yyyy-MM-dd}.{ending}", new SheetLayout("合伙人", [14, 16, 20, 34, 22, 14, 14, 14, 8, 60]) { FrozenColumns = 1 },
            rows.Select(Row).Prepend(TableFile.Head("姓名", "类别", "职务", "企业", "统一社会信用代码", "首次聘任", "任期至", "现状", "贡献", "最近一次贡献")));
    }

    private static IEnumerable<SheetValue> Row(PartnerView one) =>
    [
        SheetValue.Text(one.Partner.Person), SheetValue.Text(one.Kind?.Name ?? one.Partner.Kind), SheetValue.Text(one.Partner.Post), SheetValue.Text(one.Enterprise), SheetValue.Text(one.Code),
        SheetValue.Date(one.Since), SheetValue.Date(one.To), SheetValue.Text(one.State.DisplayName()), SheetValue.Number(one.Contributions.Count(), CellStyle.Whole), SheetValue.Text(one.Contributions.FirstOrDefault()?.Text ?? ""),
    ];
}
