using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>What a table consists of: how many rows, and which columns.</summary>
/// <param name="Rows">Number of subjects.</param>
/// <param name="Columns">The columns, in the order of every block.</param>
public sealed record FactTableLayout(int Rows, IReadOnlyList<FactColumnName> Columns)
{
    /// <summary>The layout of a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>Its rows and the names of its columns in a fixed order.</returns>
    public static FactTableLayout Of(FactTable table) => new(
        table.Subjects.Count,
        [
            .. table.Columns.Select(column => new FactColumnName(column.Definition.Key, column.Period.Year))
                .OrderBy(name => name.Key, StringComparer.Ordinal).ThenBy(name => name.Year),
        ]);

    /// <summary>Number of blocks the rows are cut into.</summary>
    public int Blocks => (Rows + FactTableBlocks.Rows - 1) / FactTableBlocks.Rows;

    /// <summary>Rows of a block; the last one may have fewer.</summary>
    /// <param name="block">Block, counted from 0.</param>
    /// <returns>Number of rows.</returns>
    public int RowsOf(int block) => Math.Min(FactTableBlocks.Rows, Rows - (block * FactTableBlocks.Rows));
}

/// <summary>Names a column for storage: by the key of its fact, never by a number.</summary>
/// <param name="Key">Key of the fact.</param>
/// <param name="Year">Year of the period; 0 for the state.</param>
public sealed record FactColumnName(string Key, int Year);

