using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Funeng.Modules.Projects.Report;

/// <summary>When and where a phone says a photo was taken, from the EXIF of a JPEG; what is missing or damaged is not known.</summary>
internal sealed record PhotoMark(DateOnly? TakenOn, double? Latitude, double? Longitude)
{
    public static readonly PhotoMark None = new(null, null, null);

    private const ushort TurnTag = 0x0112, ExifPart = 0x8769, GpsPart = 0x8825, TakenTag = 0x9003, LatitudeSide = 1, LatitudeTag = 2, LongitudeSide = 3, LongitudeTag = 4;

    private const double EarthKilometres = 6371;

    public static PhotoMark Read(ReadOnlySpan<byte> photo)
    {
        var tiff = new Tiff(ExifOf(photo));
        if (tiff.First is not { } first) return None;
        var (exif, gps) = (tiff.Number(tiff.Find(first, ExifPart)), tiff.Number(tiff.Find(first, GpsPart)));
        var mark = new PhotoMark(
            exif is { } part ? Day(tiff.Text(tiff.Find(part, TakenTag))) : null,
            gps is { } place ? Degrees(tiff, place, LatitudeTag, LatitudeSide, 'S', 90) : null, gps is { } again ? Degrees(tiff, again, LongitudeTag, LongitudeSide, 'W', 180) : null);
        // A camera without a fix writes zeros.
        return mark is { Latitude: 0, Longitude: 0 } ? mark with { Latitude = null, Longitude = null } : mark;
    }

    /// <summary>How the picture has to be turned to stand upright, 2 to 8; null where it stands upright or nothing is said.</summary>
    public static byte? Turned(ReadOnlySpan<byte> photo)
    {
        var tiff = new Tiff(ExifOf(photo));
        return tiff.First is { } first && tiff.Small(tiff.Find(first, TurnTag)) is >= 2 and <= 8 and var turned ? (byte)turned : null;
    }

    /// <summary>Kilometres between the places of two photos; null where one of them does not say.</summary>
    public double? From(PhotoMark other)
    {
        if (Latitude is not { } a || Longitude is not { } b || other.Latitude is not { } c || other.Longitude is not { } d) return null;
        double Radians(double degrees) => degrees * Math.PI / 180;
        var half = Math.Pow(Math.Sin(Radians(c - a) / 2), 2) + (Math.Cos(Radians(a)) * Math.Cos(Radians(c)) * Math.Pow(Math.Sin(Radians(d - b) / 2), 2));
        return 2 * EarthKilometres * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    /// <summary>The segments of a JPEG up to its picture; the one that begins with Exif.</summary>
    private static ReadOnlySpan<byte> ExifOf(ReadOnlySpan<byte> photo)
    {
        if (photo is not [0xFF, 0xD8, ..]) return [];
        for (var at = 2; at + 4 <= photo.Length && photo[at] == 0xFF && photo[at + 1] is not (0xDA or 0xD9);)
        {
            // Any number of these may stand before a segment.
            if (photo[at + 1] == 0xFF) { at++; continue; }
            var length = BinaryPrimitives.ReadUInt16BigEndian(photo[(at + 2)..]);
            if (length < 2 || at + 2 + length > photo.Length) return [];
            var segment = photo.Slice(at + 4, length - 2);
            if (photo[at + 1] == 0xE1 && segment.StartsWith("Exif\0\0"u8)) return segment[6..];
            at += 2 + length;
        }

        return [];
    }

    private static DateOnly? Day(string? text) =>
        text is { Length: >= 10 } && DateOnly.TryParseExact(text[..10], "yyyy:MM:dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static double? Degrees(Tiff tiff, int part, ushort tag, ushort side, char negative, double most)
    {
        if (tiff.Fractions(tiff.Find(part, tag), 3) is not [var degrees, var minutes, var seconds]) return null;
        var found = degrees + (minutes / 60) + (seconds / 3600);
        if (!(found <= most)) return null;
        return tiff.Text(tiff.Find(part, side)) is [var letter, ..] && letter == negative ? -found : found;
    }

    /// <summary>Directories of tagged values (TIFF 6.0); every place it points to is looked at only where it lies inside.</summary>
    private readonly ref struct Tiff(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> data = data;

        private bool IsLittle => data is [0x49, 0x49, ..];

        public int? First => data.Length >= 8 && (IsLittle || data is [0x4D, 0x4D, ..]) && Int(4) is var at and >= 0 && at < data.Length ? at : null;

        /// <summary>Where the entry of a tag stands in a directory; null where it does not.</summary>
        public int? Find(int directory, ushort tag)
        {
            if (directory < 0 || directory + 2 > data.Length) return null;
            for (int entry = directory + 2, left = Short(directory); left > 0 && entry + 12 <= data.Length; entry += 12, left--)
            {
                if (Short(entry) == tag) return entry;
            }

            return null;
        }

        public int? Number(int? entry) => entry is { } at && Int(at + 8) is var value and >= 0 && value < data.Length ? value : null;

        public int? Small(int? entry) => entry is { } at ? Short(at + 8) : null;

        public string? Text(int? entry)
        {
            if (entry is not { } at || Int(at + 4) is not (> 0 and < 100 and var length)) return null;
            var from = length <= 4 ? at + 8 : Int(at + 8);
            return from >= 0 && from <= data.Length - length ? Encoding.ASCII.GetString(data.Slice(from, length)).TrimEnd('\0') : null;
        }

        public double[]? Fractions(int? entry, int count)
        {
            if (Number(entry) is not { } from || from > data.Length - (count * 8)) return null;
            var found = new double[count];
            for (var index = 0; index < count; index++)
            {
                var (above, below) = ((uint)Int(from + (index * 8)), (uint)Int(from + (index * 8) + 4));
                if (below == 0) return null;
                found[index] = (double)above / below;
            }

            return found;
        }

        private int Short(int at) => IsLittle ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

        private int Int(int at) => IsLittle ? BinaryPrimitives.ReadInt32LittleEndian(data[at..]) : BinaryPrimitives.ReadInt32BigEndian(data[at..]);
    }
}
