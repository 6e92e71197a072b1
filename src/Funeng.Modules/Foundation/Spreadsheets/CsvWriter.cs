using System.Buffers;
using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Writes .csv that Excel opens rightly: UTF-8 with mark, CRLF, and nothing that a spreadsheet program would run as a formula.</summary>
public sealed class CsvWriter(Stream output) : IDisposable
{
    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789.,%");

    private readonly StreamWriter writer = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true)
    {
        NewLine = "\r\n",
    };

    public void WriteRow(IEnumerable<SheetValue> cells)
    {
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst)
            {
                writer.Write(',');
            }

            writer.Write(Escape(cell));
            isFirst = false;
        }

        writer.WriteLine();
    }

    public void Dispose() => writer.Dispose();

    internal static string Escape(SheetValue cell)
    {
        var text = cell.ShownText();
        if (cell.TextValue is not null && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !IsPlainNumber(text))
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static bool IsPlainNumber(string text) => text.Length > 1 && text.AsSpan(1).IndexOfAnyExcept(NumberSigns) < 0;
}
