using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

internal enum FileKind
{
    Csv,
    Xlsx,
    Xls,
}

/// <summary>Says from its first bytes what a file is; for anything but a table, why it is refused and what to do instead.</summary>
internal sealed record FileFormat(FileKind Kind, string? Refusal)
{
    public const string Encrypted = "文件有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存，再上传。";

    private static readonly (byte[] Signature, string Name)[] OtherKinds =
    [
        ("%PDF"u8.ToArray(), "PDF 文档"),
        ([0x89, 0x50, 0x4E, 0x47], "图片（PNG）"),
        ([0xFF, 0xD8, 0xFF], "图片（JPEG）"),
        ("GIF8"u8.ToArray(), "图片（GIF）"),
        ("Rar!"u8.ToArray(), "压缩包（RAR）"),
        ([0x37, 0x7A, 0xBC, 0xAF], "压缩包（7z）"),
        ([0x1F, 0x8B], "压缩包（gzip）"),
        ("MZ"u8.ToArray(), "可执行程序"),
        ([0x7F, 0x45, 0x4C, 0x46], "可执行程序"),
        ("{\\rtf"u8.ToArray(), "RTF 文档"),
        ("SQLite format 3"u8.ToArray(), "数据库文件"),
    ];

    public static FileFormat Recognise(Stream content)
    {
        var head = Head(content, 4096);
        if (head.AsSpan().StartsWith("PK"u8))
        {
            return new(FileKind.Xlsx, null);
        }

        if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            return new(FileKind.Xls, CompoundRefusal(content));
        }

        foreach (var (signature, name) in OtherKinds)
        {
            if (head.AsSpan().StartsWith(signature) && !(signature.Length == 2 && LooksLikeText(head)))
            {
                return Refuse($"这是{name}，不是表格。请上传 .xlsx、.xls 或 .csv 文件。");
            }
        }

        return TextFormat(head);
    }

    private static FileFormat TextFormat(byte[] head)
    {
        var opening = Encoding.Latin1.GetString(head).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        if (StartsWithAny(opening, "<!DOCTYPE", "<html", "<table", "<head", "<meta"))
        {
            return Refuse("这是网页另存的表格，不是 Excel 文件。请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。");
        }

        if (StartsWithAny(opening, "<?xml", "<Workbook"))
        {
            return Refuse("这是 XML 文件，不是表格。请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。");
        }

        return LooksLikeText(head)
            ? new(FileKind.Csv, null)
            : Refuse("认不出这是什么文件，它不是表格。请上传 .xlsx、.xls 或 .csv 文件。");
    }

    private static bool StartsWithAny(string text, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // UTF-16 is text too, but every other byte of it is a control character.
    private static bool LooksLikeText(byte[] head) =>
        head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        || !head.Any(octet => octet < 0x20 && octet is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1A));

    // Names in the directory of a compound file are UTF-16; where the directory lies depends on the file.
    private static string? CompoundRefusal(Stream content)
    {
        var all = Head(content, (int)Math.Min(content.Length, 8 << 20));
        if (Mentions(all, "EncryptedPackage"))
        {
            return Encrypted;
        }

        if (Mentions(all, "Workbook") || Mentions(all, "Book"))
        {
            return null;
        }

        return Mentions(all, "WordDocument")
            ? "这是 Word 文档，不是表格。请上传 .xlsx、.xls 或 .csv 文件。"
            : "这不是 Excel 工作簿，或文件不完整。请上传 .xlsx、.xls 或 .csv 文件。";
    }

    private static bool Mentions(byte[] content, string name) =>
        content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;

    private static byte[] Head(Stream content, int length)
    {
        content.Position = 0;
        var head = new byte[Math.Min(length, content.Length)];
        content.ReadExactly(head);
        return head;
    }

    private static FileFormat Refuse(string reason) => new(FileKind.Csv, reason);
}
