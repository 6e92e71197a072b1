using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Turns the stored values of one column into codes. Stateless after construction: used by several threads.</summary>
internal abstract class ColumnEncoder(CodeDigits digits)
{
    protected CodeDigits Digits => digits;

    /// <summary>The code of one row.</summary>
    public abstract int Code(int row);

    /// <summary>The value of one row, for explanations; null where it is missing or no number.</summary>
    public virtual FeelValue Value(int row) => FeelValue.Null;

    /// <summary>Has the stored values of some rows brought into the cache while something else is done.</summary>
    public virtual void Fetch(ReadOnlySpan<int> rows)
    {
    }

    /// <summary>The planes of a block whose rows follow each other; places beyond them are 0.</summary>
    public virtual void Planes(int first, int rows, Span<ulong> planes)
    {
        Span<ushort> codes = stackalloc ushort[ColumnSet.BlockRows];
        for (var i = 0; i < rows; i++) codes[i] = (ushort)Code(first + i);
        codes[rows..].Clear();
        PlanePacker.Pack(codes, digits, planes);
    }

    /// <summary>The planes of some rows, at most a block of them.</summary>
    public virtual void Planes(ReadOnlySpan<int> rows, Span<ulong> planes)
    {
        Span<ushort> codes = stackalloc ushort[ColumnSet.BlockRows];
        for (var i = 0; i < rows.Length; i++) codes[i] = (ushort)Code(rows[i]);
        codes[rows.Length..].Clear();
        PlanePacker.Pack(codes, digits, planes);
    }
}

/// <summary>Nobody filed it: every row is missing, which is code 0.</summary>
internal sealed class NoCodes(CodeDigits digits) : ColumnEncoder(digits)
{
    public override int Code(int row) => 0;
}

/// <summary>Truths have two planes, so their code has two bits: certainly true, open. Open everywhere.</summary>
internal sealed class OpenTruths(CodeDigits digits) : ColumnEncoder(digits)
{
    public override int Code(int row) => 2;
}

internal sealed class StoredTruths(TruthColumn values, CodeDigits digits) : ColumnEncoder(digits)
{
    public override int Code(int row) => !values.Has(row) ? 2 : (int)(values.Yes[row >> 6] >> (row & 63) & 1);
}

internal sealed class ByteTruths(ReadOnlyMemory<byte> values, CodeDigits digits) : ColumnEncoder(digits)
{
    // 0 and 1 stay, 255 becomes 2.
    public override int Code(int row) => Math.Min((int)values.Span[row], 2);

    public override void Planes(int first, int rows, Span<ulong> planes)
    {
        if (rows < ColumnSet.BlockRows)
        {
            base.Planes(first, rows, planes);
            return;
        }

        var stored = MemoryMarshal.Cast<byte, Vector512<byte>>(values.Span.Slice(first, rows));
        for (var word = 0; word < stored.Length; word++)
        {
            planes[word] = PlanePacker.TopBits(Vector512.Equals(stored[word], Vector512<byte>.One));
            planes[PlaneMemory.Words + word] = PlanePacker.TopBits(Vector512.GreaterThan(stored[word], Vector512<byte>.One));
        }
    }
}

internal sealed class StoredTextCodes(CodeColumn values, TextCodes column) : ColumnEncoder(column.Digits)
{
    private readonly ushort[] codeOf = [.. values.Texts.Select(text => (ushort)column.CodeOf(text))];

    // A text that came after the table of codes was made is looked up by itself.
    public override int Code(int row)
    {
        if (!values.Has(row)) return 0;
        var text = values.Codes[row];
        return text < codeOf.Length ? codeOf[text] : column.CodeOf(values.Texts[text]);
    }
}

internal sealed class ByteTextCodes : ColumnEncoder
{
    private readonly ReadOnlyMemory<byte> values;
    private readonly ushort[] codeOf = new ushort[256];
    private readonly bool inRegisters;

    // The planes of each, where they fit a byte: four registers.
    private readonly Vector512<byte>[] table = new Vector512<byte>[4];
    private readonly ByteTable pictureOf;

    public ByteTextCodes(ReadOnlyMemory<byte> values, IReadOnlyList<string> texts, TextCodes column, KernelWidth width)
        : base(column.Digits)
    {
        inRegisters = Avx512Vbmi.IsSupported && width is (KernelWidth.Widest or KernelWidth.Bits512);
        this.values = values;
        for (var i = 0; i < Math.Min(texts.Count, 255); i++) codeOf[i] = (ushort)column.CodeOf(texts[i]);
        var bytes = MemoryMarshal.AsBytes(table.AsSpan());
        for (var i = 0; i < codeOf.Length; i++) bytes[i] = (byte)column.Digits.Picture(codeOf[i]);
        pictureOf = new ByteTable(bytes);
    }

    public override int Code(int row) => codeOf[values.Span[row]];

    public override void Fetch(ReadOnlySpan<int> rows) => PlaneMemory.Fetch(values.Span, rows);

    public override void Planes(int first, int rows, Span<ulong> planes)
    {
        if (rows < ColumnSet.BlockRows || Digits.Planes > 8) base.Planes(first, rows, planes);
        else if (inRegisters) LookUp(MemoryMarshal.Cast<byte, Vector512<byte>>(values.Span.Slice(first, rows)), planes);
        else LookUp(MemoryMarshal.Cast<byte, Vector256<byte>>(values.Span.Slice(first, rows)), planes);
    }

    private void LookUp(ReadOnlySpan<Vector256<byte>> stored, Span<ulong> planes)
    {
        for (var word = 0; word < PlaneMemory.Words; word++)
        {
            var pictures = Vector512.Create(pictureOf.At(stored[2 * word]), pictureOf.At(stored[(2 * word) + 1]));
            PlanePacker.PackBytes(pictures, 0, Digits.Planes, planes[word..]);
        }
    }

    private void LookUp(ReadOnlySpan<Vector512<byte>> stored, Span<ulong> planes)
    {
        for (var word = 0; word < stored.Length; word++)
        {
            var low = Avx512Vbmi.PermuteVar64x8x2(table[0], stored[word], table[1]);
            var high = Avx512Vbmi.PermuteVar64x8x2(table[2], stored[word], table[3]);
            var isHigh = Vector512.GreaterThan(stored[word], Vector512.Create((byte)127));
            PlanePacker.PackBytes(Vector512.ConditionalSelect(isHigh, high, low), 0, Digits.Planes, planes[word..]);
        }
    }
}
