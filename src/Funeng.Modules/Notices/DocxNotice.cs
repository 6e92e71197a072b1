using System.IO.Compression;
using System.Text;
using System.Xml;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Notices;

/// <summary>Paragraphs and table rows of a Word document. The runtime never unpacks a part beyond the size its directory entry declares.</summary>
internal static class DocxNotice
{
    private const int MaxParts = 5000;
    private const long MaxDocument = 64L << 20;
    private const int MaxRatio = 200;
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string StrictWord = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    public static NoticeFileReading Read(byte[] content)
    {
        try
        {
            using var package = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            if (package.Entries.Count > MaxParts) return new NoticeFileReading.Refused("文件内部部件过多，不像正常的文档，已拒绝读取。请另存为新的 .docx 再上传。");
            var document = package.GetEntry("word/document.xml");
            if (document is null) return new NoticeFileReading.Refused("这是压缩包或别的办公文件，不是 Word 文档。请上传 .docx、.html 或 .txt。");
            if (document.Length > MaxDocument || document.Length > 1 << 20 && document.Length / Math.Max(1, document.CompressedLength) > MaxRatio)
                return new NoticeFileReading.Refused($"文档解开后将达到 {SheetReader.Megabytes(document.Length)}，不像正常的通知，已拒绝读取。请只保留正文，另存为新的 .docx。");
            using var stream = document.Open();
            return NoticeFile.Bound(Blocks(stream), NoticeHints.None);
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException)
        {
            return new NoticeFileReading.Refused("文档不完整（可能上传或下载中断），无法打开。请重新导出后再上传。");
        }
    }

    private static List<NoticeBlock> Blocks(Stream stream)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, XmlResolver = null };
        using var reader = XmlReader.Create(stream, settings);
        var state = new DocumentState();
        while (reader.Read())
        {
            if (reader.NamespaceURI is not (Word or StrictWord)) continue;
            if (reader.NodeType == XmlNodeType.Element) state.Begin(reader);
            if (reader.NodeType == XmlNodeType.EndElement) state.End(reader.LocalName);
        }

        return state.Blocks;
    }

    private sealed class DocumentState
    {
        private readonly StringBuilder paragraph = new();
        private readonly List<string> cells = [];
        private int tables;
        private int deleted;
        private string cell = "";

        public List<NoticeBlock> Blocks { get; } = [];

        public void Begin(XmlReader reader)
        {
            switch (reader.LocalName)
            {
                case "tbl": tables++; break;
                case "tr" when tables == 1: cells.Clear(); break;
                case "tc" when tables == 1: cell = ""; break;
                case "del" or "moveFrom" when !reader.IsEmptyElement: deleted++; break;
                case "t" when deleted == 0 && !reader.IsEmptyElement: paragraph.Append(reader.ReadString()); break;
                case "tab": paragraph.Append(' '); break;
                case "br" or "cr": EndParagraph(); break;
                case "p" when reader.IsEmptyElement: break;
            }
        }

        public void End(string name)
        {
            switch (name)
            {
                case "p": EndParagraph(); break;
                case "del" or "moveFrom": deleted--; break;
                case "tc" when tables == 1: cells.Add(cell); break;
                case "tr" when tables == 1 && cells.Exists(text => text.Length > 0): Blocks.Add(new NoticeBlock(string.Join('\t', cells), IsTableRow: true)); break;
                case "tbl": tables--; break;
            }
        }

        private void EndParagraph()
        {
            var text = ChineseText.WithoutStray(paragraph.ToString()).Trim();
            paragraph.Clear();
            if (text.Length == 0) return;
            if (tables > 0) cell += text;
            else Blocks.Add(new NoticeBlock(text));
        }
    }
}
