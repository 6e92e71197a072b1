using System.Globalization;
using System.Text;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>The parts of a workbook besides its sheets: styles, workbook, relations, content types.</summary>
internal static class XlsxParts
{
    // Fonts, fills, borders and cell formats in the order of CellStyle.
    private const string Styles = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
        <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>
        <fonts count="5"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font><font><sz val="11"/><color rgb="FFB3261E"/><name val="等线"/></font><font><sz val="10"/><color rgb="FF5F6C7B"/><name val="等线"/></font><font><b/><sz val="16"/><name val="等线"/></font></fonts>
        <fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8F0FA"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFCEAE8"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF3F5F8"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFDF2D9"/></patternFill></fill></fills>
        <borders count="2"><border/><border><left/><right/><top/><bottom style="thin"><color rgb="FFC3CCD6"/></bottom></border></borders>
        <cellStyleXfs count="1"><xf/></cellStyleXfs>
        <cellXfs count="11">
        <xf/>
        <xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>
        <xf fontId="2" fillId="3" applyFont="1" applyFill="1"/>
        <xf fontId="3" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf fontId="4" applyFont="1"/>
        <xf numFmtId="3" applyNumberFormat="1"/>
        <xf numFmtId="4" applyNumberFormat="1"/>
        <xf numFmtId="10" applyNumberFormat="1"/>
        <xf numFmtId="164" applyNumberFormat="1"/>
        <xf fontId="3" fillId="4" applyFont="1" applyFill="1"/>
        <xf fillId="5" applyFill="1"/>
        </cellXfs>
        </styleSheet>
        """;

    public static void WriteAll(XlsxWriter workbook, IReadOnlyList<SheetWriter> sheets, IReadOnlyList<(string Name, string Formula)> names)
    {
        Write(workbook, "xl/styles.xml", Styles);
        Write(workbook, "xl/workbook.xml", Workbook(sheets, names));
        Write(workbook, "xl/_rels/workbook.xml.rels", Relationships(
            [.. sheets.Select(sheet => ($"rId{sheet.Number}", "worksheet", $"worksheets/sheet{sheet.Number}.xml")),
                ($"rId{sheets.Count + 1}", "styles", "styles.xml")]));
        Write(workbook, "_rels/.rels", Relationships([("rId1", "officeDocument", "xl/workbook.xml")]));
        foreach (var sheet in sheets.Where(sheet => sheet.HasComments))
        {
            Write(workbook, $"xl/worksheets/_rels/sheet{sheet.Number}.xml.rels", Relationships(
            [
                ("rId1", "comments", $"../comments{sheet.Number}.xml"),
                ("rId2", "vmlDrawing", $"../drawings/vmlDrawing{sheet.Number}.vml"),
            ]));
        }

        Write(workbook, "[Content_Types].xml", ContentTypes(sheets));
    }

    public static void Write(XlsxWriter workbook, string path, string text)
    {
        using var part = workbook.OpenPart(path);
        part.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Text without what XML cannot carry: control characters, half of a pair, U+FFFE and U+FFFF.</summary>
    public static string Clean(string text) => ChineseText.WithoutStray(text);

    public static string Escaped(string text) => System.Security.SecurityElement.Escape(Clean(text));

    private static string Workbook(IReadOnlyList<SheetWriter> sheets, IReadOnlyList<(string Name, string Formula)> names)
    {
        var text = new StringBuilder(
            """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>""");
        foreach (var sheet in sheets)
        {
            var state = sheet.IsHidden ? " state=\"hidden\"" : "";
            text.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{Escaped(SheetName(sheet.Name))}\" sheetId=\"{sheet.Number}\"{state} r:id=\"rId{sheet.Number}\"/>");
        }

        text.Append("</sheets>");
        if (names.Count > 0)
        {
            text.Append("<definedNames>");
            foreach (var (name, formula) in names)
            {
                text.Append(CultureInfo.InvariantCulture, $"<definedName name=\"{name}\">{Escaped(formula)}</definedName>");
            }

            text.Append("</definedNames>");
        }

        return text.Append("</workbook>").ToString();
    }

    // Excel allows 31 characters and none of these signs.
    private static string SheetName(string name)
    {
        var clean = string.Concat(name.Where(character => !"[]:*?/\\'".Contains(character, StringComparison.Ordinal)));
        return clean.Length switch { 0 => "Sheet", > 31 => clean[..31], _ => clean };
    }

    private static string Relationships(IEnumerable<(string Id, string Kind, string Target)> relations) =>
        """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"""
        + string.Concat(relations.Select(relation =>
            $"<Relationship Id=\"{relation.Id}\" Type=\"{XlsxWriter.Relations}/{relation.Kind}\" Target=\"{relation.Target}\"/>"))
        + "</Relationships>";

    private static string ContentTypes(IReadOnlyList<SheetWriter> sheets)
    {
        const string spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        var overrides = sheets.Select(sheet => $"<Override PartName=\"/xl/worksheets/sheet{sheet.Number}.xml\" ContentType=\"{spreadsheet}.worksheet+xml\"/>")
            .Concat(sheets.Where(sheet => sheet.HasComments).Select(sheet =>
                $"<Override PartName=\"/xl/comments{sheet.Number}.xml\" ContentType=\"{spreadsheet}.comments+xml\"/>"));
        return """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>"""
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{spreadsheet}.sheet.main+xml\"/>"
            + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{spreadsheet}.styles+xml\"/>"
            + string.Concat(overrides) + "</Types>";
    }
}
