using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Registry;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>Workbooks as an office hands them in.</summary>
internal static class Workbooks
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>One sheet; text cells are text, numbers numbers.</summary>
    public static FilePayload Of(string fileName, params object?[][] rows)
    {
        using var content = new MemoryStream();
        using (var workbook = new XlsxWriter(content))
        {
            var sheet = workbook.AddSheet(new SheetLayout("企业", [22, 30, 12, 20, 14, 14]));
            foreach (var row in rows)
                sheet.WriteRow(row.Select(Cell));
        }
        return new FilePayload { Name = fileName, MimeType = Xlsx, Buffer = content.ToArray() };
    }

    /// <summary>A code that passes the check of GB 32100-2015, for the enterprise of a serial number.</summary>
    public static string Code(int number)
    {
        var first = FormattableString.Invariant($"91370303MJ{number:0000000}");
        return first + UnifiedSocialCreditCode.CheckCharacter(first);
    }

    private static SheetValue Cell(object? value) => value switch
    {
        null => SheetValue.Empty,
        string text => SheetValue.Text(text),
        _ => SheetValue.Number(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
