using System.Globalization;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Bank;

/// <summary>One loan a bank has paid a subsidy for.</summary>
/// <param name="Row">Where it stands in the file.</param>
/// <param name="Loan">Sum of the contract in yuan; null where the file does not say it.</param>
/// <param name="Period">In its one form.</param>
public sealed record BankPaidRow(int Row, string Code, string Contract, decimal? Loan, long Fen, string Period, DateOnly On);

/// <summary>
/// Reads what a bank has paid of a benefit, .csv or .xlsx: columns by their headings, in any order; what does not belong to them is not looked at. Rows without a
/// sum are those the bank has not paid (the file it was sent has a row for each of the entitled). Anything else that is unclear is a problem with its row.
/// </summary>
internal static class BankPaidSheet
{
    public const int MostProblems = 20, MostBytes = 5 << 20;

    public const string CodeHead = "统一社会信用代码", ContractHead = "贷款合同号", LoanHead = "合同金额", AmountHead = "贴息金额", PeriodHead = "所属期", DayHead = "到账日期";

    private const int LongestContract = 40;

    private static readonly SheetLimits Limits = SheetLimits.Default with { FileBytes = MostBytes, Rows = 2_000 };

    private static readonly string[] Needed = [CodeHead, ContractHead, AmountHead, PeriodHead, DayHead];

    /// <param name="today">No money arrived later.</param>
    public static (IReadOnlyList<BankPaidRow> Rows, IReadOnlyList<Problem> Problems) Read(byte[] content, Benefit benefit, DateOnly today)
    {
        var sheet = SheetReader.Read(content, Limits);
        if (sheet is SheetReading.Refused refused) return ([], [Wrong(refused.Reason)]);
        var rows = ((SheetReading.Read)sheet).Sheets.FirstOrDefault(one => one.Rows.Count > 0)?.Rows ?? [];
        var head = rows.Select((row, at) => (Cells: row.Select(Text).ToList(), at)).Take(5).FirstOrDefault(row => Needed.All(row.Cells.Contains));
        if (head.Cells is null) return ([], [Wrong($"没有找到表头。应有这几列：{string.Join("、", Needed)}，还可以有 {LoanHead}。")]);
        var (found, problems, seen) = (new List<BankPaidRow>(), new List<Problem>(), new Dictionary<(string, string), int>());
        for (var at = head.at + 1; at < rows.Count && problems.Count < MostProblems; at++)
        {
            string Cell(string name) => head.Cells.IndexOf(name) is >= 0 and var column && column < rows[at].Length ? Text(rows[at][column]) : "";
            if (Cell(AmountHead).Length == 0 || One(at + 1, Cell, benefit, today, problems) is not { } row) continue;
            if (!seen.TryAdd((row.Contract, row.Period), row.Row)) problems.Add(Wrong($"第 {row.Row} 行：合同 {row.Contract} 的 {row.Period} 在第 {seen[(row.Contract, row.Period)]} 行已有，同一合同同一期只能有一行。"));
            found.Add(row);
        }

        if (found.Count == 0 && problems.Count == 0) problems.Add(Wrong($"文件里没有一行填了{AmountHead}。"));
        return (found, problems);
    }

    private static BankPaidRow? One(int row, Func<string, string> cell, Benefit benefit, DateOnly today, List<Problem> problems)
    {
        var before = problems.Count;
        var (contract, day, period) = (cell(ContractHead), cell(DayHead), RedemptionPeriod.Read(cell(PeriodHead), benefit));
        var (fen, loan) = (Fen(cell(AmountHead)), Fen(cell(LoanHead)));
        if (fen is null) problems.Add(Wrong($"第 {row} 行：{AmountHead}“{Short(cell(AmountHead))}”不是金额，按元写成 17885.00。"));
        if (loan is null && cell(LoanHead).Length > 0) problems.Add(Wrong($"第 {row} 行：{LoanHead}“{Short(cell(LoanHead))}”不是金额，按元写成 2000000.00。"));
        if (fen > loan) problems.Add(Wrong($"第 {row} 行：{AmountHead}比{LoanHead}还大，请核对单位。"));
        if (contract.Length is 0 or > LongestContract) problems.Add(Wrong(contract.Length == 0 ? $"第 {row} 行：没有写{ContractHead}。" : $"第 {row} 行：{ContractHead}最多 {LongestContract} 个字。"));
        if (period is null) problems.Add(Wrong($"第 {row} 行：“{Short(cell(PeriodHead))}”不是所属期。{RedemptionPeriod.Hint}。"));
        if (!DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > today || on < today.AddYears(-2))
            problems.Add(Wrong($"第 {row} 行：{DayHead}“{Short(day)}”不是今天以前两年内的日期，写成 2026-03-31。"));
        else if (period is { Length: >= 4 } && int.Parse(period[..4], CultureInfo.InvariantCulture) > on.Year) problems.Add(Wrong($"第 {row} 行：所属期 {period} 晚于到账日期。"));
        return problems.Count > before ? null : new BankPaidRow(row, cell(CodeHead).ToUpperInvariant(), contract, loan / 100m, fen!.Value, period!, on);
    }

    private static long? Fen(string text) =>
        decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan is > 0 and <= 100_000_000_000m && decimal.Truncate(yuan * 100) == yuan * 100 ? (long)(yuan * 100) : null;

    private static string Short(string text) => text.Length > 40 ? text[..40] : text;

    private static string Text(SheetCell cell) => cell.Kind switch
    {
        CellKind.Number when Math.Abs(cell.Number) < 1e15 => ((decimal)cell.Number).ToString(CultureInfo.InvariantCulture),
        CellKind.Date => DateOnly.FromDateTime(cell.Date).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => ChineseText.HalfWidth(cell.Text).Trim(),
    };

    internal static Problem Wrong(string message) => new("File", message);
}
