using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Support;

/// <summary>Files nobody should be able to harm the product with, and a word of what they are refused with.</summary>
public static class HostileFiles
{
    private static readonly Dictionary<string, (Func<byte[]> Make, string Words)> Kinds = new()
    {
        ["oversized"] = (() => Oversized(), "超过上限"),
        ["bomb"] = (() => Package(("xl/workbook.xml", 12), ("xl/worksheets/sheet1.xml", 200 << 20)), "解开后"),
        ["many parts"] = (() => Package([.. Enumerable.Range(0, 6000).Select(index => ($"xl/media/{index}.xml", 1)), ("xl/workbook.xml", 12)]), "个部件"),
        ["encrypted"] = (() => Encrypted(), "密码"),
        ["truncated"] = (() => Workbook()[..^900], "不完整"),
        ["damaged"] = (() => Damaged(), "损坏"),
        ["pdf"] = (() => "%PDF-1.7\n%âãÏÓ"u8.ToArray(), "PDF"),
        ["program"] = (() => [(byte)'M', (byte)'Z', 0x90, 0, 3, 0, 0, 0], "可执行程序"),
        ["picture"] = (() => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "PNG"),
        ["empty"] = (() => [], "空的"),
        ["open quote"] = (() => Encoding.UTF8.GetBytes("统一社会信用代码,企业名称\n\"" + new string('x', 2_000_000)), "字符"),
        ["macros"] = (() => Parts(OneSheet(""), ("xl/vbaProject.bin", "x")), ".xlsm"),
        ["binary workbook"] = (() => Package(("xl/workbook.bin", 500)), ".xlsb"),
        ["another document"] = (() => Package(("word/document.xml", 500)), "Word"),
        ["entities in a sheet"] = (() => Parts(OneSheet("<row><c t=\"inlineStr\"><is><t>&j;</t></is></c></row>", Entities)), "损坏"),
        ["entities in the styles"] = (() => Parts(OneSheet(""), ("xl/styles.xml", Entities + "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"&j;\"/></numFmts></styleSheet>")), "损坏"),
        ["an external entity"] = (() => Parts(OneSheet("<row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row>", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>")), "损坏"),
        ["the last row"] = (() => Parts(OneSheet("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>")), "行（空行也算）"),
        ["a row beyond the last"] = (() => Parts(OneSheet("<row r=\"2147483647\"><c r=\"A2147483647\"><v>1</v></c></row>")), "行（空行也算）"),
        ["a column beyond the last"] = (() => Parts(OneSheet("<row r=\"3\"><c r=\"FXSHRXW3\"><v>1</v></c></row>")), "损坏"),
        ["long empty rows"] = (() => Parts(OneSheet(string.Concat(Enumerable.Range(3, 20_000).Select(row => $"<row r=\"{row}\"><c r=\"XFD{row}\"/></row>")))), "很远处"),
        ["merged cells"] = (() => Parts(OneSheet("", "", "<mergeCells>" + string.Concat(Enumerable.Range(10, 60_000).Select(row => $"<mergeCell ref=\"A{row}:B{row}\"/>")) + "</mergeCells>")), "合并单元格"),
        ["styles"] = (() => Parts(OneSheet(""), ("xl/styles.xml", "<styleSheet><cellXfs>" + string.Concat(Enumerable.Repeat("<xf numFmtId=\"165\"/>", 250_000)) + "</cellXfs></styleSheet>")), "样式"),
        ["empty lines"] = (() => Encoding.UTF8.GetBytes("统一社会信用代码,企业名称\n" + new string('\n', 300_000)), "行（空行也算）"),
        ["many rows"] = (() => Encoding.UTF8.GetBytes("统一社会信用代码,企业名称\n" + string.Concat(Enumerable.Repeat("1,2\n", 250_000))), "行（空行也算）"),
        ["an endless line"] = (() => Encoding.UTF8.GetBytes(new string('a', 3_000_000)), "字符"),
        ["a heading that backtracks"] = (() => Encoding.UTF8.GetBytes("x" + new string(' ', 8000) + "yyyyyyy,企业名称\n1,2\n"), "统一社会信用代码"),
        ["a number that backtracks"] = (() => Encoding.UTF8.GetBytes("甲,乙\n" + string.Concat(Enumerable.Repeat("1" + new string(' ', 3000) + "x,2\n", 40))), "没有找到表头"),
        ["many columns"] = (() => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 200_000))), "列"),
    };

    private static string Entities => "<!DOCTYPE x [<!ENTITY a \"lol\">" + string.Concat(Enumerable.Range(0, 9).Select(depth =>
        $"<!ENTITY {(char)('b' + depth)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + depth)};", 10))}\">")) + "]>";

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public static byte[] Make(string name) => Kinds[name].Make();

    public static string Words(string name) => Kinds[name].Words;

    private static (string Name, string Text) OneSheet(string rows, string before = "", string after = "") => ("xl/worksheets/sheet1.xml",
        before + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>统一社会信用代码</t></is></c></row>"
        + rows + "</sheetData>" + after + "</worksheet>");

    /// <summary>A workbook of one sheet, with parts more.</summary>
    private static byte[] Parts(params (string Name, string Text)[] parts)
    {
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006/";
        (string Name, string Text)[] always =
        [
            ("[Content_Types].xml", $"<Types xmlns=\"{package}content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"),
            ("_rels/.rels", $"<Relationships xmlns=\"{package}relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{relations}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{package}relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>"),
        ];
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in always.Concat(parts))
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    private static byte[] Oversized()
    {
        var bytes = new byte[81 << 20];
        Encoding.UTF8.GetBytes("统一社会信用代码,企业名称\n").CopyTo(bytes, 0);
        return bytes;
    }

    private static byte[] Package(params (string Name, int Length)[] parts)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var blank = new byte[1 << 20];
            foreach (var (name, length) in parts)
            {
                using var part = package.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                for (var left = length; left > 0; left -= blank.Length)
                    part.Write(blank, 0, Math.Min(left, blank.Length));
            }
        }

        return file.ToArray();
    }

    /// <summary>A compound file whose directory names the part that an encrypted workbook is kept in.</summary>
    private static byte[] Encrypted()
    {
        var bytes = new byte[4096];
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(bytes);
        Encoding.Unicode.GetBytes("EncryptionInfo").CopyTo(bytes, 1024);
        Encoding.Unicode.GetBytes("EncryptedPackage").CopyTo(bytes, 1152);
        return bytes;
    }

    private static byte[] Workbook()
    {
        using var file = new MemoryStream();
        using (var workbook = new XlsxWriter(file))
        {
            var sheet = workbook.AddSheet(new SheetLayout("企业", []));
            sheet.WriteRow([SheetValue.Text("统一社会信用代码"), SheetValue.Text("企业名称")]);
            for (var row = 0; row < 500; row++)
                sheet.WriteRow([SheetValue.Text($"9137030{row:00000000000}"), SheetValue.Text($"企业{row}")]);
        }

        return file.ToArray();
    }

    /// <summary>A whole package whose sheet is noise.</summary>
    private static byte[] Damaged()
    {
        var bytes = Workbook();
        // The data of the first part begin after its local header of 30 bytes and its name.
        var start = 30 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(28));
        for (var index = start; index < start + 400; index++)
            bytes[index] ^= 0x5A;
        return bytes;
    }
}
