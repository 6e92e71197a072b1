using System.Text;
using System.Xml;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>
/// The text of a drafted model as it comes in from a browser or a file: small, shallow, without a document type, and a DMN model. What it
/// decides is checked later; this keeps out what could hurt by being read.
/// </summary>
internal static class DraftText
{
    /// <summary>Eight times the largest pack there is.</summary>
    public const int MostBytes = 256 * 1024;

    private const int Deepest = 64;
    private const int MostNodes = 20_000;

    // The editor writes the namespace of DMN 1.3, packs keep that of 1.5; the content is the same for what packs use.
    private const string EditorNamespace = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    private const string PackNamespace = "https://www.omg.org/spec/DMN/20230324/MODEL/";

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        MaxCharactersFromEntities = 1024,
    };

    /// <summary>Decodes a file; a draft is UTF-8.</summary>
    /// <returns>The text, or why it is refused, in Chinese.</returns>
    public static (string Text, string? Problem) Decode(byte[] bytes)
    {
        try
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", "文件不是 UTF-8 编码的文本。请从“下载规则文件”得到的文件改起。");
        }
    }

    /// <summary>Why a text is refused, in Chinese; null when it may be read. The text comes back with the namespace packs use.</summary>
    public static (string Text, string? Problem) Read(string text)
    {
        text = text.ReplaceLineEndings("\n").Replace(EditorNamespace, PackNamespace, StringComparison.Ordinal);
        if (text.Trim().Length == 0) return (text, "模型是空的。");
        if (Encoding.UTF8.GetByteCount(text) > MostBytes) return (text, $"模型太大：最多 {MostBytes / 1024} KB，现在是 {Encoding.UTF8.GetByteCount(text) / 1024:N0} KB。");
        try
        {
            return (text, Walk(text));
        }
        catch (XmlException fault)
        {
            return (text, text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
                ? "模型里有文档类型声明（DOCTYPE），不能载入。请删去这一行。"
                : $"不是完整的 XML：第 {fault.LineNumber} 行第 {fault.LinePosition} 列读不下去。");
        }
    }

    private static string? Walk(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Strict);
        for (var nodes = 0; reader.Read(); nodes++)
        {
            if (reader.Depth > Deepest) return $"元素嵌套超过 {Deepest} 层，不能载入。";
            if (nodes > MostNodes) return $"元素超过 {MostNodes:N0} 个，不能载入。";
            if (reader is { NodeType: XmlNodeType.Element, Depth: 0 } && (reader.LocalName != "definitions" || reader.NamespaceURI != PackNamespace))
                return "不是 DMN 模型：最外层应是 DMN 1.3 或 1.5 的 definitions。";
        }

        return null;
    }
}
