using System.Runtime.CompilerServices;
using System.Text;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>What a packed value is; the low three bits of its head.</summary>
internal enum PackedKind : byte
{
    TakenBack,
    False,
    True,
    Integer,
    Decimal,
    Text,
    Date,
    LongNumber,
}

/// <summary>
/// The values of one filing in the fewest bytes. One version byte, then per value in rising order of fact number a head
/// (difference of numbers × 8 + kind, as a variable-length integer) and its payload: nothing for yes, no and taken back; a zigzag
/// integer; a scale byte and a zigzag significand; a day number; a length and UTF-8 text. Numbers are exact.
/// </summary>
internal sealed class PackedValues
{
    private const byte Version = 1;
    private byte[] buffer = new byte[1024];
    private int length;

    /// <summary>Packs values that stand in rising order of their numbers. The writer may be used again.</summary>
    public byte[] Pack(ReadOnlySpan<(int Number, FeelValue Value)> values)
    {
        buffer[0] = Version;
        length = 1;
        var previous = 0;
        foreach (var (number, value) in values)
        {
            if (number <= previous)
            {
                throw new ArgumentException("A fact stands twice in one filing, or the numbers do not rise.", nameof(values));
            }

            Write(number - previous, value);
            previous = number;
        }

        return buffer.AsSpan(0, length).ToArray();
    }

    private void Write(int step, FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.Null:
                Head(step, PackedKind.TakenBack);
                break;
            case FeelKind.Boolean:
                Head(step, value.IsTrue ? PackedKind.True : PackedKind.False);
                break;
            case FeelKind.Number:
                WriteNumber(step, value.AsNumber());
                break;
            case FeelKind.String:
                WriteText(step, PackedKind.Text, value.AsString());
                break;
            case FeelKind.Date:
                Head(step, PackedKind.Date);
                WriteZigzag(value.AsDate().DayNumber);
                break;
            default:
                throw new ArgumentException($"A fact cannot hold a {value.Kind}.", nameof(value));
        }
    }

    private void WriteNumber(int step, FeelNumber number)
    {
        if (number.TryToInt64(out var whole))
        {
            Head(step, PackedKind.Integer);
            WriteZigzag(whole);
            return;
        }

        if (number.TryToDecimal(out var exact) && TrySplit(exact, out var significand, out var scale))
        {
            Head(step, PackedKind.Decimal);
            Room(1);
            buffer[length++] = scale;
            WriteZigzag(significand);
            return;
        }

        WriteText(step, PackedKind.LongNumber, number.ToString());
    }

    private static bool TrySplit(decimal value, out long significand, out byte scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        scale = (byte)(bits[3] >> 16);
        significand = bits[3] < 0 ? -(long)magnitude : (long)magnitude;
        return bits[2] == 0 && magnitude <= long.MaxValue;
    }

    private void WriteText(int step, PackedKind kind, string text)
    {
        Head(step, kind);
        var size = Encoding.UTF8.GetByteCount(text);
        WriteUnsigned((ulong)size);
        Room(size);
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
    }

    private void Head(int step, PackedKind kind) => WriteUnsigned(((ulong)step << 3) | (byte)kind);

    private void WriteZigzag(long value) => WriteUnsigned((ulong)((value << 1) ^ (value >> 63)));

    private void WriteUnsigned(ulong value)
    {
        Room(10);
        while (value >= 0x80)
        {
            buffer[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[length++] = (byte)value;
    }

    private void Room(int size)
    {
        if (length + size > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));
        }
    }

    /// <summary>Reads packed values in order, without allocating.</summary>
    public ref struct Reader
    {
        private readonly ReadOnlySpan<byte> bytes;
        private int position;
        private int textStart;
        private int textLength;

        public Reader(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length == 0 || bytes[0] != Version)
            {
                throw new InvalidDataException("The values of a filing are not in a form this version reads.");
            }

            this.bytes = bytes;
            position = 1;
        }

        public int Number { get; private set; }

        public PackedKind Kind { get; private set; }

        /// <summary>The integer, the day number, or the significand of a decimal.</summary>
        public long Whole { get; private set; }

        /// <summary>Decimal places of a decimal.</summary>
        public byte Scale { get; private set; }

        public bool Next()
        {
            if (position >= bytes.Length)
            {
                return false;
            }

            var head = Unsigned();
            Number += (int)(head >> 3);
            Kind = (PackedKind)(head & 7);
            Scale = 0;
            switch (Kind)
            {
                case PackedKind.Decimal:
                    Scale = bytes[position++];
                    Whole = Zigzag();
                    break;
                case PackedKind.Integer or PackedKind.Date:
                    Whole = Zigzag();
                    break;
                case PackedKind.Text or PackedKind.LongNumber:
                    textLength = (int)Unsigned();
                    textStart = position;
                    position += textLength;
                    break;
            }

            return true;
        }

        public readonly FeelValue Value() => Kind switch
        {
            PackedKind.TakenBack => FeelValue.Null,
            PackedKind.False => FeelValue.False,
            PackedKind.True => FeelValue.True,
            PackedKind.Integer => FeelValue.From(Whole),
            PackedKind.Decimal => FeelValue.From(ToDecimal()),
            PackedKind.Text => FeelValue.From(Text()),
            PackedKind.Date => FeelValue.From(FeelDate.TryFromDayNumber(Whole, out var date) ? date : default),
            _ => FeelValue.From(FeelNumber.Parse(Text())),
        };

        /// <summary>The bytes of a text.</summary>
        public readonly ReadOnlySpan<byte> Utf8 => bytes.Slice(textStart, textLength);

        public readonly string Text() => Encoding.UTF8.GetString(Utf8);

        private readonly decimal ToDecimal()
        {
            var magnitude = (ulong)Math.Abs(Whole);
            return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, Whole < 0, Scale);
        }

        private long Zigzag()
        {
            var value = Unsigned();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private ulong Unsigned()
        {
            ulong next = bytes[position++];
            if (next < 0x80)
            {
                return next;
            }

            var value = next & 0x7f;
            for (var shift = 7; ; shift += 7)
            {
                next = bytes[position++];
                value |= (next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
