using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Reads .xlsx, .xls and .csv into <see cref="Sheet"/>s. What a file is, its content says, never its name; a file
/// that is too large, packed like a bomb, encrypted, cut off or of another kind is refused before anything of it is used.</summary>
public static class SheetReader
{
    public static SheetReading Read(string path, SheetLimits? limits = null)
    {
        limits ??= SheetLimits.Default;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file, limits);
    }

    public static SheetReading Read(byte[] content, SheetLimits? limits = null) =>
        Read(new MemoryStream(content, writable: false), limits ?? SheetLimits.Default);

    /// <summary>Reads a seekable stream from its beginning.</summary>
    public static SheetReading Read(Stream content, SheetLimits limits)
    {
        if (FindRefusal(content, limits, out var kind) is { } refusal)
        {
            return new SheetReading.Refused(refusal);
        }

        return kind switch
        {
            FileKind.Xlsx => ReadWorkbook(content, "xlsx", limits),
            FileKind.Xls => ReadWorkbook(content, "xls", limits),
            _ => CsvReader.Read(content, limits),
        };
    }

    /// <summary>Why a file is refused before any of its cells is read: size, kind, packing; null when none of them speaks against it.</summary>
    public static string? FindRefusal(Stream content, SheetLimits limits) => FindRefusal(content, limits, out _);

    private static string? FindRefusal(Stream content, SheetLimits limits, out FileKind kind)
    {
        kind = FileKind.Csv;
        if (content.Length == 0)
        {
            return "文件是空的（0 字节）。请重新导出后再上传。";
        }

        if (content.Length > limits.FileBytes)
        {
            return $"文件有 {Megabytes(content.Length)}，超过上限 {Megabytes(limits.FileBytes)}。请按区县或年度拆成几个文件。";
        }

        var format = FileFormat.Recognise(content);
        kind = format.Kind;
        return format.Refusal ?? (kind == FileKind.Xlsx ? PackedSheetGuard.Refusal(content, limits) : null);
    }

    internal static string Megabytes(long bytes) =>
        bytes < 10L << 20 ? $"{bytes / 1048576.0:0.0} MB" : $"{bytes / 1048576:N0} MB";

    private static SheetReading ReadWorkbook(Stream content, string format, SheetLimits limits)
    {
        content.Position = 0;
        try
        {
            // Asked for first: it registers the code pages that the configuration's own constructor needs.
            var gb18030 = ChineseText.Gb18030;
            var configuration = new ExcelReaderConfiguration { FallbackEncoding = gb18030, LeaveOpen = true };
            using var reader = format == "xls"
                ? ExcelReaderFactory.CreateBinaryReader(content, configuration)
                : ExcelReaderFactory.CreateOpenXmlReader(content, configuration);
            return new SheetReading.Read(format, WorkbookSheets.ReadAll(reader, limits));
        }
        catch (InvalidPasswordException)
        {
            return new SheetReading.Refused(FileFormat.Encrypted);
        }
        catch (SheetTooLargeException tooLarge)
        {
            return new SheetReading.Refused(tooLarge.Message);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return new SheetReading.Refused(
                $"文件已损坏或不完整，无法读出表格。请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。（.{format}）");
        }
    }

    // The reader library answers damage with whatever its parser stumbled over.
    private static bool IsDamage(Exception exception) => exception is not (OutOfMemoryException or OperationCanceledException);
}

internal sealed class SheetTooLargeException(string message) : Exception(message);
