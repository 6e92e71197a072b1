using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>The same sheet given back: bad cells red with a comment, and a column that says what to change.</summary>
public static class AnnotatedSheet
{
    private const string ReasonHeading = "需要修改";

    /// <summary>Writes the whole sheet, or only the head and the rows with problems.</summary>
    public static void WriteXlsx(Stream output, SheetCheck.Checked check, bool onlyBad = false)
    {
        var sheet = check.Plan.Sheet;
        var reasonColumn = sheet.Width;
        var problems = check.Problems.ToLookup(problem => problem.Row);
        using var workbook = new XlsxWriter(output);
        var writer = workbook.AddSheet(new SheetLayout(sheet.Name, [.. Enumerable.Repeat(16.0, sheet.Width), 60.0]) { FrozenRows = check.Plan.FirstRow });
        var written = 0;
        for (var row = 0; row < sheet.Rows.Count; row++)
        {
            var ofRow = problems[row].ToList();
            if (onlyBad && row >= check.Plan.FirstRow && ofRow.Count == 0)
            {
                continue;
            }

            writer.WriteRow(RowValues(sheet, row, check.Plan, reasonColumn, ofRow));
            foreach (var problem in ofRow.Where(problem => problem.Column >= 0).GroupBy(problem => problem.Column))
            {
                writer.Comment(written, problem.Key, string.Join('\n', problem.Select(Sentence)));
            }

            written++;
        }

        foreach (var range in onlyBad ? sheet.Merged.Where(range => range.LastRow < check.Plan.FirstRow) : sheet.Merged)
        {
            writer.Merge(range);
        }
    }

    /// <summary>The same as .csv: the reasons stand in a last column.</summary>
    public static void WriteCsv(Stream output, SheetCheck.Checked check)
    {
        var sheet = check.Plan.Sheet;
        var problems = check.Problems.ToLookup(problem => problem.Row);
        using var writer = new CsvWriter(output);
        for (var row = check.Plan.FirstHeadRow; row < sheet.Rows.Count; row++)
        {
            var ofRow = problems[row].ToList();
            if (row < check.Plan.FirstRow || ofRow.Count > 0)
            {
                writer.WriteRow(RowValues(sheet, row, check.Plan, sheet.Width, ofRow));
            }
        }
    }

    private static IEnumerable<SheetValue> RowValues(Sheet sheet, int row, SheetPlan plan, int reasonColumn, IReadOnlyList<CellProblem> problems)
    {
        for (var column = 0; column < reasonColumn; column++)
        {
            var isBad = problems.Any(problem => problem.Column == column);
            var style = isBad ? CellStyle.Bad : row >= plan.FirstHeadRow && row < plan.FirstRow ? CellStyle.Header : CellStyle.Plain;
            var cell = sheet[row, column];
            yield return isBad && cell.IsEmpty ? SheetValue.Text(" ", style) : SheetValue.Of(cell, style);
        }

        yield return row == plan.FirstRow - 1
            ? SheetValue.Text(ReasonHeading, CellStyle.Header)
            : SheetValue.Text(string.Join("；", problems.Select(problem => $"{problem.Heading}：{Sentence(problem)}")), CellStyle.Note);
    }

    private static string Sentence(CellProblem problem) => problem.Proposal is { Length: > 0 } proposal ? $"{problem.Message}建议：{proposal}" : problem.Message;
}
