using System.Security.Cryptography;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>What a file is by its first bytes; only kinds that show something and run nothing.</summary>
/// <param name="Name">What people call it.</param>
public sealed record EvidenceKind(string MediaType, string Name, byte[] Signature)
{
    public const string Accepted = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx";

    private static readonly IReadOnlyList<EvidenceKind> All =
    [
        new("image/jpeg", "照片", [0xFF, 0xD8, 0xFF]),
        new("image/png", "图片", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        new("application/pdf", "PDF", "%PDF-"u8.ToArray()),
        new("application/vnd.openxmlformats-officedocument", "文档", [0x50, 0x4B, 0x03, 0x04]),
    ];

    /// <summary>Null when it is none of them, or calls itself something else.</summary>
    public static EvidenceKind? Recognise(ReadOnlySpan<byte> head, string fileName)
    {
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        foreach (var kind in All)
        {
            if (head.StartsWith(kind.Signature)) return kind.Fits(ending) ? kind : null;
        }

        return null;
    }

    private bool Fits(string ending) => MediaType switch
    {
        "image/jpeg" => ending is ".jpg" or ".jpeg",
        "image/png" => ending is ".png",
        "application/pdf" => ending is ".pdf",
        _ => ending is ".docx" or ".xlsx",
    };
}

/// <summary>Files that show that something was done: checked, kept in the data folder under their own id, given out as downloads only.</summary>
public sealed class Evidence(Installation installation, FunengDb db, IdSource ids, CurrentUser user, TimeProvider time)
{
    public const long LargestFile = 20 << 20;

    /// <summary>A file with the fields around it: one a little too large is refused beside its field.</summary>
    public const long LargestRequest = LargestFile + (4 << 20);

    private const int MostFiles = 40;
    private const int LongestName = 120;

    private string Folder => Path.Combine(installation.DataFolder, "evidence");

    /// <summary>Adds a file to an item; the row is added to the unit of work.</summary>
    /// <returns>Why not, in Chinese; null when it was added.</returns>
    public async Task<string?> AddAsync(TaskItem item, string fileName, Stream content, CancellationToken cancellation)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl)) return $"文件名应为 1 到 {LongestName} 个字。";
        if (await db.Set<TaskEvidence>().CountAsync(row => row.Item == item.Id, cancellation) >= MostFiles) return $"一项任务最多 {MostFiles} 个佐证文件。";
        var id = ids.Next();
        Directory.CreateDirectory(Folder);
        var path = PathOf(id);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
            if (await CopyAsync(content, file, cancellation) is { } tooLarge) return Drop(file, tooLarge);
            if (await KindAsync(file, name, cancellation) is not { } kind)
                return Drop(file, "认不出这个文件，或文件内容与扩展名不符。可以上传照片（.jpg、.png）、PDF、.docx、.xlsx。");
            file.Position = 0;
            db.Add(new TaskEvidence
            {
                Id = id, Item = item.Id, FileName = name, MediaType = kind.MediaType, Size = file.Length, Account = user.Id, Who = user.Name, At = time.GetUtcNow(),
                Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)),
            });
            return null;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public Stream? Open(TaskEvidence evidence) => File.Exists(PathOf(evidence.Id)) ? File.OpenRead(PathOf(evidence.Id)) : null;

    private string PathOf(long id) => Path.Combine(Folder, id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Drop(FileStream file, string reason)
    {
        var path = file.Name;
        file.Dispose();
        File.Delete(path);
        return reason;
    }

    private static async Task<string?> CopyAsync(Stream content, FileStream file, CancellationToken cancellation)
    {
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            if (file.Length + read > LargestFile) return $"文件超过 {LargestFile >> 20} MB。请压缩照片或拆分后再上传。";
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return file.Length == 0 ? "文件是空的。" : null;
    }

    private static async Task<EvidenceKind?> KindAsync(FileStream file, string name, CancellationToken cancellation)
    {
        file.Position = 0;
        var head = new byte[16];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        return EvidenceKind.Recognise(head.AsSpan(0, length), name);
    }
}
