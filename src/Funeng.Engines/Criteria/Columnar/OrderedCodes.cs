using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Values as whole numbers in the same order, ranked among the cuts of a column; a missing one is <see cref="BoundSearch.Missing"/>.</summary>
internal abstract class OrderedCodes(BoundSearch search) : ColumnEncoder(search.Digits)
{
    protected BoundSearch Search => search;

    public override int Code(int row) => search.Code(Ordered(row));

    [SkipLocalsInit]
    public override void Planes(int first, int rows, Span<ulong> planes)
    {
        Span<long> values = stackalloc long[ColumnSet.BlockRows];
        Ordered(first, values[..rows]);
        values[rows..].Fill(BoundSearch.Missing);
        search.Planes(values, planes);
    }

    [SkipLocalsInit]
    public override void Planes(ReadOnlySpan<int> rows, Span<ulong> planes)
    {
        Span<long> values = stackalloc long[ColumnSet.BlockRows];
        Ordered(rows, values[..rows.Length]);
        values[rows.Length..].Fill(BoundSearch.Missing);
        search.Planes(values, planes);
    }

    protected abstract long Ordered(int row);

    protected abstract void Ordered(int first, Span<long> values);

    protected virtual void Ordered(ReadOnlySpan<int> rows, Span<long> values)
    {
        for (var i = 0; i < rows.Length; i++) values[i] = Ordered(rows[i]);
    }

    /// <summary>Marks what a column of a fact table lacks, a stretch of rows from the first of a word on.</summary>
    protected static void MarkMissing(FactColumn column, int first, Span<long> values)
    {
        var present = column.Present[(first >> 6)..];
        for (var word = 0; word * 64 < values.Length; word++)
        {
            for (var absent = ~present[word] & VerdictReader.Valid(word, values.Length); absent != 0; absent &= absent - 1)
            {
                values[(word * 64) + System.Numerics.BitOperations.TrailingZeroCount(absent)] = BoundSearch.Missing;
            }
        }
    }
}

/// <summary>Days stored in a fact table.</summary>
internal sealed class StoredDayCodes(DayColumn column, NumberCodes codes, KernelWidth width) : OrderedCodes(StoredBounds.OfDays(codes, 0, width))
{
    public override void Fetch(ReadOnlySpan<int> rows) => PlaneMemory.Fetch(column.Days, rows);

    protected override long Ordered(int row) => column.Has(row) ? column.Days[row] : BoundSearch.Missing;

    protected override void Ordered(int first, Span<long> values)
    {
        var stored = column.Days.Slice(first, values.Length);
        for (var i = 0; i < values.Length; i++) values[i] = stored[i];
        MarkMissing(column, first, values);
    }
}

/// <summary>Days counted from an origin of their own.</summary>
internal sealed class DayCodes(ReadOnlyMemory<int> days, int origin, NumberCodes codes, KernelWidth width) : OrderedCodes(StoredBounds.OfDays(codes, origin, width))
{
    public override void Fetch(ReadOnlySpan<int> rows) => PlaneMemory.Fetch(days.Span, rows);

    protected override long Ordered(int row) => OfDay(days.Span[row]);

    protected override void Ordered(int first, Span<long> values)
    {
        var stored = days.Span.Slice(first, values.Length);
        var vectors = MemoryMarshal.Cast<int, Vector256<int>>(stored);
        var results = MemoryMarshal.Cast<long, Vector512<long>>(values);
        for (var i = 0; i < vectors.Length; i++)
        {
            var (low, high) = Vector256.Widen(vectors[i]);
            var wide = Vector512.Create(low, high);
            results[i] = Vector512.ConditionalSelect(Vector512.Equals(wide, Vector512.Create((long)int.MinValue)), Vector512.Create(BoundSearch.Missing), wide);
        }

        for (var i = vectors.Length * Vector512<long>.Count; i < stored.Length; i++) values[i] = OfDay(stored[i]);
    }

    private static long OfDay(int day) => day == int.MinValue ? BoundSearch.Missing : day;
}

/// <summary>Numbers stored as whole multiples of 1/10 000; the few others are ranked exactly.</summary>
internal sealed class ScaledCodes(NumberColumn column, NumberCodes codes, KernelWidth width) : OrderedCodes(StoredBounds.OfWhole(codes, NumberColumn.Scale, width))
{
    public override int Code(int row) =>
        column.Has(row) && column.Scaled[row] == NumberColumn.Escape ? 1 + ExactRank.Of(codes.Cuts, column.Exact[row]) : base.Code(row);

