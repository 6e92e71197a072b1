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
        ["many columns"] = (() => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 200_000))), "列"),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public static byte[] Make(string name) => Kinds[name].Make();

    public static string Words(string name) => Kinds[name].Words;

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
