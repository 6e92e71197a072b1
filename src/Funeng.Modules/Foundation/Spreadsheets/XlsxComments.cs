using System.Globalization;
using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Notes on cells: their texts, and the boxes that Excel, still today, wants described in VML.</summary>
internal static class XlsxComments
{
    public static void Write(XlsxWriter workbook, int sheet, IReadOnlyList<(int Row, int Column, string Text)> comments)
    {
        var texts = new StringBuilder(
            """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>校验</author></authors><commentList>""");
        var boxes = new StringBuilder(
            """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>""");
        foreach (var (row, column, text) in comments)
        {
            texts.Append(CultureInfo.InvariantCulture,
                $"<comment ref=\"{Sheet.Address(row, column)}\" authorId=\"0\"><text><t xml:space=\"preserve\">{XlsxParts.Escaped(text)}</t></text></comment>");
            boxes.Append(CultureInfo.InvariantCulture,
                $"<v:shape type=\"#t202\" style=\"position:absolute;width:200pt;height:70pt;visibility:hidden\" fillcolor=\"#ffffe1\"><x:ClientData ObjectType=\"Note\"><x:Anchor>{column + 1},15,{row},2,{column + 4},15,{row + 4},4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>");
        }

        XlsxParts.Write(workbook, $"xl/comments{sheet}.xml", texts.Append("</commentList></comments>").ToString());
        XlsxParts.Write(workbook, $"xl/drawings/vmlDrawing{sheet}.vml", boxes.Append("</xml>").ToString());
    }
}
