using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Budgets;
using Funeng.Modules.Redemption.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>
/// The ledgers of a budget and of an enterprise and the lines of a payment as files: the rows of the screen, all pages of them or none, and
/// nothing that the user does not see there. Who took which away is audited.
/// </summary>
internal static class LedgerFiles
{
    private const int MostRows = 100_000;

    public static void MapLedgerFiles(this IEndpointRouteBuilder site)
    {
        foreach (var ending in new[] { "xlsx", "csv" })
        {
            Map(site, "/redemption/budgets/{id:long}/ledger." + ending, BudgetAsync);
            Map(site, "/redemption/enterprises/{code}/ledger." + ending, EnterpriseAsync);
            Map(site, "/redemption/payments/{id:long}/lines." + ending, PaymentAsync);
        }
    }

    private static void Map(IEndpointRouteBuilder site, string route, Delegate answer) =>
        site.MapGet(route, answer).RequireAuthorization(nameof(Permission.ExportData), nameof(Permission.ViewRedemption)).ExcludeFromDescription();

    private static async Task<IResult> BudgetAsync(long id, string? kind, BudgetLedger ledger, LedgerFile file, CancellationToken cancellation)
    {
        if (await ledger.RunAsync(id, Enum.TryParse<EntryKind>(kind, out var chosen) ? chosen : null, 1, MostRows + 1, cancellation) is not { } found) return TypedResults.NotFound();
        return await file.AnswerAsync(
            $"资金台账 {found.Title} {found.Budget.Year} 年", $"budget:{id}", found.Lines.Count, new SheetLayout("资金台账", [18, 12, 34, 22, 18, 60, 14]),
            ["时间", "动作", "企业", "统一社会信用代码", "金额（元）", "说明", "经办"],
            found.Lines.Select(line => new[]
            {
                file.Moment(line.Entry.At), SheetValue.Text(line.Entry.Kind.DisplayName()), SheetValue.Text(line.Name), SheetValue.Text(line.Code), Yuan(line.Entry.AmountFen),
                SheetValue.Text(line.Entry.Note), SheetValue.Text(line.Entry.Who.Split('#')[0]),
            }),
            cancellation);
    }

    private static async Task<IResult> EnterpriseAsync(string code, EnterpriseLedger ledger, LedgerFile file, CancellationToken cancellation)
    {
        if (await ledger.RunAsync(code, cancellation) is not { } found) return TypedResults.NotFound();
        var awards = found.Awards.ToDictionary(award => award.Id);
        return await file.AnswerAsync(
            $"兑付台账 {found.Enterprise.Name}", $"enterprise:{code}", found.Entries.Count, new SheetLayout("兑付台账", [18, 12, 40, 14, 18, 60]),
            ["时间", "动作", "兑付事项", "所属期", "金额（元）", "说明"],
            found.Entries.Select(entry => new[]
            {
                file.Moment(entry.At), SheetValue.Text(entry.Kind.DisplayName()), SheetValue.Text(awards[entry.Award!.Value].Title), SheetValue.Text(awards[entry.Award.Value].PeriodText),
                Yuan(entry.AmountFen), SheetValue.Text(entry.Note),
            }),
            cancellation);
    }

    private static async Task<IResult> PaymentAsync(long id, string? state, ReadPayments payments, LedgerFile file, CancellationToken cancellation)
    {
        if (await payments.FindAsync(id, cancellation) is not { } found) return TypedResults.NotFound();
        var (rows, _) = await payments.LinesAsync(id, Enum.TryParse<LineState>(state, out var chosen) ? chosen : null, 1, MostRows + 1, cancellation);
        // The number of an account never leaves but in the bank's own file: as on the screen, its end must do.
        return await file.AnswerAsync(
            $"支付明细 {found.Payment.Number}", $"payment:{id}", rows.Count, new SheetLayout("支付明细", [8, 34, 22, 34, 12, 40, 12, 16, 18, 68, 10, 12, 22, 34]),
            ["序号", "企业", "统一社会信用代码", "收款户名", "账户尾号", "事项", "所属期", "金额（元）", "开户行", "规则版本", "结果", "到账日期", "银行流水号", "退回原因"],
            rows.Select(row => new[]
            {
                SheetValue.Number(row.Line.Place, CellStyle.Whole), SheetValue.Text(row.Award.Name), SheetValue.Text(row.Award.Code), SheetValue.Text(row.Line.Holder), SheetValue.Text(row.Line.Tail),
                SheetValue.Text(row.Award.Title), SheetValue.Text(row.Award.PeriodText), Yuan(row.Line.AmountFen), SheetValue.Text(row.Line.Bank), SheetValue.Text(row.Award.RuleSha256),
                SheetValue.Text(row.Line.State.DisplayName()), SheetValue.Date(row.Line.PaidOn), SheetValue.Text(row.Line.BankNumber), SheetValue.Text(row.Line.Reason),
            }),
            cancellation);
    }

    private static SheetValue Yuan(long fen) => SheetValue.Number(fen / 100m, CellStyle.TwoDigits);

    /// <summary>Writes one of the files and that somebody took it.</summary>
    internal sealed class LedgerFile(IHttpContextAccessor http, AuditTrail audit, FunengDb db, CityProfile city, TimeProvider time)
    {
        public SheetValue Moment(DateTimeOffset at) => SheetValue.Text(Fmt.Moment(city.Local(at)));

        public async Task<IResult> AnswerAsync(
            string title, string subject, int count, SheetLayout layout, string[] head, IEnumerable<SheetValue[]> rows, CancellationToken cancellation)
        {
            if (count > MostRows) return TypedResults.Problem($"超过 {MostRows:N0} 行，没有导出。请筛选后分次导出。", statusCode: StatusCodes.Status413PayloadTooLarge);
            var request = http.HttpContext!.Request;
            audit.Record("导出兑付台账", subject, request.Path + request.QueryString, null, new { Rows = count });
            await db.SaveChangesAsync(cancellation);
            return TableFile.Answer(
                $"{title} {city.Today(time):yyyy-MM-dd}{Path.GetExtension(request.Path.Value!)}", layout with { FrozenColumns = 1 }, [TableFile.Head(head), .. rows]);
        }
    }
}
