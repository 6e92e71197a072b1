using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Notices;

/// <summary>The text of a PDF by <c>pdftotext</c> where it is installed. It runs as a process of its own with a time limit and gets the file by its input.</summary>
internal static partial class PdfNotice
{
    private const int LongestNumber = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<NoticeFileReading> ReadAsync(byte[] content, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return await ConvertAsync(content, limit.Token) is { } text
                ? NoticeFile.Bound([.. Paragraphs(text)], NoticeHints.None)
                : new NoticeFileReading.Refused("PDF 打不开（可能加密或损坏）。请改用 .docx，或复制正文粘贴。");
        }
        catch (Win32Exception)
        {
            return new NoticeFileReading.Refused("服务器没有安装 pdftotext（poppler-utils），不能读 PDF。请改用 .docx、.html 或 .txt，或复制正文粘贴。");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new NoticeFileReading.Refused($"PDF 在 {Patience.TotalSeconds:0} 秒内没有读完，已停止。请改用 .docx，或复制正文粘贴。");
        }
    }

    private static async Task<string?> ConvertAsync(byte[] content, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("pdftotext", ["-enc", "UTF-8", "-l", "200", "-layout", "-", "-"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        await using var _ = cancellation.Register(() => Kill(process));
        var output = ReadAsync(process.StandardOutput, cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(content, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It refused the file before reading all of it; its exit status tells.
        }

        var text = await output;
        await errors;
        await process.WaitForExitAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? text : null;
    }

    private static async Task<string> ReadAsync(StreamReader output, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[1 << 14];
        int read;
        while ((read = await output.ReadAsync(buffer, cancellation)) > 0)
        {
            if (text.Length <= NoticeFile.MaxLetters * 2) text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    // Lines of a page are joined until one ends a sentence or the next begins a paragraph.
    internal static IEnumerable<NoticeBlock> Paragraphs(string text)
    {
        var open = new StringBuilder();
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n', '\f'))
        {
            var line = ChineseText.WithoutStray(raw).Trim();
            // A document number below a title stands by itself, however long the title is.
            var isNumber = line.Length <= LongestNumber && NoticeNumbers.Find(line) is not null && line.EndsWith('号');
            var begins = line.Length == 0 || isNumber || Beginning().IsMatch(line) || raw.Length - raw.TrimStart().Length >= 12;
            if (begins && open.Length > 0)
            {
                yield return new NoticeBlock(open.ToString());
                open.Clear();
            }

            if (line.Length == 0 || PageNumber().IsMatch(line)) continue;
            open.Append(line);
            if (!isNumber && !Ending().IsMatch(line) && line.Length >= 20) continue;
            yield return new NoticeBlock(open.ToString());
            open.Clear();
        }

        if (open.Length > 0) yield return new NoticeBlock(open.ToString());
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    [GeneratedRegex(@"^(?:第[一二三四五六七八九十百\d]+[条章]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])")]
    private static partial Regex Beginning();

    [GeneratedRegex("[。：；！？]$")]
    private static partial Regex Ending();

    [GeneratedRegex(@"^[-—–\s]*\d{1,3}[-—–\s]*$")]
    private static partial Regex PageNumber();
}
