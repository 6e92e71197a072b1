using System.IO.Compression;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Foundation.Spreadsheets;

public sealed class XlsxWriterTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var bytes = Write(new SheetLayout("企业", [24, 12]), sheet =>
        {
            sheet.WriteRow([SheetValue.Text("企业名称", CellStyle.Header), SheetValue.Text("营业收入（万元）", CellStyle.Header), SheetValue.Text("占比")]);
            sheet.WriteRow([SheetValue.Text("甲 & <乙>"), SheetValue.Number(1234.5m, CellStyle.TwoDigits), SheetValue.Number(3.5m, CellStyle.Percent)]);
            sheet.WriteRow([SheetValue.Empty, SheetValue.Date(new DateOnly(2026, 5, 18))]);
            sheet.Comment(1, 0, "请核对名称");
        });

        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(bytes)).Sheets);
        Assert.Equal("企业", sheet.Name);
        Assert.Equal("甲 & <乙>", sheet[1, 0].Text);
        Assert.Equal("1234.5", sheet[1, 1].Text);
        Assert.Equal("3.5%", sheet[1, 2].Text);
        Assert.Equal(new DateOnly(2026, 5, 18), DateCell.Read(sheet[2, 1]).Value);
    }

    [Fact]
    public void A_text_that_looks_like_a_formula_stays_text()
    {
        var bytes = Write(new SheetLayout("表", []), sheet => sheet.WriteRow([SheetValue.Text("=HYPERLINK(\"http://x\")")]));

        Assert.DoesNotContain("<f>", Part(bytes, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
        Assert.Equal("'=1+1", CsvWriter.Escape(SheetValue.Text("=1+1")));
        Assert.Equal("'@SUM(A1)", CsvWriter.Escape(SheetValue.Text("@SUM(A1)")));
        Assert.Equal("-12", CsvWriter.Escape(SheetValue.Number(-12)));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("'=1")]
    [InlineData("''")]
    [InlineData("'甲")]
    [InlineData("-12.5%")]
    public void A_text_comes_back_the_same_from_either_kind_of_file_and_never_begins_like_a_formula(string text)
    {
        var workbook = Write(new SheetLayout("表", []), sheet => sheet.WriteRow([SheetValue.Text("甲"), SheetValue.Text(text)]));
        using var csv = new MemoryStream();
        using (var writer = new CsvWriter(csv))
        {
            writer.WriteRow([SheetValue.Text("甲"), SheetValue.Text(text)]);
        }

        Assert.Equal(text.ReplaceLineEndings("\n"), Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(workbook)).Sheets)[0, 1].Text.ReplaceLineEndings("\n"));
        Assert.Equal(text, Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(csv.ToArray())).Sheets)[0, 1].Text);
        Assert.DoesNotContain(CsvWriter.Escape(SheetValue.Text(text)).TrimStart('"')[0], "=+@\t\r");
    }

    [Fact]
    public void The_head_is_frozen_and_choices_are_offered()
    {
        var many = Enumerable.Range(1, 300).Select(number => $"选项{number}").ToList();
        var layout = new SheetLayout("填报", [20, 10])
        {
            FrozenRows = 2,
            DropDowns = [new DropDown(0, 2, 1000, ["是", "否"]), new DropDown(1, 2, 1000, many)],
        };

        var bytes = Write(layout, sheet => sheet.WriteRow([SheetValue.Text("甲")]));

        var xml = Part(bytes, "xl/worksheets/sheet1.xml");
        Assert.Contains("ySplit=\"2\"", xml, StringComparison.Ordinal);
        Assert.Contains("<formula1>\"是,否\"</formula1>", xml, StringComparison.Ordinal);
        Assert.Contains("sqref=\"A3:A1001\"", xml, StringComparison.Ordinal);
        Assert.Contains("<formula1>choices_1</formula1>", xml, StringComparison.Ordinal);
        Assert.Contains("'选项'!$A$1:$A$300", Part(bytes, "xl/workbook.xml").Replace("&apos;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        var sheets = Assert.IsType<SheetReading.Read>(SheetReader.Read(bytes)).Sheets;
        Assert.True(sheets[1].IsHidden);
    }

    [Fact]
    public void A_csv_opens_in_excel_with_its_mark_and_comes_back_the_same()
    {
        using var file = new MemoryStream();
        using (var writer = new CsvWriter(file))
        {
            writer.WriteRow([SheetValue.Text("名称"), SheetValue.Text("备注")]);
            writer.WriteRow([SheetValue.Text("甲,乙"), SheetValue.Text("说\"好\"\n第二行")]);
        }

        Assert.Equal([0xEF, 0xBB, 0xBF], file.ToArray()[..3]);
        var sheet = Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(file.ToArray())).Sheets);
        Assert.Equal("甲,乙", sheet[1, 0].Text);
        Assert.Equal("说\"好\"\n第二行", sheet[1, 1].Text);
    }

    private static byte[] Write(SheetLayout layout, Action<SheetWriter> write)
    {
        using var file = new MemoryStream();
        using (var workbook = new XlsxWriter(file))
        {
            write(workbook.AddSheet(layout));
        }

        return file.ToArray();
    }

    private static string Part(byte[] bytes, string name)
    {
        using var package = new ZipArchive(new MemoryStream(bytes));
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
