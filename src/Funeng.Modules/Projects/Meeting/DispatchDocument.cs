using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Documents;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Browse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Projects.Meeting;

/// <summary>The circular of a dispatch round, every figure from the ledger: its page shows it and its Word file is written of it.</summary>
public sealed class DispatchDocument(Portfolio portfolio, Standings standings, RegionTree regions, CityProfile city, TimeProvider clock)
{
    public async Task<OfficialDocument> RunAsync(ProjectQuery query, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var found = query.Apply(await portfolio.ReadAsync(cancellation), regions.WithInner);
        var total = Standings.Of("", "", found, today);
        var red = found.Where(row => row.Light == ProjectLight.Red).ToList();
        List<DocumentPart> parts =
        [
            new($"截至{today.Month}月{today.Day}日，纳入调度的重大项目 {found.Count} 个，总投资 {Fmt.Yi(found.Sum(row => row.Project.Total ?? 0))} 亿元。应开工新建项目 {total.Due} 个，已开工 {total.Started} 个，开工率 {Fmt.Percent(total.StartRate)}；年度计划投资 {Fmt.Yi(total.Plan)} 亿元，完成 {Fmt.Yi(total.Done)} 亿元，完成率 {Fmt.Percent(total.InvestmentRate)}{(total.Unreported > 0 ? $"（{total.Unreported} 个项目没有报完成额，不计入）" : "")}。红灯项目 {total.Red} 个，黄灯项目 {total.Yellow} 个。现将有关情况通报如下。"),
            new("一、各区县完成情况", IsHeading: true),
            new("各区县完成情况", Table: Table(await standings.ByAsync("county", found, today, cancellation))),
            new("名次按年度投资完成率排列，保留一位小数，数字相同的并列。", IsNote: true),
            new("二、红灯项目", IsHeading: true),
            .. red.Count == 0 ? [new DocumentPart("没有红灯项目。")] : red.Select((row, index) => new DocumentPart(Line(row, index + 1))),
            new("三、有关要求", IsHeading: true),
            new("红灯项目责任单位应在收到本通报后逐项说明原因，明确赶工措施和完成时限；黄灯项目属地应在下一旬内赶上计划。逾期未说明的，按督办程序办理。"),
        ];
        if (found.Any(row => row.Project.IsSynthetic)) parts.Add(new("（演示数据，不对应真实项目）", IsNote: true));
        return new OfficialDocument($"关于{today.Year}年{today.Month}月重大项目推进情况的通报") { To = "各区县人民政府，各功能区管委会，市政府有关部门：", Parts = parts, Signer = city.Owner, SignedOn = today };
    }

    private static DocumentTable Table(IReadOnlyList<Standing> rows) => new(
    [
        ["名次", "区县", "项目数", "开工率", "年度计划（亿元）", "完成（亿元）", "完成率", "红灯"],
        .. rows.Select(row => (IReadOnlyList<string>)[row.Rank == 0 ? "—" : row.Rank.ToString(CultureInfo.InvariantCulture), row.Name, row.Projects.ToString(CultureInfo.InvariantCulture), Fmt.Percent(row.StartRate), Fmt.Yi(row.Plan), Fmt.Yi(row.Done), Fmt.Percent(row.InvestmentRate), row.Red.ToString(CultureInfo.InvariantCulture)]),
    ]);

    private string Line(PortfolioRow row, int number) =>
        $"{number}．{row.Project.Name}（{regions.County(row.Project.Region)?.Name}）：{(row.Reasons.Count > 0 ? row.Reasons[0].Reason : row.Set?.Reason)}{(row.Behind is { } behind and > 0 ? $"，落后 {Fmt.Number(behind, 1)} 个百分点" : "")}。";
}

/// <summary>The circular as a download, under the conditions of its page.</summary>
internal static class DispatchEndpoint
{
    public static void MapDispatch(this IEndpointRouteBuilder site) =>
        site.MapGet("/projects/circular/file", AnswerAsync).RequireAuthorization(nameof(Permission.CompareProjects)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(HttpContext http, DispatchDocument document, CancellationToken cancellation) =>
        TypedResults.File((await document.RunAsync(ProjectQuery.Read(http.Request.Query), cancellation)).Write(), OfficialDocument.MediaType, "项目推进情况通报.docx");
}
