using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>A table somebody takes away: the same rows as a workbook of one sheet or as text.</summary>
public static class TableFile
{
    /// <param name="name">Of the file, with .xlsx or .csv, which says what it becomes.</param>
    /// <param name="sheet">What the sheet is called, and how wide its columns are.</param>
    public static IResult Answer(string name, SheetLayout sheet, IEnumerable<IEnumerable<SheetValue>> rows)
    {
        var isWorkbook = name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
        using var file = new MemoryStream();
        if (isWorkbook) WriteWorkbook(file, sheet, rows);
        else WriteText(file, rows);
        return TypedResults.File(file.ToArray(), isWorkbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", name);
    }

    public static IEnumerable<SheetValue> Head(params string[] texts) => texts.Select(text => SheetValue.Text(text, CellStyle.Header));

    private static void WriteWorkbook(Stream file, SheetLayout layout, IEnumerable<IEnumerable<SheetValue>> rows)
    {
        using var workbook = new XlsxWriter(file);
        var sheet = workbook.AddSheet(layout);
        foreach (var row in rows) sheet.WriteRow(row);
    }

    private static void WriteText(Stream file, IEnumerable<IEnumerable<SheetValue>> rows)
    {
        using var csv = new CsvWriter(file);
        foreach (var row in rows) csv.WriteRow(row);
    }
}
