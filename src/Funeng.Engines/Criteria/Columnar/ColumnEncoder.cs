using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Turns the stored values of one column into codes. Stateless after construction: used by several threads.</summary>
internal abstract class ColumnEncoder
{
    /// <summary>The code of one row.</summary>
    public abstract int Code(int row);

    /// <summary>The value of one row, for explanations; null where it is missing or no number.</summary>
    public virtual FeelValue Value(int row) => FeelValue.Null;

    /// <summary>The codes of some rows, at most a block of them.</summary>
    public virtual void Codes(ReadOnlySpan<int> rows, Span<ushort> codes)
    {
        for (var i = 0; i < rows.Length; i++) codes[i] = (ushort)Code(rows[i]);
    }

    /// <summary>The codes of rows that follow each other.</summary>
    public virtual void Codes(int first, Span<ushort> codes)
    {
        for (var i = 0; i < codes.Length; i++) codes[i] = (ushort)Code(first + i);
    }
}

/// <summary>Nobody filed it: every row is missing, which is code 0.</summary>
internal sealed class NoCodes : ColumnEncoder
{
    public override int Code(int row) => 0;

    public override void Codes(int first, Span<ushort> codes) => codes.Clear();
}

/// <summary>Truths have two planes, so their code has two bits: certainly true, open. Open everywhere.</summary>
internal sealed class OpenTruths : ColumnEncoder
{
    public override int Code(int row) => 2;

    public override void Codes(int first, Span<ushort> codes) => codes.Fill(2);
}

internal sealed class StoredTruths(TruthColumn values) : ColumnEncoder
{
    public override int Code(int row) => !values.Has(row) ? 2 : (int)(values.Yes[row >> 6] >> (row & 63) & 1);
}

internal sealed class ByteTruths(ReadOnlyMemory<byte> values) : ColumnEncoder
{
    public override int Code(int row) => OfByte(values.Span[row]);

    public override void Codes(int first, Span<ushort> codes)
    {
        var stored = values.Span.Slice(first, codes.Length);
        for (var i = 0; i < codes.Length; i++) codes[i] = (ushort)OfByte(stored[i]);
    }

    // 0 and 1 stay, 255 becomes 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OfByte(byte value) => Math.Min((int)value, 2);
}

internal sealed class StoredTextCodes(CodeColumn values, TextCodes column) : ColumnEncoder
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

    public ByteTextCodes(ReadOnlyMemory<byte> values, IReadOnlyList<string> texts, TextCodes column)
    {
        this.values = values;
        for (var i = 0; i < Math.Min(texts.Count, 255); i++) codeOf[i] = (ushort)column.CodeOf(texts[i]);
    }

    public override int Code(int row) => codeOf[values.Span[row]];

    public override void Codes(int first, Span<ushort> codes)
    {
        var stored = values.Span.Slice(first, codes.Length);
        ref var table = ref MemoryMarshal.GetArrayDataReference(codeOf);
        for (var i = 0; i < codes.Length; i++) codes[i] = Unsafe.Add(ref table, stored[i]);
    }
}

/// <summary>Days stored in a fact table.</summary>
internal sealed class StoredDayCodes(DayColumn values, NumberCodes column) : ColumnEncoder
{
    private readonly DayRanker ranker = new(column.Cuts);

    public override int Code(int row) => values.Has(row) ? ranker.Code(values.Days[row]) : 0;
}

/// <summary>Days counted from an origin of their own.</summary>
internal sealed class DayCodes(ReadOnlyMemory<int> values, int origin, NumberCodes column) : ColumnEncoder
{
    private readonly DayRanker ranker = new(column.Cuts);

    public override int Code(int row) => OfDay(values.Span[row]);

    public override void Codes(int first, Span<ushort> codes)
    {
        var stored = values.Span.Slice(first, codes.Length);
        for (var i = 0; i < codes.Length; i++) codes[i] = OfDay(stored[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ushort OfDay(int day)
    {
        var code = ranker.Code((long)day + origin);
        return day == int.MinValue ? (ushort)0 : code;
    }
}

/// <summary>Numbers stored as whole multiples of 1/10 000; the few others are ranked exactly.</summary>
internal sealed class ScaledCodes(NumberColumn values, NumberCodes column) : ColumnEncoder
{
    private readonly WholeRanker ranker = new(column.Cuts, NumberColumn.Scale);

    public override int Code(int row) => values.Has(row) ? Code(values.Scaled[row], row) : 0;

    public override void Codes(int first, Span<ushort> codes)
    {
        var stored = values.Scaled.Slice(first, codes.Length);
        var present = values.Present;
        for (var i = 0; i < codes.Length; i++)
        {
            var isThere = (present[(first + i) >> 6] >> ((first + i) & 63) & 1) != 0;
            codes[i] = (ushort)(isThere ? Code(stored[i], first + i) : 0);
        }
    }

    public override FeelValue Value(int row) => values[row];

    private int Code(long scaled, int row) =>
        scaled != NumberColumn.Escape ? ranker.Code(scaled) : 1 + ExactRank.Of(column.Cuts, values.Exact[row]);
}

/// <summary>Numbers in binary floating point.</summary>
internal sealed class DoubleCodes(ReadOnlyMemory<double> values, NumberCodes column) : ColumnEncoder
{
    private readonly DoubleRanker ranker = new(column.Cuts);

    public override FeelValue Value(int row) => values.Span[row] is var value && double.IsFinite(value) ? FeelValue.From(DoubleRanker.Meaning(value)) : FeelValue.Null;

    public override int Code(int row) => ranker.Code(values.Span[row]);

    public override void Codes(int first, Span<ushort> codes) => ranker.Codes(values.Span.Slice(first, codes.Length), codes);

    // Fetched before they are ranked: the memory then answers many of them at once.
    public override void Codes(ReadOnlySpan<int> rows, Span<ushort> codes)
    {
        Span<double> fetched = stackalloc double[ColumnSet.BlockRows];
        var stored = values.Span;
        for (var i = 0; i < rows.Length; i++) fetched[i] = stored[rows[i]];
        ranker.Codes(fetched[..rows.Length], codes);
    }
}
