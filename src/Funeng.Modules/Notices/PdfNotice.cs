using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Funeng.Engines.Notices;

namespace Funeng.Modules.Notices;

/// <summary>The text of a PDF by <c>pdftotext</c> where it is installed. It runs as a process of its own with a time limit and gets the file by its input.</summary>
internal static class PdfNotice
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether this server can read PDF, for who is about to choose a file; whether it then succeeds <see cref="ReadAsync(byte[], CancellationToken)"/> says.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && (File.Exists(Path.Combine(folder, "pdftotext")) || File.Exists(Path.Combine(folder, "pdftotext.exe"))));

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

    internal static IEnumerable<NoticeBlock> Paragraphs(string text) => PdfLayout.Paragraphs(text);

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
}
