using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Projects;

/// <summary>
/// A photo without what the phone wrote into it about place, time, owner and device: only what is needed to draw it is kept, and which way up it is held.
/// A file that is not built as its kind says cannot be bared, and is neither taken nor shown.
/// </summary>
internal static class BarePhoto
{
    private const byte App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE, Scan = 0xDA, End = 0xD9;

    private const byte WebpExif = 0x08, WebpXmp = 0x04;

    private static readonly string[] PngNotes = ["eXIf", "tEXt", "zTXt", "iTXt", "tIME"];

    // The type and checksum of the last chunk, which is empty.
    private static readonly byte[] PngEnd = [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];

    /// <summary>Why a photo was not taken, to be put behind its name.</summary>
    public const string Refusal = "里面的拍摄地点等信息读不出来，去不掉，所以不收。文件可能没有传完整，请重新拍一张，或截图后再上传";

    /// <returns>Null where it cannot be said what in the file is the picture.</returns>
    public static byte[]? Of(byte[] photo) => photo switch
    {
        [0xFF, 0xD8, ..] => Jpeg(photo),
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(photo),
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => Webp(photo),
        _ => null,
    };

    /// <summary>A kept photo to whoever may see it. Photos kept before were kept as they were sent: one that cannot be bared is not shown.</summary>
    public static IResult Answer(byte[] kept, string mediaType) => Of(kept) is { } bare ? TypedResults.File(bare, mediaType)
        : TypedResults.Text("这张照片里的拍摄地点等信息读不出来，去不掉，所以不显示。", "text/plain; charset=utf-8", statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>Segments up to the picture; of the application's own only the frame, the colours and Adobe's colour transform are for drawing.</summary>
    private static byte[]? Jpeg(byte[] photo)
    {
        using var bare = new MemoryStream(photo.Length);
        var isDrawn = false;
        bare.Write(photo, 0, 2);
        if (Report.PhotoMark.Turned(photo) is { } turned) bare.Write(Turn(turned));
        for (var at = 2; at + 2 <= photo.Length && photo[at] == 0xFF;)
        {
            var kind = photo[at + 1];
            // Any number of these may stand before a segment.
            if (kind == 0xFF) { at++; continue; }
            // What a phone appends behind the picture, as a film or smaller pictures, has a place of its own.
            if (kind == End) return [.. bare.ToArray(), 0xFF, End];
            if (at + 4 > photo.Length || BinaryPrimitives.ReadUInt16BigEndian(photo.AsSpan(at + 2)) is not (>= 2 and var length) || at + 2 + length > photo.Length) return isDrawn ? bare.ToArray() : null;
            if (IsForDrawing(kind, photo.AsSpan(at + 4, length - 2))) bare.Write(photo, at, 2 + length);
            at += 2 + length;
            if (kind != Scan) continue;
            var next = NextSegment(photo, at);
            bare.Write(photo, at, next - at);
            (at, isDrawn) = (next, true);
        }

        return isDrawn ? bare.ToArray() : null;
    }

    private static bool IsForDrawing(byte kind, ReadOnlySpan<byte> content) =>
        kind == App2 ? content.StartsWith("ICC_PROFILE\0"u8) : kind == App14 || kind is not ((>= App1 and <= App15) or Comment);

    /// <summary>Where the coded picture ends: within it a marker's first byte is followed by nothing, or by a mark to start anew.</summary>
    private static int NextSegment(byte[] photo, int from)
    {
        for (var at = from; at + 1 < photo.Length; at++)
        {
            if (photo[at] == 0xFF && photo[at + 1] is not (0 or (>= 0xD0 and <= 0xD7) or 0xFF)) return at;
        }

        return photo.Length;
    }

    /// <summary>An Exif segment that says nothing but which way up the picture is.</summary>
    private static byte[] Turn(byte turned) =>
        [0xFF, App1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0];

    private static byte[]? Png(byte[] photo)
    {
        using var bare = new MemoryStream(photo.Length);
        bare.Write(photo, 0, 8);
        for (var at = 8; at < photo.Length;)
        {
            if (at + 12 > photo.Length || BinaryPrimitives.ReadInt32BigEndian(photo.AsSpan(at)) is not (>= 0 and var length) || length > photo.Length - at - 12) return null;
            if (!PngNotes.Contains(System.Text.Encoding.ASCII.GetString(photo, at + 4, 4))) bare.Write(photo, at, length + 12);
            at += length + 12;
            if (photo.AsSpan(0, at).EndsWith(PngEnd)) return bare.ToArray();
        }

        return null;
    }

    private static byte[]? Webp(byte[] photo)
    {
        using var bare = new MemoryStream(photo.Length);
        bare.Write(photo, 0, 12);
        // What stands behind the picture is none of it.
        var end = (int)Math.Min(photo.Length, 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(photo.AsSpan(4)));
        for (var at = 12; at < end;)
        {
            if (at + 8 > end || BinaryPrimitives.ReadInt32LittleEndian(photo.AsSpan(at + 4)) is not (>= 0 and var length) || length > end - at - 8) return null;
            var whole = Math.Min(8 + length + (length & 1), end - at);
            var chunk = photo.AsSpan(at, whole).ToArray();
            if (chunk.AsSpan().StartsWith("VP8X"u8) && length > 0) chunk[8] &= unchecked((byte)~(WebpExif | WebpXmp));
            if (!chunk.AsSpan().StartsWith("EXIF"u8) && !chunk.AsSpan().StartsWith("XMP "u8)) bare.Write(chunk);
            at += whole;
        }

        if (bare.Length == 12) return null;
        var made = bare.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(made.AsSpan(4), made.Length - 8);
        return made;
    }
}
