using System.Security.Cryptography;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Projects.Officers;

/// <summary>A photo or a voice note as it was sent.</summary>
public sealed record SentFile(string Name, byte[] Content);

/// <summary>What a file of a visit is, its first bytes say; kept in the data folder under its own id and never run.</summary>
public sealed class VisitFiles(Installation installation, IdSource ids)
{
    public const int LargestPhoto = 4 << 20, LargestVoice = 8 << 20, MostFiles = 6;

    public const string Folder = "visits";

    private string Root => Path.Combine(installation.DataFolder, Folder);

    /// <returns>Kind and media type; null when it is neither a photo nor a recording.</returns>
    public static (VisitFileKind Kind, string MediaType)? Recognise(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => (VisitFileKind.Photo, "image/jpeg"),
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => (VisitFileKind.Photo, "image/png"),
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => (VisitFileKind.Photo, "image/webp"),
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x41, 0x56, 0x45, ..] => (VisitFileKind.Voice, "audio/wav"),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => (VisitFileKind.Voice, "audio/webm"),
        [0x4F, 0x67, 0x67, 0x53, ..] => (VisitFileKind.Voice, "audio/ogg"),
        [0x23, 0x21, 0x41, 0x4D, 0x52, ..] => (VisitFileKind.Voice, "audio/amr"),
        [0x49, 0x44, 0x33, ..] or [0xFF, 0xFB, ..] or [0xFF, 0xF3, ..] => (VisitFileKind.Voice, "audio/mpeg"),
        // An MP4 container: phones record voice as M4A; moving pictures are not let in.
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, 0x4D, 0x34, 0x41, ..] => (VisitFileKind.Voice, "audio/mp4"),
        _ => null,
    };

    /// <returns>What is wrong with the files, in Chinese; null for nothing.</returns>
    public static string? Refusal(IReadOnlyList<SentFile> files)
    {
        if (files.Count > MostFiles) return $"有 {files.Count} 个文件，一次最多 {MostFiles} 个。";
        foreach (var file in files)
        {
            var name = file.Name.Length > 30 ? file.Name[..30] + "…" : file.Name;
            if (Recognise(file.Content) is not { } kind) return $"“{name}”不是照片或录音。照片用 JPG、PNG、WebP，录音用手机自带的录音（M4A、MP3、AMR、WAV、OGG、WebM）。";
            var most = kind.Kind == VisitFileKind.Photo ? LargestPhoto : LargestVoice;
            if (file.Content.Length > most) return $"“{name}”有 {file.Content.Length / 1048576.0:0.0} MB，{(kind.Kind == VisitFileKind.Photo ? "照片" : "录音")}最大 {most >> 20} MB。";
        }

        return null;
    }

    /// <summary>Writes the files; the rows are the caller's to add. Files whose rows are not saved are cleared away by <see cref="Drop"/>.</summary>
    public async Task<IReadOnlyList<VisitFile>> KeepAsync(long visit, IReadOnlyList<SentFile> files, CancellationToken cancellation)
    {
        var rows = new List<VisitFile>();
        Directory.CreateDirectory(Root);
        foreach (var file in files)
        {
            var (kind, type) = Recognise(file.Content)!.Value;
            var row = new VisitFile { Id = ids.Next(), Visit = visit, Kind = kind, MediaType = type, Size = file.Content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Content)) };
            await File.WriteAllBytesAsync(PathOf(row.Id), file.Content, cancellation);
            rows.Add(row);
        }

        return rows;
    }

    public void Drop(IEnumerable<VisitFile> files)
    {
        foreach (var file in files) File.Delete(PathOf(file.Id));
    }

    public Stream? Open(long id) => File.Exists(PathOf(id)) ? File.OpenRead(PathOf(id)) : null;

    private string PathOf(long id) => Path.Combine(Root, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
