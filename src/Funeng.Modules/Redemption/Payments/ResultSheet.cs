using System.Globalization;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>One line of what came back.</summary>
/// <param name="Row">Where it stands in the file.</param>
/// <param name="Key">The number of the line, as in the file to the bank.</param>
public sealed record ResultRow(int Row, string Key, long Fen, bool IsPaid, string Reason, string BankNumber, DateOnly On);

/// <summary>
/// Reads the sheet of a result (docs/bank-file.md), .csv or .xlsx: columns by their headings, in any order; what does not belong to them is not
/// looked at. Anything unclear is a problem with its row, and then nothing of the file counts.
/// </summary>
public static class ResultSheet
{
    public const int MostProblems = 20, MostBytes = 5 << 20;

    private const int LongestText = 100;

    private static readonly SheetLimits Limits = SheetLimits.Default with { FileBytes = MostBytes, Rows = 10_000 };

    private static readonly string[] Needed = ["业务号", "金额", "结果", "日期"];

    /// <param name="today">No transfer is later.</param>
    public static (IReadOnlyList<ResultRow> Rows, IReadOnlyList<Problem> Problems) Read(byte[] content, DateOnly today)
    {
        var sheet = SheetReader.Read(content, Limits);
        if (sheet is SheetReading.Refused refused) return ([], [new("File", refused.Reason)]);
        var rows = ((SheetReading.Read)sheet).Sheets.FirstOrDefault(one => one.Rows.Count > 0)?.Rows ?? [];
        var head = rows.Select((row, at) => (Cells: row.Select(Text).ToList(), at)).Take(5).FirstOrDefault(row => Needed.All(row.Cells.Contains));
        if (head.Cells is null) return ([], [new("File", $"没有找到表头。应有这几列：{string.Join("、", Needed)}，还可以有 原因、流水号。")]);
        var (found, problems, seen) = (new List<ResultRow>(), new List<Problem>(), new HashSet<string>());
        for (var at = head.at + 1; at < rows.Count && problems.Count < MostProblems; at++)
        {
            if (rows[at].All(cell => cell.IsEmpty)) continue;
            var row = One(at + 1, name => CellOf(rows[at], head.Cells.IndexOf(name)), today, problems);
            if (row is null) continue;
            if (!seen.Add(row.Key)) problems.Add(new("File", $"第 {row.Row} 行：业务号 {row.Key} 在文件里出现两次。"));
            found.Add(row);
        }

        if (found.Count == 0 && problems.Count == 0) problems.Add(new("File", "文件里没有一行结果。"));
        return (found, problems);
    }

    private static ResultRow? One(int row, Func<string, string> cell, DateOnly today, List<Problem> problems)
    {
        var before = problems.Count;
        var (key, amount, result, day) = (cell("业务号"), cell("金额").Replace(",", "", StringComparison.Ordinal), cell("结果"), cell("日期"));
        if (!decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) || yuan <= 0 || yuan > 100_000_000_000m || decimal.Truncate(yuan * 100) != yuan * 100)
            problems.Add(new("File", $"第 {row} 行：“{Short(amount)}”不是金额，写成 17885.00。"));
        if (result is not ("成功" or "失败")) problems.Add(new("File", $"第 {row} 行：结果应是 成功 或 失败，现在是“{Short(result)}”。"));
        if (!DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > today || on < today.AddYears(-2))
            problems.Add(new("File", $"第 {row} 行：“{Short(day)}”不是今天以前的日期，写成 2026-03-31。"));
        if (key.Length is 0 or > 40) problems.Add(new("File", $"第 {row} 行：没有业务号。"));
        if (problems.Count > before) return null;
        var isPaid = result == "成功";
        return new ResultRow(row, key, (long)(yuan * 100), isPaid, isPaid ? "" : cell("原因") is { Length: > 0 } reason ? Short(reason) : "银行未说明原因", Short(cell("流水号")), on);
    }

    private static string CellOf(SheetCell[] row, int column) => column >= 0 && column < row.Length ? Text(row[column]) : "";

    private static string Short(string text) => text.Length > LongestText ? text[..LongestText] : text;

    private static string Text(SheetCell cell) => cell.Kind switch
    {
        // A number no decimal can hold is no amount and no day.
        CellKind.Number when Math.Abs(cell.Number) < 1e15 => ((decimal)cell.Number).ToString(CultureInfo.InvariantCulture),
        CellKind.Date => DateOnly.FromDateTime(cell.Date).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => ChineseText.HalfWidth(cell.Text).Trim(),
    };
}
