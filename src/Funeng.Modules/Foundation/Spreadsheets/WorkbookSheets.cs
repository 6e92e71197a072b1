using ExcelDataReader;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Turns the reader library's rows into <see cref="Sheet"/>s, counting as it goes.</summary>
internal static class WorkbookSheets
{
    private static readonly HashSet<string> ErrorTexts =
        ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

    public static List<Sheet> ReadAll(IExcelDataReader reader, SheetLimits limits)
    {
        var sheets = new List<Sheet>();
        var cells = 0L;
        do
        {
            sheets.Add(ReadSheet(reader, limits, ref cells));
        }
        while (reader.NextResult());

        return sheets;
    }

    private static Sheet ReadSheet(IExcelDataReader reader, SheetLimits limits, ref long cells)
    {
        var rows = new List<SheetCell[]>();
        var formats = new Dictionary<string, string>(StringComparer.Ordinal);
        var lastFilled = -1;
        while (reader.Read())
        {
            var row = ReadRow(reader, limits, formats);
            cells += row.Length;
            if (cells > limits.Cells)
            {
                throw new SheetTooLargeException($"表格超过 {limits.Cells:N0} 个单元格。请按区县或年度拆成几个文件。");
            }

            rows.Add(row);
            lastFilled = row.Length > 0 ? rows.Count - 1 : lastFilled;
        }

        rows.RemoveRange(lastFilled + 1, rows.Count - lastFilled - 1);
        var merged = reader.MergeCells?.Select(range => new MergedRange(range.FromRow, range.FromColumn, range.ToRow, range.ToColumn));
        return new Sheet(reader.Name, rows, [.. merged ?? []], reader.VisibleState != "visible");
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
