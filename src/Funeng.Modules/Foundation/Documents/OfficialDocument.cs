using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Funeng.Modules.Foundation.Documents;

/// <summary>A table of an official document; the first row is its head.</summary>
public sealed record DocumentTable(IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>One piece of a document: a heading of the first level, a paragraph, a table, or a note in small print.</summary>
/// <param name="Text">Of a heading, a paragraph or a note; of a table what it shows.</param>
public sealed record DocumentPart(string Text, bool IsHeading = false, bool IsNote = false, DocumentTable? Table = null);

/// <summary>
/// An official document as a Word file in the layout of GB/T 9704-2012: A4, 22 lines of 28 characters, type area 156 × 225 mm, title in size two, text in size
/// three with lines of 28.95 points, page numbers with dashes at the outer side. The fonts are named, not embedded.
/// </summary>
public sealed record OfficialDocument(string Title)
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    // Size two is 22 points, size three 16, size four 14, all in half points; 28.95 points a line in twentieths.
    private const int TitleSize = 44, TextSize = 32, PageSize = 28, NoteSize = 24, Line = 579;

    // The type area in twentieths of a point, cut into 28 characters: by how much a character is narrower than its size, in 4096ths of a point.
    private const int Characters = 28, Width = 8845, CharacterSpace = (int)(((Width / 20.0 / Characters) - (TextSize / 2.0)) * 4096);

    /// <summary>督查通报〔2026〕3号.</summary>
    public string Number { get; init; } = "";

    /// <summary>To whom; ends with a colon.</summary>
    public string To { get; init; } = "";

    public IReadOnlyList<DocumentPart> Parts { get; init; } = [];

    public string Signer { get; init; } = "";

    public DateOnly? SignedOn { get; init; }

    /// <summary>2026年3月2日; empty when nobody has signed.</summary>
    public string SignedText => SignedOn?.ToString("yyyy年M月d日", CultureInfo.InvariantCulture) ?? "";

    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>""");
            Add(zip, "_rels/.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relation}/officeDocument" Target="word/document.xml"/></Relationships>""");
            Add(zip, "word/_rels/document.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relation}/footer" Target="footer1.xml"/><Relationship Id="r2" Type="{Relation}/footer" Target="footer2.xml"/><Relationship Id="r3" Type="{Relation}/settings" Target="settings.xml"/><Relationship Id="r4" Type="{Relation}/styles" Target="styles.xml"/></Relationships>""");
            Add(zip, "word/settings.xml", $"""<w:settings xmlns:w="{Word}"><w:evenAndOddHeaders/></w:settings>""");
            // The grid of lines and characters is reckoned from the size of the normal text.
            Add(zip, "word/styles.xml", $"""<w:styles xmlns:w="{Word}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="{TextSize}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>""");
            // The outer side is the right of an odd page and the left of an even one, one character in.
            Part(zip, "word/footer1.xml", "ftr", xml => Footer(xml, "right", "end"));
            Part(zip, "word/footer2.xml", "ftr", xml => Footer(xml, "left", "start"));
            Part(zip, "word/document.xml", "document", Body);
        }

        return bytes.ToArray();
    }

    private void Body(XmlWriter xml)
    {
        xml.WriteStartElement("body", Word);
        if (Number.Length > 0) Paragraph(xml, Number, "center");
        Paragraph(xml, Title, "center", TitleSize, "方正小标宋简体", line: 700);
        Paragraph(xml, "");
        if (To.Length > 0) Paragraph(xml, To);
        foreach (var part in Parts)
        {
            if (part.Table is { } table) Table(xml, table);
            else Paragraph(xml, part.Text, isIndented: true, size: part.IsNote ? NoteSize : TextSize, font: part.IsHeading ? "黑体" : "仿宋_GB2312");
        }

        Paragraph(xml, "");
        if (Signer.Length > 0) Paragraph(xml, Signer, "right");
        if (SignedOn is not null) Paragraph(xml, SignedText, "right");
        Section(xml);
        xml.WriteEndElement();
    }

    /// <summary>Head margin 37 mm, binding margin 28 mm; 156 mm of type leave 26 mm at the right, 225 mm leave 35 mm below.</summary>
    private static void Section(XmlWriter xml)
    {
        xml.WriteStartElement("sectPr", Word);
        foreach (var (type, id) in new[] { ("default", "r1"), ("even", "r2") })
        {
            xml.WriteStartElement("footerReference", Word);
            xml.WriteAttributeString("type", Word, type);
            xml.WriteAttributeString("id", Relation, id);
            xml.WriteEndElement();
        }

        Empty(xml, "pgSz", ("w", Twips(210)), ("h", Twips(297)));
        Empty(xml, "pgMar", ("top", Twips(37)), ("right", Twips(26)), ("bottom", Twips(35)), ("left", Twips(28)), ("header", "851"), ("footer", Twips(28)), ("gutter", "0"));
        Empty(xml, "docGrid", ("type", "linesAndChars"), ("linePitch", Line.ToString(CultureInfo.InvariantCulture)), ("charSpace", CharacterSpace.ToString(CultureInfo.InvariantCulture)));
        xml.WriteEndElement();
    }

    private static void Paragraph(XmlWriter xml, string text, string align = "both", int size = TextSize, string font = "仿宋_GB2312", int line = Line, bool isIndented = false)
    {
        xml.WriteStartElement("p", Word);
        xml.WriteStartElement("pPr", Word);
        Empty(xml, "spacing", ("line", line.ToString(CultureInfo.InvariantCulture)), ("lineRule", "exact"));
        if (isIndented) Empty(xml, "ind", ("firstLineChars", "200"), ("firstLine", "640"));
        Empty(xml, "jc", ("val", align));
        xml.WriteEndElement();
        Run(xml, font, size, () => Words(xml, "t", string.Concat(text.Where(XmlConvert.IsXmlChar))));
        xml.WriteEndElement();
    }

    private static void Table(XmlWriter xml, DocumentTable table)
    {
        xml.WriteStartElement("tbl", Word);
        xml.WriteStartElement("tblPr", Word);
        Empty(xml, "tblW", ("w", "5000"), ("type", "pct"));
        xml.WriteStartElement("tblBorders", Word);
        foreach (var side in new[] { "top", "left", "bottom", "right", "insideH", "insideV" }) Empty(xml, side, ("val", "single"), ("sz", "4"), ("color", "000000"));
        xml.WriteEndElement();
        xml.WriteEndElement();
        var columns = table.Rows.Max(row => row.Count);
        xml.WriteStartElement("tblGrid", Word);
        for (var column = 0; column < columns; column++) Empty(xml, "gridCol", ("w", (Width / columns).ToString(CultureInfo.InvariantCulture)));
        xml.WriteEndElement();
        foreach (var (row, index) in table.Rows.Select((row, index) => (row, index)))
        {
            xml.WriteStartElement("tr", Word);
            if (index == 0)
            {
                xml.WriteStartElement("trPr", Word);
                Empty(xml, "tblHeader");
                xml.WriteEndElement();
            }

            foreach (var cell in row)
            {
                xml.WriteStartElement("tc", Word);
                Paragraph(xml, cell, "center", NoteSize, index == 0 ? "黑体" : "仿宋_GB2312", 400);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>— 1 —</summary>
    private static void Footer(XmlWriter xml, string align, string side)
    {
        xml.WriteStartElement("p", Word);
        xml.WriteStartElement("pPr", Word);
        Empty(xml, "ind", (side == "end" ? "rightChars" : "leftChars", "100"));
        Empty(xml, "jc", ("val", align));
        xml.WriteEndElement();
        Run(xml, "宋体", PageSize, () => Words(xml, "t", "— "));
        foreach (var kind in new[] { "begin", "", "end" })
            Run(xml, "宋体", PageSize, () =>
            {
                if (kind.Length > 0) Empty(xml, "fldChar", ("fldCharType", kind));
                else Words(xml, "instrText", " PAGE ");
            });
        Run(xml, "宋体", PageSize, () => Words(xml, "t", " —"));
        xml.WriteEndElement();
    }

    /// <summary>Blanks at the ends are part of the text.</summary>
    private static void Words(XmlWriter xml, string element, string text)
    {
        xml.WriteStartElement(element, Word);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static void Run(XmlWriter xml, string font, int size, Action content)
    {
        xml.WriteStartElement("r", Word);
        xml.WriteStartElement("rPr", Word);
        Empty(xml, "rFonts", ("ascii", font), ("hAnsi", font), ("eastAsia", font));
        Empty(xml, "sz", ("val", size.ToString(CultureInfo.InvariantCulture)));
        xml.WriteEndElement();
        content();
        xml.WriteEndElement();
    }

    private static void Empty(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name, Word);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, Word, value);
        xml.WriteEndElement();
    }

    private static string Twips(int millimetres) => ((int)Math.Round(millimetres / 25.4 * 1440)).ToString(CultureInfo.InvariantCulture);

    private static void Part(ZipArchive zip, string name, string root, Action<XmlWriter> content)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false });
        xml.WriteStartElement("w", root, Word);
        xml.WriteAttributeString("xmlns", "r", null, Relation);
        content(xml);
        xml.WriteEndElement();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
