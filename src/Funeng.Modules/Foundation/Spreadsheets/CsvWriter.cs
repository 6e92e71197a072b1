using System.Buffers;
using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Writes .csv that Excel opens rightly: UTF-8 with mark, CRLF, and nothing that a spreadsheet program would run as a formula.</summary>
public sealed class CsvWriter(Stream output) : IDisposable
{
    private const char Mark = '\'';

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
        if (cell.TextValue is not null && NeedsMark(text))
        {
            text = Mark + text;
        }

        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>A text as it was before the mark that keeps it from being run as a formula.</summary>
    internal static string WithoutMark(string text) => text.Length > 1 && text[0] == Mark && (text[1] == Mark || Begins(text)) ? text[1..] : text;

    // A text that begins like a marked one gets a mark too, so that reading takes away exactly what writing added.
    private static bool NeedsMark(string text) =>
        (IsFormulaSign(text[0]) && !IsPlainNumber(text)) || (text.Length > 1 && text[0] == Mark && (text[1] == Mark || Begins(text)));

    private static bool Begins(string text) => IsFormulaSign(text[1]);

    private static bool IsFormulaSign(char character) => character is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static bool IsPlainNumber(string text) => text.Length > 1 && text.AsSpan(1).IndexOfAnyExcept(NumberSigns) < 0;
}
