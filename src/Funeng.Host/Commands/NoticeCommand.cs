using System.Text.Encodings.Web;
using System.Text.Json;
using Funeng.Engines.Notices;
using Funeng.Modules.Notices;
using Funeng.Modules.Schemes;

namespace Funeng.Host.Commands;

/// <summary><c>notice FILE [--rules DIR]</c>: title, number, issuer, date and draft conditions of a policy text (.html .txt .docx .pdf), as JSON.</summary>
internal static class NoticeCommand
{
    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("rules");
        var file = arguments.At(0, "the file of the notice");
        if (!File.Exists(file)) throw new UsageException($"there is no file '{file}'");
        if (new FileInfo(file).Length > NoticeFile.MaxBytes) throw new UsageException($"'{file}' is larger than {NoticeFile.MaxBytes >> 20} MB");
        var content = await File.ReadAllBytesAsync(file, cancellation);
        switch (await NoticeFile.ReadAsync(file, content, cancellation))
        {
            case NoticeFileReading.Read read:
                var folder = arguments.Find("rules") ?? new SiteOptions().Installation.RulesFolder;
                Write(new NoticeDrafter(RuleBook.Load(folder), NoticeWordsFile.Read(folder)).Read(read.Text));
                return CommandTable.Done;
            case NoticeFileReading.Refused refused:
                await Console.Error.WriteLineAsync($"funeng notice: {refused.Reason}");
                return CommandTable.Failed;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Write(NoticeReading reading)
    {
        using (var json = new Utf8JsonWriter(Console.OpenStandardOutput(), Json))
        {
            json.WriteStartObject();
            json.WriteString("title", reading.Title);
            json.WriteString("number", reading.Number);
            json.WriteString("issuer", reading.Issuer);
            json.WriteString("issued", reading.Issued?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteStartArray("sentences");
            foreach (var sentence in reading.Sentences)
            {
                json.WriteStartObject();
                json.WriteString("text", sentence.Text);
                json.WriteString("feel", sentence.Feel);
                json.WriteString("status", NoticeStatusWords.Of(sentence.Status));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        Console.WriteLine();
    }
}
