using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Schemes.Evaluate;

/// <summary>Writes an evaluation as .csv, .xlsx or .json, by the ending of the file's name.</summary>
public static class EvaluationFile
{
    private static readonly string[] Heads =
        ["code", "name", "scheme", "version", "verdict", "score_low", "score_high", "failed", "missing", "gaps"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Whether the ending of a file's name is one this writes.</summary>
    public static bool CanWrite(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".xlsx" or ".json";

    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    public static void Write(string path, IReadOnlyList<EvaluationLine> lines)
    {
        using var output = new MemoryStream();
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv":
                WriteCsv(output, lines);
                break;
            case ".xlsx":
                WriteXlsx(output, lines);
                break;
            case ".json":
                JsonSerializer.Serialize(output, lines, Json);
                break;
            default:
                throw new ArgumentException($"the output must end in .csv, .xlsx or .json, not '{Path.GetFileName(path)}'");
        }

        File.WriteAllBytes(path, output.ToArray());
    }

    private static void WriteXlsx(Stream output, IReadOnlyList<EvaluationLine> lines)
    {
        using var workbook = new XlsxWriter(output);
        var sheet = workbook.AddSheet(new SheetLayout("判定", [22, 30, 26, 28, 10, 10, 10, 24, 40, 40]));
        sheet.WriteRow(Heads.Select(head => SheetValue.Text(head, CellStyle.Header)));
        foreach (var line in lines) sheet.WriteRow(Cells(line));
    }

    private static IEnumerable<SheetValue> Cells(EvaluationLine line) =>
    [
        SheetValue.Text(line.Code), SheetValue.Text(line.Name), SheetValue.Text(line.Scheme), SheetValue.Text(line.Version),
        SheetValue.Text(line.Verdict), SheetValue.Number(line.ScoreLow), SheetValue.Number(line.ScoreHigh), SheetValue.Text(line.Failed),
        SheetValue.Text(line.Missing), SheetValue.Text(line.Gaps),
    ];

    // No byte order mark: this file is read by programs; for people there is .xlsx.
    private static void WriteCsv(Stream output, IReadOnlyList<EvaluationLine> lines)
    {
        using var writer = new StreamWriter(output, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(',', Heads));
        foreach (var line in lines) writer.WriteLine(string.Join(',', Cells(line).Select(CsvWriter.Escape)));
    }
}
