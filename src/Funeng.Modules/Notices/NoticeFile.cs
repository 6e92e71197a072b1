using System.Text;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Notices;

/// <summary>What came of opening a file that should hold a notice.</summary>
public abstract record NoticeFileReading
{
    private NoticeFileReading()
    {
    }

    public sealed record Read(NoticeText Text) : NoticeFileReading;

    /// <summary>The reason is Chinese and says what to do.</summary>
    public sealed record Refused(string Reason) : NoticeFileReading;
}

/// <summary>Opens a notice by what the file is, whatever it is called: .html, .docx, .txt, and .pdf where <c>pdftotext</c> is installed.</summary>
public static class NoticeFile
{
    public const int MaxBytes = 20 << 20;

    /// <summary>Longer than any notice; a text beyond it is not one.</summary>
    public const int MaxLetters = 1_000_000;

    /// <summary>Most letters that can be pasted; a longer text comes as a file.</summary>
    public const int MaxPasted = 200_000;

    public static async Task<NoticeFileReading> ReadAsync(string name, byte[] content, CancellationToken cancellation)
    {
        if (content.Length == 0) return new NoticeFileReading.Refused("文件是空的。请重新选择文件。");
        if (content.Length > MaxBytes) return new NoticeFileReading.Refused($"文件有 {SheetReader.Megabytes(content.Length)}，超过 {SheetReader.Megabytes(MaxBytes)} 的上限。请只保留通知正文后再上传。");
        if (content.AsSpan().StartsWith("%PDF"u8)) return await PdfNotice.ReadAsync(content, cancellation);
        if (content.AsSpan().StartsWith("PK"u8)) return DocxNotice.Read(content);
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return new NoticeFileReading.Refused("这是旧版 Word 文档（.doc）。请在 Word 或 WPS 中另存为 .docx 再上传。");
        return Decode(content) is { } text && !text.Contains('\0') ? OfText(name, text)
            : new NoticeFileReading.Refused("文件不是文字。可以上传 .docx、.html、.txt；.pdf 需要服务器装有 pdftotext。");
    }

    /// <summary>Text that was pasted: a line is a paragraph.</summary>
    public static NoticeFileReading OfPlain(string text) => Bound([.. Lines(text)], NoticeHints.None);

    internal static NoticeFileReading Bound(IReadOnlyList<NoticeBlock> blocks, NoticeHints hints)
    {
        if (blocks.Sum(block => (long)block.Text.Length) > MaxLetters) return new NoticeFileReading.Refused($"文字超过 {MaxLetters:N0} 字，不像一份通知。请只保留正文后再上传。");
        return blocks.All(block => block.Text.Trim().Length == 0)
            ? new NoticeFileReading.Refused("文件里没有读到文字；扫描件需先做文字识别。")
            : new NoticeFileReading.Read(new NoticeText(blocks, hints));
    }

    internal static IEnumerable<NoticeBlock> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n', '\f')
        .Select(line => ChineseText.WithoutStray(line).Trim()).Where(line => line.Length > 0).Select(line => new NoticeBlock(line));

    private static NoticeFileReading OfText(string name, string text) =>
        HtmlNotice.IsHtml(text) || name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".htm", StringComparison.OrdinalIgnoreCase)
            ? text.Length > 8_000_000 ? new NoticeFileReading.Refused("网页过大。请复制正文粘贴。") : HtmlNotice.Read(text)
            : OfPlain(text);

    // Pages of authorities that are not UTF-8 are GB 2312 or GBK, which GB 18030 contains.
    private static string? Decode(byte[] content)
    {
        var head = Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, 2048));
        if (ChineseText.Decode(content) is { } text) return text;
        // One broken letter must not make a page unreadable.
        var encoding = head.Contains("charset=gb", StringComparison.OrdinalIgnoreCase) || head.Contains("charset=\"gb", StringComparison.OrdinalIgnoreCase)
            ? Encoding.GetEncoding("GB18030") : Encoding.UTF8;
        return head.Contains('<') ? encoding.GetString(content) : null;
    }
}
