using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Funeng.Modules.Foundation.Documents;

namespace Funeng.Modules.Tests.Foundation.Documents;

/// <summary>Official documents as Word files: the layout GB/T 9704 asks for is in the file.</summary>
public sealed class OfficialDocumentTests
{
    private static readonly XNamespace Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    [Fact]
    public void Paper_margins_sizes_lines_and_outer_page_numbers_are_those_of_the_standard()
    {
        var document = new OfficialDocument("关于项目推进情况的通报")
        {
            Number = "督查通报〔2026〕1号", To = "各区县人民政府：", Signer = "某市人民政府办公室", SignedOn = new DateOnly(2026, 3, 2),
            Parts = [new("一、情况", IsHeading: true), new("正文\u0001有坏字符。"), new("各区县", Table: new DocumentTable([["区县", "完成率"], ["甲区", "72.6%"]]))],
        };

        using var zip = new ZipArchive(new MemoryStream(document.Write()));
        var body = Read(zip, "word/document.xml");

        var size = body.Descendants(Word + "pgSz").Single();
        Assert.Equal(("11906", "16838"), (Value(size, "w"), Value(size, "h")));
        var margin = body.Descendants(Word + "pgMar").Single();
        Assert.Equal(("2098", "1587", "1474", "1984"), (Value(margin, "top"), Value(margin, "left"), Value(margin, "right"), Value(margin, "bottom")));
        var title = body.Descendants(Word + "p").Single(part => part.Value == "关于项目推进情况的通报");
        Assert.Equal(("44", "方正小标宋简体"), (Value(title.Descendants(Word + "sz").Single(), "val"), Value(title.Descendants(Word + "rFonts").Single(), "eastAsia")));
        var text = body.Descendants(Word + "p").Single(part => part.Value == "正文有坏字符。");
        Assert.Equal(("32", "仿宋_GB2312", "579", "exact", "200"), (Value(text.Descendants(Word + "sz").Single(), "val"), Value(text.Descendants(Word + "rFonts").Single(), "eastAsia"),
            Value(text.Descendants(Word + "spacing").Single(), "line"), Value(text.Descendants(Word + "spacing").Single(), "lineRule"), Value(text.Descendants(Word + "ind").Single(), "firstLineChars")));
        Assert.Equal("黑体", Value(body.Descendants(Word + "p").Single(part => part.Value == "一、情况").Descendants(Word + "rFonts").Single(), "eastAsia"));
        Assert.Equal(["区县", "完成率", "甲区", "72.6%"], body.Descendants(Word + "tc").Select(cell => cell.Value));
        Assert.Contains("2026年3月2日", body.Value, StringComparison.Ordinal);
        Assert.Equal(2, body.Descendants(Word + "tblGrid").Single().Elements(Word + "gridCol").Count());
        Assert.All(body.Descendants(Word + "t").Concat(Read(zip, "word/footer1.xml").Descendants(Word + "t")), run => Assert.Equal("preserve", run.Attribute(XNamespace.Xml + "space")?.Value));
        // 28 characters of size three and the space between them fill the type area and no more.
        var grid = body.Descendants(Word + "docGrid").Single();
        Assert.Equal(("linesAndChars", "579"), (Value(grid, "type"), Value(grid, "linePitch")));
        Assert.Equal("32", Value(Read(zip, "word/styles.xml").Descendants(Word + "sz").Single(), "val"));
        Assert.Equal((11906 - 1587 - 1474) / 20.0, 28 * (16 + (int.Parse(Value(grid, "charSpace"), CultureInfo.InvariantCulture) / 4096.0)), 0.01);
        Assert.Equal(("right", "left"), (Align("word/footer1.xml"), Align("word/footer2.xml")));
        Assert.NotNull(Read(zip, "word/settings.xml").Element(Word + "evenAndOddHeaders"));

        string Align(string part) => Value(Read(zip, part).Descendants(Word + "jc").Single(), "val");
    }

    /// <summary>What Word would offer to repair: elements out of order, values outside their types, parts that refer to nothing.</summary>
    [Fact]
    public void The_file_keeps_to_the_schema_of_every_version_of_Word()
    {
        var document = new OfficialDocument("关于项目推进情况的通报")
        {
            Number = "督查通报〔2026〕1号", To = "各区县人民政府：", Signer = "某市人民政府办公室", SignedOn = new DateOnly(2026, 3, 2),
            Parts = [new("一、情况", IsHeading: true), new("正文。"), new("说明", IsNote: true), new("各区县", Table: new DocumentTable([["区县", "完成率"], ["甲区", "72.6%"], ["乙区", ""]]))],
        };
        using var word = WordprocessingDocument.Open(new MemoryStream(document.Write()), isEditable: false);

        foreach (var version in new[] { FileFormatVersions.Office2007, FileFormatVersions.Office2010, FileFormatVersions.Office2016, FileFormatVersions.Microsoft365 })
            Assert.Empty(new OpenXmlValidator(version).Validate(word, TestContext.Current.CancellationToken).Select(problem => $"{version} {problem.Part?.Uri} {problem.Path?.XPath}: {problem.Description}"));
    }

    private static XElement Read(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        return XDocument.Load(stream).Root!;
    }

    private static string Value(XElement element, string attribute) => element.Attribute(Word + attribute)!.Value;
}
