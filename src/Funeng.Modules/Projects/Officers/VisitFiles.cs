using System.Security.Cryptography;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Officers;

/// <summary>A photo or a voice note as it was sent.</summary>
public sealed record SentFile(string Name, byte[] Content);

/// <summary>What a file of a visit is, its first bytes say; kept in the data folder under its own id and never run.</summary>
public sealed class VisitFiles(Installation installation, IdSource ids)
{
    public const int LargestPhoto = 4 << 20, LargestVoice = 8 << 20, MostFiles = 6;

    /// <summary>As large as a form with all the files that are let in can be.</summary>
    public const long LargestForm = MostFiles * (long)LargestVoice + (1 << 20);

    public static readonly string Limits = $"照片最大 {LargestPhoto >> 20} MB，录音最大 {LargestVoice >> 20} MB，一次最多 {MostFiles} 个";

    public const string Folder = "visits";

    private const int OggHead = 4096;

    private string Root => Path.Combine(installation.DataFolder, Folder);

    /// <returns>Kind and media type; null when it is neither a photo nor a recording. A container that has a picture track is a film and not let in.</returns>
    public static (VisitFileKind Kind, string MediaType)? Recognise(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => (VisitFileKind.Photo, "image/jpeg"),
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => (VisitFileKind.Photo, "image/png"),
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => (VisitFileKind.Photo, "image/webp"),
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x41, 0x56, 0x45, ..] => (VisitFileKind.Voice, "audio/wav"),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => HasWebPicture(content) ? null : (VisitFileKind.Voice, "audio/webm"),
        [0x4F, 0x67, 0x67, 0x53, ..] => content[..Math.Min(content.Length, OggHead)].IndexOf("theora"u8) >= 0 ? null : (VisitFileKind.Voice, "audio/ogg"),
        [0x23, 0x21, 0x41, 0x4D, 0x52, ..] => (VisitFileKind.Voice, "audio/amr"),
        [0x49, 0x44, 0x33, ..] or [0xFF, 0xFB, ..] or [0xFF, 0xF3, ..] => (VisitFileKind.Voice, "audio/mpeg"),
        // An MP4 container: phones record voice as M4A, or under another brand with a sound track only.
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, 0x4D, 0x34, 0x41, ..] => HasTrack(content, "vide"u8) ? null : (VisitFileKind.Voice, "audio/mp4"),
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, ..] => HasTrack(content, "vide"u8) || !HasTrack(content, "soun"u8) ? null : (VisitFileKind.Voice, "audio/mp4"),
        _ => null,
    };

    /// <summary>A track of an MP4 says what it is in its handler box, eight bytes after the name of the box.</summary>
    private static bool HasTrack(ReadOnlySpan<byte> content, ReadOnlySpan<byte> handler)
    {
        for (var at = content.IndexOf("hdlr"u8); at >= 0; at = content.IndexOf("hdlr"u8))
        {
            content = content[(at + 4)..];
            if (content.Length >= 12 && content[8..12].SequenceEqual(handler)) return true;
        }

        return false;
    }

    /// <summary>The tracks of a WebM stand before its first cluster; the codec of a picture track is called V_….</summary>
    private static bool HasWebPicture(ReadOnlySpan<byte> content)
    {
        var cluster = content.IndexOf<byte>([0x1F, 0x43, 0xB6, 0x75]);
        var head = cluster < 0 ? content : content[..cluster];
        for (var at = head.IndexOf("V_"u8); at >= 0; at = head.IndexOf("V_"u8))
        {
            if (at >= 2 && head[at - 2] == 0x86) return true;
            head = head[(at + 2)..];
        }

        return false;
    }

    /// <returns>What is wrong with the files, in Chinese; null for nothing.</returns>
    public static string? Refusal(IReadOnlyList<SentFile> files)
    {
        if (files.Count > MostFiles) return $"有 {files.Count} 个文件，一次最多 {MostFiles} 个。";
        foreach (var file in files)
        {
            var name = file.Name.Length > 30 ? file.Name[..30] + "…" : file.Name;
            if (Recognise(file.Content) is not { } kind) return $"“{name}”不是照片或录音，录像也不收。照片用 JPG、PNG、WebP，录音用手机自带的录音（M4A、MP3、AMR、WAV、OGG、WebM）。";
            var most = kind.Kind == VisitFileKind.Photo ? LargestPhoto : LargestVoice;
            if (file.Content.Length > most) return $"“{name}”有 {Fmt.Size(file.Content.Length)}，{(kind.Kind == VisitFileKind.Photo ? "照片" : "录音")}最大 {most >> 20} MB。";
            if (Bare(kind.Kind, file) is null) return $"“{name}”{BarePhoto.Refusal}。";
        }

        return null;
    }

    /// <summary>A recording as it is; a photo without what the phone wrote into it, null where that cannot be done.</summary>
    private static byte[]? Bare(VisitFileKind kind, SentFile file) => kind == VisitFileKind.Photo ? BarePhoto.Of(file.Content) : file.Content;

    /// <summary>Writes the files, all or none; the rows are the caller's to add, and where they are not saved the files are cleared away by <see cref="Drop"/>.</summary>
    public async Task<IReadOnlyList<VisitFile>> KeepAsync(long visit, IReadOnlyList<SentFile> files, CancellationToken cancellation)
    {
        var rows = new List<VisitFile>();
        Directory.CreateDirectory(Root);
        try
        {
            foreach (var file in files)
            {
                var (kind, type) = Recognise(file.Content)!.Value;
                var content = Bare(kind, file) ?? throw new ArgumentException("A photo that was to be refused.", nameof(files));
                rows.Add(new VisitFile { Id = ids.Next(), Visit = visit, Kind = kind, MediaType = type, Size = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) });
                await File.WriteAllBytesAsync(PathOf(rows[^1].Id), content, cancellation);
            }
        }
        catch
        {
            Drop(rows);
            throw;
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
