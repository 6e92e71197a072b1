using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Writes a workbook row by row, in constant memory. Sheets are written one after another; the package is complete when disposed.</summary>
public sealed class XlsxWriter(Stream output) : IDisposable
{
    internal const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    internal const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly ZipArchive package = new(output, ZipArchiveMode.Create, leaveOpen: true);
    private readonly List<SheetWriter> sheets = [];
    private readonly List<(string Name, string Formula)> names = [];

    public SheetWriter AddSheet(SheetLayout layout)
    {
        sheets.LastOrDefault()?.Complete();
        var sheet = new SheetWriter(this, sheets.Count + 1, layout with { DropDowns = [.. layout.DropDowns.Select(Referable)] });
        sheets.Add(sheet);
        return sheet;
    }

    public void Dispose()
    {
        sheets.LastOrDefault()?.Complete();
        WriteChoices();
        XlsxParts.WriteAll(this, sheets, names);
        package.Dispose();
    }

    internal Stream OpenPart(string path) => package.CreateEntry(path, CompressionLevel.Fastest).Open();

    internal XmlWriter OpenXml(string path) =>
        XmlWriter.Create(OpenPart(path), new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = true, CheckCharacters = false });

    private readonly List<DropDown> longChoices = [];

    // A list longer than 255 characters cannot stand in the validation itself; it goes to a hidden sheet.
    private DropDown Referable(DropDown dropDown)
    {
        if (SheetWriter.InlineChoices(dropDown) is not null)
        {
            return dropDown;
        }

        longChoices.Add(dropDown);
        names.Add(($"choices_{longChoices.Count}",
            $"'{ChoicesSheet}'!${Sheet.ColumnLetters(longChoices.Count - 1)}$1:${Sheet.ColumnLetters(longChoices.Count - 1)}${dropDown.Choices.Count}"));
        return dropDown;
    }

    private const string ChoicesSheet = "选项";

    internal string? ChoicesName(DropDown dropDown) =>
        longChoices.FindIndex(known => ReferenceEquals(known, dropDown)) is >= 0 and var index ? $"choices_{index + 1}" : null;

    private void WriteChoices()
    {
        if (longChoices.Count == 0)
        {
            return;
        }

        var sheet = AddSheet(new SheetLayout(ChoicesSheet, []) { FrozenRows = 0, IsHidden = true });
        for (var row = 0; row < longChoices.Max(dropDown => dropDown.Choices.Count); row++)
        {
            sheet.WriteRow(longChoices.Select(dropDown => SheetValue.Text(dropDown.Choices.ElementAtOrDefault(row))));
        }

        sheet.Complete();
    }
}
