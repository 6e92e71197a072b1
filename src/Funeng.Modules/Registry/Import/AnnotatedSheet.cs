using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// The same sheet given back as it now stands, corrections of the page included: bad cells red and doubtful ones yellow, each with a
/// comment, and a column that says what to change. Read again, it means what the page means.
/// </summary>
public static class AnnotatedSheet
{
    /// <summary>The heading of the column of remarks; it is passed over when the sheet comes back.</summary>
    public const string ReasonHeading = "需要修改";

    /// <summary>Writes the whole sheet, or only the head and the rows with something to say.</summary>
    public static void WriteXlsx(Stream output, SheetCheck.Checked check, bool onlyBad = false)
    {
        var sheet = check.Plan.Sheet;
        var remarks = Remarks(check);
        var reasonColumn = ReasonColumn(check.Plan);
        var width = Math.Max(sheet.Width, reasonColumn + 1);
        using var workbook = new XlsxWriter(output);
        var writer = workbook.AddSheet(new SheetLayout(
            sheet.Name, [.. Enumerable.Range(0, width).Select(column => column == reasonColumn ? 60.0 : 16.0)]) { FrozenRows = check.Plan.FirstRow });
        var written = 0;
        for (var row = 0; row < sheet.Rows.Count; row++)
        {
            var ofRow = remarks[row].ToList();
            if (onlyBad && row >= check.Plan.FirstRow && ofRow.Count == 0)
            {
                continue;
            }

            writer.WriteRow(RowValues(check, row, reasonColumn, width, ofRow));
            foreach (var remark in ofRow.Where(remark => remark.Column >= 0).GroupBy(remark => remark.Column))
            {
                writer.Comment(written, remark.Key, string.Join('\n', remark.Select(each => each.Text)));
            }

            written++;
        }

        foreach (var range in onlyBad ? sheet.Merged.Where(range => range.LastRow < check.Plan.FirstRow) : sheet.Merged)
        {
            writer.Merge(range);
        }
    }

    /// <summary>The head and the rows with something to say as .csv: the remarks stand in a last column.</summary>
    public static void WriteCsv(Stream output, SheetCheck.Checked check)
    {
        var sheet = check.Plan.Sheet;
        var remarks = Remarks(check);
        var reasonColumn = ReasonColumn(check.Plan);
        using var writer = new CsvWriter(output);
        for (var row = check.Plan.FirstHeadRow; row < sheet.Rows.Count; row++)
        {
            var ofRow = remarks[row].ToList();
            if (row < check.Plan.FirstRow || ofRow.Count > 0)
            {
                writer.WriteRow(RowValues(check, row, reasonColumn, Math.Max(sheet.Width, reasonColumn + 1), ofRow));
            }
        }
    }

    // A sheet that was given back before has its column of remarks already: it is written anew, not beside.
    private static int ReasonColumn(SheetPlan plan) =>
        plan.Columns.FirstOrDefault(column => column.Heading == ReasonHeading)?.Index ?? plan.Sheet.Width;

    private static ILookup<int, Remark> Remarks(SheetCheck.Checked check) => check.Problems
        .Select(problem => new Remark(problem.Row, problem.Column, problem.Heading, Sentence(problem), CellStyle.Bad))
        .Concat(check.Questions.Where(question => !question.IsAnswered || question.Answer == CellQuestion.Skip).Select(question => new Remark(
            question.Row < 0 ? check.Plan.FirstRow - 1 : question.Row, question.Column, question.Heading, "请核对：" + question.Message, CellStyle.Doubt)))
        .ToLookup(remark => remark.Row);

    private static IEnumerable<SheetValue> RowValues(SheetCheck.Checked check, int row, int reasonColumn, int width, IReadOnlyList<Remark> remarks)
    {
        var plan = check.Plan;
        for (var column = 0; column < width; column++)
        {
            if (column == reasonColumn)
            {
                yield return row == plan.FirstRow - 1
                    ? SheetValue.Text(ReasonHeading, CellStyle.Header)
                    : SheetValue.Text(string.Join("；", remarks.Select(remark => $"{remark.Heading}：{remark.Text}")), CellStyle.Note);
                continue;
            }

            var style = remarks.Where(remark => remark.Column == column).Select(remark => remark.Style).DefaultIfEmpty(
                row >= plan.FirstHeadRow && row < plan.FirstRow ? CellStyle.Header : CellStyle.Plain).Min();
            var cell = check.Cell(row, column);
            yield return style is CellStyle.Bad or CellStyle.Doubt && cell.IsEmpty ? SheetValue.Text(" ", style) : SheetValue.Of(cell, style);
        }
    }

    private static string Sentence(CellProblem problem) => problem.Proposal is { Length: > 0 } proposal ? $"{problem.Message}建议：{proposal}" : problem.Message;

    private sealed record Remark(int Row, int Column, string Heading, string Text, CellStyle Style);
}
