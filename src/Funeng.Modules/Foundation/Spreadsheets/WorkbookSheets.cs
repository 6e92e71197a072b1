using ExcelDataReader;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Turns the reader library's rows into <see cref="Sheet"/>s, counting as it goes.</summary>
internal static class WorkbookSheets
{
    private static readonly HashSet<string> ErrorTexts =
        ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

    public static List<Sheet> ReadAll(IExcelDataReader reader, SheetLimits limits)
    {
        if (reader.ResultsCount > limits.Sheets)
        {
            throw new SheetTooLargeException($"文件里有 {reader.ResultsCount:N0} 个工作表，最多 {limits.Sheets:N0} 个。请只保留要上传的工作表。");
        }

        var sheets = new List<Sheet>();
        var count = new Counted(limits);
        do
        {
            sheets.Add(ReadSheet(reader, count));
        }
        while (reader.NextResult());

        return sheets;
    }

    private static Sheet ReadSheet(IExcelDataReader reader, Counted count)
    {
        var ranges = reader.MergeCells ?? [];
        if (ranges.Length > count.Limits.Merged)
        {
            throw new SheetTooLargeException($"表格有 {ranges.Length:N0} 处合并单元格，最多 {count.Limits.Merged:N0} 处。请取消合并后再上传。");
        }

        var rows = new List<SheetCell[]>();
        var formats = new Dictionary<string, string>(StringComparer.Ordinal);
        var lastFilled = -1;
        while (reader.Read())
        {
            count.Row(reader.FieldCount);
            var row = ReadRow(reader, count.Limits, formats);
            count.Cells(row.Length);
            rows.Add(row);
            lastFilled = row.Length > 0 ? rows.Count - 1 : lastFilled;
        }

        rows.RemoveRange(lastFilled + 1, rows.Count - lastFilled - 1);
        var merged = ranges.Select(range => new MergedRange(range.FromRow, range.FromColumn, range.ToRow, range.ToColumn));
        return new Sheet(reader.Name, rows, [.. merged], reader.VisibleState != "visible");
    }

    private sealed class Counted(SheetLimits limits)
    {
        private long cells;
        private long rows;
        private long places;

        public SheetLimits Limits => limits;

        public void Row(int width)
        {
            if (++rows > limits.Rows)
            {
                throw new SheetTooLargeException($"表格超过 {limits.Rows:N0} 行（空行也算）。请删去末尾的空行，或按区县、年度拆成几个文件。");
            }

            places += width;
            if (places > limits.Places)
            {
                throw new SheetTooLargeException("表格右侧很远处有格式或内容，无法读取。请删去多余的列，另存为新的 .xlsx 再上传。");
            }
        }

        public void Cells(int width)
        {
            cells += width;
            if (cells > limits.Cells)
            {
                throw new SheetTooLargeException($"表格超过 {limits.Cells:N0} 个单元格。请按区县或年度拆成几个文件。");
            }
        }
    }

    private static SheetCell[] ReadRow(IExcelDataReader reader, SheetLimits limits, Dictionary<string, string> formats)
    {
        var width = reader.FieldCount;
        while (width > 0 && IsBlank(reader, width - 1))
        {
            width--;
        }

        if (width > limits.Columns)
        {
            throw new SheetTooLargeException($"表格有 {width:N0} 列，超过上限 {limits.Columns:N0} 列。请删去多余的列。");
        }

        if (width == 0)
        {
            return [];
        }

        var row = new SheetCell[width];
        for (var column = 0; column < width; column++)
        {
            row[column] = ReadCell(reader, column, formats);
            if (row[column].Kind == CellKind.Text && row[column].Text.Length > limits.CellCharacters)
            {
                throw new SheetTooLargeException($"有一格超过 {limits.CellCharacters:N0} 个字符。请精简后再上传。");
            }
        }

        return row;
    }

    private static bool IsBlank(IExcelDataReader reader, int column) => reader.GetValue(column) is null or "" or DBNull;

    private static SheetCell ReadCell(IExcelDataReader reader, int column, Dictionary<string, string> formats)
    {
        return reader.GetValue(column) switch
        {
            null or DBNull => SheetCell.Empty,
            string text when ErrorTexts.Contains(text) => SheetCell.OfError(text),
            string text => SheetCell.OfText(text),
            double number => SheetCell.OfNumber(number, Interned(reader.GetNumberFormatString(column), formats)),
            int number => SheetCell.OfNumber(number, Interned(reader.GetNumberFormatString(column), formats)),
            DateTime date => SheetCell.OfDate(date),
            TimeSpan time => SheetCell.OfText(time.ToString()),
            bool value => SheetCell.OfBoolean(value),
            var other => SheetCell.OfText(other.ToString() ?? ""),
        };
    }

    private static string? Interned(string? format, Dictionary<string, string> formats)
    {
        if (format is null or "General")
        {
            return null;
        }

        if (!formats.TryGetValue(format, out var known))
        {
            formats[format] = known = format;
        }

        return known;
    }
}