/// <summary>
/// Writes and reads the rows of a table as blocks of bytes, <see cref="Rows"/> rows a block. A block is a shard: it holds the ids, values,
/// texts and titles of its rows and refers to no other block, so blocks are written, read, checked and sent to another machine each alone
/// and in any order. Little-endian; numbers that are all small take four bytes instead of eight.
/// </summary>
public static class FactTableBlocks
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 16_384;

    private const byte Absent = 0;
    private const byte Narrow = 1;
    private const byte Wide = 2;

    /// <summary>Writes one block of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="block">Block, counted from 0.</param>
    /// <param name="output">Where the bytes go.</param>
    public static void Write(FactTable table, FactTableLayout layout, int block, IBufferWriter<byte> output)
    {
        var first = block * Rows;
        var rows = layout.RowsOf(block);
        long[] ids = [.. Enumerable.Range(first, rows).Select(row => table.Subjects[row])];
        output.Write(MemoryMarshal.AsBytes<long>(ids));
        foreach (var name in layout.Columns)
        {
            var column = table.FindColumn(table.Catalogue.Get(name.Key), new Period(name.Year))!;
            var present = column.PresentFrom(first, rows);
            if (present.IndexOfAnyExcept(0UL) < 0)
            {
                Byte(output, Absent);
                continue;
            }

            var numbers = column as NumberColumn;
            var narrow = numbers is not null && IsNarrow(numbers, first, rows);
            Byte(output, narrow ? Narrow : Wide);
            output.Write(MemoryMarshal.AsBytes(present));
            WriteValues(column, narrow, first, rows, output);
        }

        WriteTitles(table, first, rows, output);
    }

    /// <summary>Puts one block into a table that is being restored; several threads may each read blocks of their own.</summary>
    /// <param name="bytes">The bytes <see cref="Write"/> wrote.</param>
    /// <param name="layout">The layout of the table.</param>
    /// <param name="block">Block, counted from 0.</param>
    /// <param name="builder">A builder of this thread, over the subjects of the layout.</param>
    /// <param name="catalogue">A catalogue that has every fact of the layout in its type of then.</param>
    public static void Read(ReadOnlySpan<byte> bytes, FactTableLayout layout, int block, FactTableBuilder builder, FactCatalogue catalogue)
    {
        var first = block * Rows;
        var rows = layout.RowsOf(block);
        var input = new Input(bytes[(rows * sizeof(long))..]);
        foreach (var name in layout.Columns)
        {
            var form = input.Byte();
            if (form == Absent) continue;
            var column = builder.Column(catalogue.Get(name.Key), new Period(name.Year));
            input.Into(column.PresentFrom(first, rows));
            ReadValues(column, form == Narrow, first, rows, ref input);
        }

        ReadTitles(MemoryMarshal.Cast<byte, long>(bytes[..(rows * sizeof(long))]), builder, ref input);
    }

    /// <summary>The ids of the subjects of a block.</summary>
    /// <param name="bytes">The block.</param>
    /// <param name="layout">The layout of the table.</param>
    /// <param name="block">Block, counted from 0.</param>
    /// <returns>The ids in row order.</returns>
    public static ReadOnlySpan<long> Subjects(ReadOnlySpan<byte> bytes, FactTableLayout layout, int block) =>
        MemoryMarshal.Cast<byte, long>(bytes[..(layout.RowsOf(block) * sizeof(long))]);

    private static bool IsNarrow(NumberColumn column, int first, int rows)
    {
        foreach (var value in column.ScaledFrom(first, rows))
        {
            if (value != (int)value) return false;
        }

        return true;
    }

    private static void WriteValues(FactColumn column, bool narrow, int first, int rows, IBufferWriter<byte> output)
    {
        switch (column)
        {
            case NumberColumn numbers:
                WriteNumbers(numbers, narrow, first, rows, output);
                break;
            case DayColumn days:
                output.Write(MemoryMarshal.AsBytes(days.DaysFrom(first, rows)));
                break;
            case CodeColumn codes:
                WriteTexts(codes, first, rows, output);
                break;
            case TruthColumn truths:
                output.Write(MemoryMarshal.AsBytes(truths.YesFrom(first, rows)));
                break;
        }
    }

    private static void WriteNumbers(NumberColumn column, bool narrow, int first, int rows, IBufferWriter<byte> output)
    {
        var scaled = column.ScaledFrom(first, rows);
        if (narrow)
        {
            var small = new int[rows];
            for (var row = 0; row < rows; row++) small[row] = (int)scaled[row];
            output.Write(MemoryMarshal.AsBytes<int>(small));
            return;
        }

        output.Write(MemoryMarshal.AsBytes(scaled));
        var apart = column.Exact.Where(pair => pair.Key >= first && pair.Key < first + rows).OrderBy(pair => pair.Key).ToList();
        Whole(output, apart.Count);
        foreach (var (row, number) in apart)
        {
            Whole(output, row - first);
            Text(output, number.ToString());
        }
    }

    private static void WriteTexts(CodeColumn column, int first, int rows, IBufferWriter<byte> output)
    {
        // A dictionary of the block's own, so that no other block is needed to read it.
        var own = new Dictionary<int, int>();
        var texts = new List<string>();
        var codes = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            if (!column.Has(first + row)) continue;
            var code = column.Codes[first + row];
            if (!own.TryGetValue(code, out codes[row]))
            {
                own.Add(code, codes[row] = texts.Count);
                texts.Add(column.Texts[code]);
            }
        }

        Whole(output, texts.Count);
        foreach (var text in texts) Text(output, text);
        output.Write(MemoryMarshal.AsBytes<int>(codes));
    }

    private static void WriteTitles(FactTable table, int first, int rows, IBufferWriter<byte> output)
    {
        var granted = Enumerable.Range(0, rows).SelectMany(row => table.Titles(first + row).Select(grant => (row, grant))).ToList();
        Whole(output, granted.Count);
        foreach (var (row, grant) in granted)
        {
            Whole(output, row);
            Text(output, grant.Scheme);
            Text(output, grant.Batch);
            Whole(output, grant.From.DayNumber);
            Whole(output, grant.To?.DayNumber ?? -1);
        }
    }

    private static void ReadValues(FactColumn column, bool narrow, int first, int rows, ref Input input)
    {
        switch (column)
        {
            case NumberColumn numbers:
                ReadNumbers(numbers, narrow, first, rows, ref input);
                break;
            case DayColumn days:
                input.Into(days.DaysFrom(first, rows));
                break;
            case CodeColumn codes:
                ReadTexts(codes, first, rows, ref input);
                break;
            case TruthColumn truths:
                input.Into(truths.YesFrom(first, rows));
                break;
        }
    }

    private static void ReadNumbers(NumberColumn column, bool narrow, int first, int rows, ref Input input)
    {
        var scaled = column.ScaledFrom(first, rows);
        if (narrow)
        {
            var small = MemoryMarshal.Cast<byte, int>(input.Take(rows * sizeof(int)));
            for (var row = 0; row < rows; row++) scaled[row] = small[row];
            return;
        }

        input.Into(scaled);
        for (var left = input.Whole(); left > 0; left--) column.Write(first + input.Whole(), FeelValue.From(FeelNumber.Parse(input.Text())));
    }

    private static void ReadTexts(CodeColumn column, int first, int rows, ref Input input)
    {
        var known = new int[input.Whole()];
        for (var index = 0; index < known.Length; index++) known[index] = column.CodeOf(input.Text());
        var own = MemoryMarshal.Cast<byte, int>(input.Take(rows * sizeof(int)));
        var codes = column.CodesFrom(first, rows);
        for (var row = 0; row < rows && known.Length > 0; row++) codes[row] = known[own[row]];
    }

    private static void ReadTitles(ReadOnlySpan<long> subjects, FactTableBuilder builder, ref Input input)
    {
        for (var left = input.Whole(); left > 0; left--)
        {
            var subject = subjects[input.Whole()];
            var (scheme, batch, from, to) = (input.Text(), input.Text(), DateOnly.FromDayNumber(input.Whole()), input.Whole());
            builder.Add(subject, new TitleGrant(scheme, batch, from, to < 0 ? null : DateOnly.FromDayNumber(to), FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        }
    }

    private static void Byte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static void Whole(IBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    private static void Text(IBufferWriter<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Whole(output, bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Reads a block from its beginning to its end. A block too short throws, as any slice does.</summary>
    private ref struct Input(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;

        public ReadOnlySpan<byte> Take(int count)
        {
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }

        public byte Byte() => Take(1)[0];

        public int Whole() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public string Text() => Encoding.UTF8.GetString(Take(Whole()));

        public void Into<T>(Span<T> values)
            where T : unmanaged => Take(MemoryMarshal.AsBytes(values).Length).CopyTo(MemoryMarshal.AsBytes(values));
    }
}
