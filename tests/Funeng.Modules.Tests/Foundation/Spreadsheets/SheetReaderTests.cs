using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Foundation.Spreadsheets;

public sealed class SheetReaderTests
{
    private const string Header = "统一社会信用代码,企业名称\n91370303FN0000011B,淄博张店试制有限公司\n";

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("gb18030", false)]
    [InlineData("utf-16", true)]
    public void A_csv_is_read_in_the_encodings_offices_use(string encodingName, bool hasMark)
    {
        var encoding = encodingName == "gb18030" ? ChineseText.Gb18030 : Encoding.GetEncoding(encodingName);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Header)];

        var sheet = ReadOne(bytes);

        Assert.Equal("企业名称", sheet[0, 1].Text);
        Assert.Equal("淄博张店试制有限公司", sheet[1, 1].Text);
        Assert.Equal(2, sheet.Rows.Count);
    }

    [Theory]
    [InlineData("a\tb\n1\t2,3\n", "2,3")]
    [InlineData("a;b\n1;\"x;y\"\n", "x;y")]
    [InlineData("a,b\r\n1,\"x\"\"y\"\r\n\r\n\r\n", "x\"y")]
    public void A_csv_may_be_separated_by_other_signs(string text, string expected)
    {
        var sheet = ReadOne(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, sheet[1, 1].Text);
        Assert.Equal(2, sheet.Rows.Count);
    }

    [Fact]
    public void A_file_is_what_its_content_says()
    {
        Assert.Contains("PDF", Refusal("%PDF-1.7 …"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("网页", Refusal("<html><table></table></html>"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("PNG", Refusal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("认不出", Refusal([1, 2, 3, 4, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("空的", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("Word", Refusal(Package(("word/document.xml", "<x/>"))), StringComparison.Ordinal);
        Assert.Contains("压缩包", Refusal(Package(("a.txt", "x"))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_oversized_file_is_refused_before_it_is_read()
    {
        var limits = new SheetLimits { FileBytes = 100 };

        var reading = SheetReader.Read(new MemoryStream(new byte[101]), limits);

        Assert.Contains("超过上限", Assert.IsType<SheetReading.Refused>(reading).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_bomb_is_refused_at_once()
    {
        var bytes = Package(("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", new string(' ', 64 << 20)));
        var watch = Stopwatch.StartNew();

        Assert.Contains("解开后", Refusal(bytes), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_truncated_workbook_is_refused_with_what_to_do()
    {
        using var file = new MemoryStream();
        using (var workbook = new XlsxWriter(file))
        {
            var sheet = workbook.AddSheet(new SheetLayout("表", []));
            for (var row = 0; row < 1000; row++)
            {
                sheet.WriteRow([SheetValue.Number(row), SheetValue.Text($"企业{row}")]);
            }
        }

        Assert.Contains("不完整", Refusal(file.ToArray()[..(int)(file.Length / 2)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_too_many_cells_is_refused()
    {
        var limits = new SheetLimits { Cells = 10 };

        var reading = SheetReader.Read(new MemoryStream(Encoding.UTF8.GetBytes("a,b,c,d\n1,2,3,4\n1,2,3,4\n")), limits);

        Assert.Contains("单元格", Assert.IsType<SheetReading.Refused>(reading).Reason, StringComparison.Ordinal);
    }

    private static Sheet ReadOne(byte[] bytes) => Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(bytes)).Sheets);

    private static string Refusal(byte[] bytes) => Assert.IsType<SheetReading.Refused>(SheetReader.Read(bytes)).Reason;

    private static byte[] Package(params (string Name, string Text)[] parts)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = package.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }
}
