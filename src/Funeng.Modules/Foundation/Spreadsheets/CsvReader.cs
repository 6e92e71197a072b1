using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Reads comma, semicolon or tab separated text. Quotes follow RFC 4180; a stray quote inside a field is kept as text.</summary>
internal static class CsvReader
{
    // Enough of a file to see what separates its fields.
    private const int LooksAt = 100_000;

    public static SheetReading Read(Stream content, SheetLimits limits)
    {
        var bytes = new byte[content.Length];
        content.Position = 0;
        content.ReadExactly(bytes);
        var text = ChineseText.Decode(bytes);
        if (text is null)
        {
            return new SheetReading.Refused("认不出文件的文字编码。请另存为 UTF-8 的 .csv 或 .xlsx 再上传。");
        }

        try
        {
            var rows = Split(text.TrimEnd('\u001A', '\0'), limits);
            return new SheetReading.Read("csv", [new Sheet("csv", rows, [])]);
        }
        catch (SheetTooLargeException tooLarge)
        {
            return new SheetReading.Refused(tooLarge.Message);
        }
    }

    private static List<SheetCell[]> Split(string text, SheetLimits limits)
    {
        var separator = Separator(text);
        var rows = new List<SheetCell[]>();
        var row = new List<SheetCell>();
        var cells = 0L;
        var lastFilled = -1;
        var position = 0;
        while (position < text.Length)
        {
            var field = Field(text, ref position, separator, limits.CellCharacters);
            if (field.Length > limits.CellCharacters)
            {
                throw new SheetTooLargeException(
                    $"第 {rows.Count + 1} 行有一格超过 {limits.CellCharacters:N0} 个字符，可能引号没有成对。请检查后再上传。");
            }

            row.Add(SheetCell.OfText(CsvWriter.WithoutMark(field)));
            if (row.Count > limits.Columns)
            {
                throw new SheetTooLargeException($"第 {rows.Count + 1} 行超过 {limits.Columns:N0} 列。请检查分隔符，或删去多余的列。");
            }

            if (position < text.Length && text[position] == separator)
            {
                position++;
                if (position < text.Length)
                {
                    continue;
                }
            }

            SkipLineEnd(text, ref position);
            cells += row.Count;
            if (cells > limits.Cells)
            {
                throw new SheetTooLargeException($"表格超过 {limits.Cells:N0} 个单元格。请按区县或年度拆成几个文件。");
            }

            if (rows.Count == limits.Rows)
            {
                throw new SheetTooLargeException($"表格超过 {limits.Rows:N0} 行（空行也算）。请删去空行，或按区县、年度拆成几个文件。");
            }

            rows.Add([.. row]);
            lastFilled = row.Exists(cell => !cell.IsEmpty) ? rows.Count - 1 : lastFilled;
            row.Clear();
        }

        rows.RemoveRange(lastFilled + 1, rows.Count - lastFilled - 1);
        return rows;
    }

    private static string Field(string text, ref int position, char separator, int longest)
    {
        if (text[position] != '"')
        {
            return BareField(text, ref position, separator);
        }

        var result = new StringBuilder();
        position++;
        while (position < text.Length && result.Length <= longest)
        {
            var quote = text.IndexOf('"', position);
            if (quote < 0)
            {
                result.Append(text, position, text.Length - position);
                position = text.Length;
                break;
            }

            result.Append(text, position, quote - position);
            position = quote + 1;
            if (position >= text.Length || text[position] != '"')
            {
                break;
            }

            result.Append('"');
            position++;
        }

        return result.ToString() + BareField(text, ref position, separator);
    }

    private static string BareField(string text, ref int position, char separator)
    {
        var start = position;
        var length = text.AsSpan(start).IndexOfAny(separator, '\r', '\n');
        position = length < 0 ? text.Length : start + length;
        return text[start..position];
    }

    private static void SkipLineEnd(string text, ref int position)
    {
        if (position < text.Length && text[position] == '\r')
        {
            position++;
        }

        if (position < text.Length && text[position] == '\n')
        {
            position++;
        }
    }

    // The sign most frequent in the first lines, outside quotes, separates.
    private static char Separator(string text)
    {
        var counts = new Dictionary<char, int> { [','] = 0, ['\t'] = 0, [';'] = 0 };
        var isQuoted = false;
        var lines = 0;
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, LooksAt)))
        {
            isQuoted ^= character == '"';
            lines += character == '\n' ? 1 : 0;
            if (lines == 10)
            {
                break;
            }

            if (!isQuoted && counts.TryGetValue(character, out var count))
            {
                counts[character] = count + 1;
            }
        }

        return counts.MaxBy(pair => pair.Value).Key;
    }
}
