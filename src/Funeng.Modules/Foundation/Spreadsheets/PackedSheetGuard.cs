using System.IO.Compression;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Looks at an .xlsx package before it is unpacked. The runtime never unpacks a part beyond the size its
/// directory entry declares, so the declared sizes bound what reading can cost.</summary>
internal static class PackedSheetGuard
{
    private const long SmallPart = 8L << 20;
    private const long LargeSheet = 16L << 20;

    public static string? Refusal(Stream content, SheetLimits limits)
    {
        content.Position = 0;
        try
        {
            using var package = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return WrongKind(package) ?? TooMuch(package, limits) ?? TooManyCells(package, limits);
        }
        catch (InvalidDataException)
        {
            return "文件不完整（可能上传或下载中断），无法打开。请重新导出后再上传。";
        }
    }

    private static string? WrongKind(ZipArchive package)
    {
        if (package.Entries.Any(part => Is(part, "xl/vbaProject.bin")))
        {
            return "这是带宏的工作簿（.xlsm）。请在 Excel 或 WPS 中另存为不带宏的 .xlsx 再上传。";
        }

        if (package.Entries.Any(part => Is(part, "xl/workbook.xml")))
        {
            return null;
        }

        if (package.Entries.Any(part => part.FullName.StartsWith("word/", StringComparison.OrdinalIgnoreCase)))
        {
            return "这是 Word 文档（.docx），不是表格。请上传 .xlsx、.xls 或 .csv 文件。";
        }

        if (package.Entries.Any(part => part.FullName.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase)))
        {
            return "这是演示文稿（.pptx），不是表格。请上传 .xlsx、.xls 或 .csv 文件。";
        }

        return package.Entries.Any(part => Is(part, "xl/workbook.bin"))
            ? "这是二进制工作簿（.xlsb）。请在 Excel 中另存为 .xlsx 再上传。"
            : "这是压缩包，不是表格。请解压后上传其中的 .xlsx、.xls 或 .csv 文件。";
    }

    private static string? TooMuch(ZipArchive package, SheetLimits limits)
    {
        if (package.Entries.Count > limits.Parts)
        {
            return $"文件内部有 {package.Entries.Count:N0} 个部件，不像正常的表格，已拒绝读取。请另存为新的 .xlsx 再上传。";
        }

        if (package.Entries.FirstOrDefault(part => Is(part, "xl/styles.xml")) is { } styles && styles.Length > limits.StyleBytes)
        {
            return $"文件的单元格样式有 {SheetReader.Megabytes(styles.Length)}，不像正常的表格，已拒绝读取。请把数据复制到新的工作簿，另存为 .xlsx 再上传。";
        }

        var total = package.Entries.Sum(part => part.Length);
        var isBomb = package.Entries.Any(part =>
            part.Length > SmallPart && part.Length / Math.Max(1, part.CompressedLength) > limits.UnpackedRatio);
        if (isBomb || total > limits.UnpackedBytes)
        {
            return $"文件解开后将达到 {SheetReader.Megabytes(total)}，不像正常的表格，已拒绝读取。"
                + "请删去空白的行列和多余的格式，另存为新的 .xlsx 再上传。";
        }

        return null;
    }

    // Counting the cells of a very large sheet takes a second; parsing it in vain would take half a minute.
    private static string? TooManyCells(ZipArchive package, SheetLimits limits)
    {
        foreach (var part in package.Entries.Where(part => IsSheet(part) && part.Length > LargeSheet))
        {
            using var stream = part.Open();
            if (CountCells(stream) > limits.Cells)
            {
                return $"表格超过 {limits.Cells:N0} 个单元格。请按区县或年度拆成几个文件。";
            }
        }

        return null;
    }

    // With or without attributes, with or without a prefix: <c r="A1">, <c>, <x:c r="A1">.
    private static long CountCells(Stream sheet)
    {
        var buffer = new byte[1 << 20];
        var cells = 0L;
        int read;
        while ((read = sheet.Read(buffer)) > 0)
        {
            var text = buffer.AsSpan(0, read);
            cells += text.Count("<c "u8) + text.Count("<c>"u8) + text.Count("<c/"u8) + text.Count(":c "u8);
        }

        return cells;
    }

    private static bool IsSheet(ZipArchiveEntry part) => part.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase);

    private static bool Is(ZipArchiveEntry part, string name) => part.FullName.Equals(name, StringComparison.OrdinalIgnoreCase);
}
