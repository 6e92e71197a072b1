using System.Text;

namespace Funeng.Modules.Projects.Plan;

/// <summary>Says from its first bytes what a file is that is no XML of Microsoft Project, so that whoever handed it in knows what to do.</summary>
internal static class OtherPlanFile
{
    private const int Head = 4096;

    private static readonly (byte[] Signature, string Name)[] Kinds =
    [
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "Microsoft Project 自己的文件（.mpp）或旧版 Office 文件"),
        ("PK"u8.ToArray(), "压缩包或新版 Office 文件"),
        ([0x1F, 0x8B], "压缩包（gzip）"),
        ("%PDF"u8.ToArray(), "PDF 文档"),
        ("ERMHDR"u8.ToArray(), "Primavera P6 的文件（.xer）"),
        ("MPX"u8.ToArray(), "旧版 Project 的交换文件（.mpx）"),
        ("{"u8.ToArray(), "JSON 文件"),
        ("["u8.ToArray(), "JSON 文件"),
    ];

    /// <returns>What it is; null for what may be XML, and for what is not known.</returns>
    public static string? Find(ReadOnlySpan<byte> content)
    {
        foreach (var (signature, name) in Kinds)
        {
            if (content.StartsWith(signature)) return name;
        }

        var opening = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Head)]);
        return opening.Contains("<APIBusinessObjects", StringComparison.Ordinal) || opening.Contains("xmlns.oracle.com/Primavera", StringComparison.Ordinal) ? "Primavera P6 的 XML（PMXML）"
            : opening.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "网页" : null;
    }
}
