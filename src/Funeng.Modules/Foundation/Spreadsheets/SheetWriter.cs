using System.Globalization;
using System.Xml;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Writes the rows of one sheet, then its comments.</summary>
public sealed class SheetWriter
{
    private static readonly DateOnly DayZero = new(1899, 12, 30);

    private readonly XlsxWriter workbook;
    private readonly SheetLayout layout;
    private readonly XmlWriter xml;
    private readonly List<(int Row, int Column, string Text)> comments = [];
    private readonly List<MergedRange> merged = [];
    private int row;
    private bool isComplete;

    internal SheetWriter(XlsxWriter workbook, int number, SheetLayout layout)
    {
        this.workbook = workbook;
        this.layout = layout;
        Number = number;
        xml = workbook.OpenXml($"xl/worksheets/sheet{number}.xml");
        WriteStart();
    }

    internal int Number { get; }

    internal string Name => layout.Name;

    internal bool IsHidden => layout.IsHidden;

    internal bool HasComments => comments.Count > 0;

    public void WriteRow(IEnumerable<SheetValue> cells)
    {
        row++;
        xml.WriteStartElement("row", XlsxWriter.Main);
        xml.WriteAttributeString("r", Invariant(row));
        var column = 0;
        foreach (var cell in cells)
        {
            WriteCell(cell, column++);
        }

        xml.WriteEndElement();
    }

    /// <summary>Leaves a note on a cell; row and column count from zero.</summary>
    public void Comment(int atRow, int column, string text) => comments.Add((atRow, column, text));

    public void Merge(MergedRange range) => merged.Add(range);

    internal static string? InlineChoices(DropDown dropDown)
    {
        var list = string.Join(',', dropDown.Choices);
        return list.Length <= 250 && !dropDown.Choices.Any(choice => choice.Contains(',', StringComparison.Ordinal)) ? $"\"{list}\"" : null;
    }

    internal void Complete()
    {
        if (isComplete)
        {
            return;
        }

        isComplete = true;
        xml.WriteEndElement();
        WriteMerged();
        WriteValidations();
        if (HasComments)
        {
            xml.WriteStartElement("legacyDrawing", XlsxWriter.Main);
            xml.WriteAttributeString("id", XlsxWriter.Relations, "rId2");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.Dispose();
        if (HasComments)
        {
            XlsxComments.Write(workbook, Number, comments);
        }
    }

    private void WriteStart()
    {
        xml.WriteStartElement("worksheet", XlsxWriter.Main);
        xml.WriteAttributeString("xmlns", "r", null, XlsxWriter.Relations);
        xml.WriteStartElement("sheetViews", XlsxWriter.Main);
        xml.WriteStartElement("sheetView", XlsxWriter.Main);
        xml.WriteAttributeString("workbookViewId", "0");
        WriteFrozenPane();
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (layout.Widths.Count > 0)
        {
            xml.WriteStartElement("cols", XlsxWriter.Main);
            for (var column = 0; column < layout.Widths.Count; column++)
            {
                xml.WriteStartElement("col", XlsxWriter.Main);
                xml.WriteAttributeString("min", Invariant(column + 1));
                xml.WriteAttributeString("max", Invariant(column + 1));
                xml.WriteAttributeString("width", layout.Widths[column].ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("customWidth", "1");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteStartElement("sheetData", XlsxWriter.Main);
    }

    private void WriteFrozenPane()
    {
        if (layout.FrozenRows == 0 && layout.FrozenColumns == 0)
        {
            return;
        }

        xml.WriteStartElement("pane", XlsxWriter.Main);
        if (layout.FrozenColumns > 0)
        {
            xml.WriteAttributeString("xSplit", Invariant(layout.FrozenColumns));
        }

        if (layout.FrozenRows > 0)
        {
            xml.WriteAttributeString("ySplit", Invariant(layout.FrozenRows));
        }

        xml.WriteAttributeString("topLeftCell", Sheet.Address(layout.FrozenRows, layout.FrozenColumns));
        xml.WriteAttributeString("activePane", (layout.FrozenRows, layout.FrozenColumns) switch
        {
            ( > 0, > 0) => "bottomRight",
            ( > 0, _) => "bottomLeft",
            _ => "topRight",
        });
        xml.WriteAttributeString("state", "frozen");
        xml.WriteEndElement();
    }

    private void WriteCell(SheetValue cell, int column)
    {
        if (cell == SheetValue.Empty)
        {
            return;
        }

        xml.WriteStartElement("c", XlsxWriter.Main);
        xml.WriteAttributeString("r", Sheet.Address(row - 1, column));
        if (cell.Style != CellStyle.Plain)
        {
            xml.WriteAttributeString("s", Invariant((int)cell.Style));
        }

        if (cell.NumberValue is { } number)
        {
            xml.WriteElementString("v", XlsxWriter.Main, (cell.Style == CellStyle.Percent ? number / 100 : number).ToString(CultureInfo.InvariantCulture));
        }
        else if (cell.DateValue is { } date)
        {
            xml.WriteElementString("v", XlsxWriter.Main, Invariant(date.DayNumber - DayZero.DayNumber));
        }
        else if (cell.TextValue is { } text)
        {
            // An inline string is never read as a formula, whatever it begins with.
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", XlsxWriter.Main);
            xml.WriteStartElement("t", XlsxWriter.Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(XlsxParts.Clean(text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteMerged()
    {
        if (merged.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("mergeCells", XlsxWriter.Main);
        foreach (var range in merged)
        {
            xml.WriteStartElement("mergeCell", XlsxWriter.Main);
            xml.WriteAttributeString(
                "ref", $"{Sheet.Address(range.FirstRow, range.FirstColumn)}:{Sheet.Address(range.LastRow, range.LastColumn)}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteValidations()
    {
        if (layout.DropDowns.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("dataValidations", XlsxWriter.Main);
        foreach (var dropDown in layout.DropDowns)
        {
            xml.WriteStartElement("dataValidation", XlsxWriter.Main);
            xml.WriteAttributeString("type", "list");
            xml.WriteAttributeString("allowBlank", "1");
            xml.WriteAttributeString("showErrorMessage", "1");
            xml.WriteAttributeString("errorTitle", "不在可选项中");
            xml.WriteAttributeString("error", "请从下拉列表中选择；不知道就留空。");
            xml.WriteAttributeString(
                "sqref", $"{Sheet.Address(dropDown.FirstRow, dropDown.Column)}:{Sheet.Address(dropDown.LastRow, dropDown.Column)}");
            xml.WriteElementString("formula1", XlsxWriter.Main, InlineChoices(dropDown) ?? workbook.ChoicesName(dropDown));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