    public override FeelValue Value(int row) => column[row];

    public override void Fetch(ReadOnlySpan<int> rows) => PlaneMemory.Fetch(column.Scaled, rows);

    public override void Planes(int first, int rows, Span<ulong> planes)
    {
        base.Planes(first, rows, planes);
        if (column.Exact.Count == 0) return;
        for (var place = 0; place < rows; place++) Correct(first + place, place, planes);
    }

    public override void Planes(ReadOnlySpan<int> rows, Span<ulong> planes)
    {
        base.Planes(rows, planes);
        if (column.Exact.Count == 0) return;
        for (var place = 0; place < rows.Length; place++) Correct(rows[place], place, planes);
    }

    protected override long Ordered(int row) => column.Has(row) ? column.Scaled[row] : BoundSearch.Missing;

    protected override void Ordered(int first, Span<long> values)
    {
        column.Scaled.Slice(first, values.Length).CopyTo(values);
        MarkMissing(column, first, values);
    }

    // What does not fit was taken for missing.
    private void Correct(int row, int place, Span<ulong> planes)
    {
        if (column.Scaled[row] != NumberColumn.Escape || !column.Has(row)) return;
        PlanePacker.Write(planes, Digits, place, Code(row));
    }
}

/// <summary>Numbers in binary floating point.</summary>
internal sealed class DoubleCodes(ReadOnlyMemory<double> numbers, NumberCodes codes, KernelWidth width) : OrderedCodes(StoredBounds.OfDoubles(codes, width))
{
    public override FeelValue Value(int row) =>
        numbers.Span[row] is var value && double.IsFinite(value) ? FeelValue.From(StoredBounds.Meaning(value)) : FeelValue.Null;

    public override void Fetch(ReadOnlySpan<int> rows) => PlaneMemory.Fetch(numbers.Span, rows);

    public override void Planes(int first, int rows, Span<ulong> planes)
    {
        // The next block is mostly the next to be asked for, and memory does not foresee it beyond a page.
        var next = first + rows;
        if (next + rows <= numbers.Length) PlaneMemory.Fetch(MemoryMarshal.Cast<double, ulong>(numbers.Span.Slice(next, rows)));
        if (rows < ColumnSet.BlockRows || !Search.TryPlanes(numbers.Span.Slice(first, rows), planes)) base.Planes(first, rows, planes);
    }

    // Fetched before they are ranked: the memory then answers many of them at once.
    [SkipLocalsInit]
    public override void Planes(ReadOnlySpan<int> rows, Span<ulong> planes)
    {
        Span<double> fetched = stackalloc double[ColumnSet.BlockRows];
        var stored = numbers.Span;
        for (var i = 0; i < rows.Length; i++) fetched[i] = stored[rows[i]];
        fetched[rows.Length..].Fill(double.NaN);
        if (!Search.TryPlanes(fetched, planes)) PlanesOf(fetched, planes);
    }

    protected override long Ordered(int row) => OfNumber(numbers.Span[row]);

    protected override void Ordered(int first, Span<long> values) => Ordered(numbers.Span.Slice(first, values.Length), values);

    [SkipLocalsInit]
    private void PlanesOf(ReadOnlySpan<double> stored, Span<ulong> planes)
    {
        Span<long> values = stackalloc long[ColumnSet.BlockRows];
        Ordered(stored, values);
        Search.Planes(values, planes);
    }

    private static long OfNumber(double number) => double.IsNaN(number) ? BoundSearch.Missing : StoredBounds.Ordinal(number);

    private static void Ordered(ReadOnlySpan<double> stored, Span<long> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector512<double>>(stored);
        var results = MemoryMarshal.Cast<long, Vector512<long>>(values);
        for (var i = 0; i < vectors.Length; i++)
        {
            var number = vectors[i] + Vector512<double>.Zero;
            var bits = number.AsInt64();
            // Compared, not shifted: a shift that keeps the sign of 64 bits is an instruction at 512 bits only.
            var ordinal = bits ^ (Vector512.LessThan(bits, Vector512<long>.Zero) & Vector512.Create(long.MaxValue));
            results[i] = Vector512.ConditionalSelect(Vector512.Equals(number, number).AsInt64(), ordinal, Vector512.Create(BoundSearch.Missing));
        }

        for (var i = vectors.Length * Vector512<long>.Count; i < stored.Length; i++) values[i] = OfNumber(stored[i]);
    }
}
