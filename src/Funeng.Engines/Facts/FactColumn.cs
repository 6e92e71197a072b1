using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>The values of one fact in one period for all subjects of a table, in their order. A row without a value is missing.</summary>
public abstract class FactColumn
{
    private readonly ulong[] present;

    private protected FactColumn(FactDefinition definition, Period period, int rows)
    {
        Definition = definition;
        Period = period;
        Rows = rows;
        present = new ulong[(rows + 63) / 64];
    }

    /// <summary>What the column holds.</summary>
    public FactDefinition Definition { get; }

    /// <summary>The period its values speak of.</summary>
    public Period Period { get; }

    /// <summary>Number of rows, missing ones included.</summary>
    public int Rows { get; }

    /// <summary>One bit for each row, lowest bit first: set where there is a value.</summary>
    public ReadOnlySpan<ulong> Present => present;

    /// <summary>Whether a row has a value.</summary>
    /// <param name="row">Row, counted from 0.</param>
    /// <returns>False when the fact is missing.</returns>
    public bool Has(int row) => (present[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>The value of a row.</summary>
    /// <param name="row">Row, counted from 0.</param>
    /// <returns>The value; null when the fact is missing.</returns>
    public FeelValue this[int row] => Has(row) ? Read(row) : FeelValue.Null;

    /// <summary>Number of rows with a value.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in present) count += System.Numerics.BitOperations.PopCount(word);
            return count;
        }
    }

    internal static FactColumn Create(FactDefinition definition, Period period, int rows) => definition.Type switch
    {
        FactType.Boolean => new TruthColumn(definition, period, rows),
        FactType.Date => new DayColumn(definition, period, rows),
        FactType.Text => new CodeColumn(definition, period, rows),
        _ => new NumberColumn(definition, period, rows),
    };

    internal abstract void Write(int row, FeelValue value);

    internal void Clear(int row) => present[row >> 6] &= ~(1UL << (row & 63));

    private protected abstract FeelValue Read(int row);

    private protected void Mark(int row) => present[row >> 6] |= 1UL << (row & 63);
}

/// <summary>Numbers as whole multiples of 1/10 000; the few that are no such multiple, or too large, stand beside it exactly.</summary>
public sealed class NumberColumn : FactColumn
{
    /// <summary>Decimal places kept in <see cref="Scaled"/>.</summary>
    public const int Scale = 4;

    /// <summary>Marks a row whose exact number does not fit and is found by its row alone.</summary>
    public const long Escape = long.MinValue;

    private static readonly long[] PowersOfTen = [1, 10, 100, 1000, 10_000];

    private readonly long[] scaled;
    private readonly Dictionary<int, FeelNumber> exact = [];

    internal NumberColumn(FactDefinition definition, Period period, int rows)
        : base(definition, period, rows) => scaled = new long[rows];

    /// <summary>The numbers times 10 000; <see cref="Escape"/> where the exact number stands apart; meaningless where missing.</summary>
    public ReadOnlySpan<long> Scaled => scaled;

    /// <summary>The numbers that do not fit, by row.</summary>
    public IReadOnlyDictionary<int, FeelNumber> Exact => exact;

    /// <summary>Writes significand × 10^−places without making a value of it; the way for bulk loading.</summary>
    internal void Write(int row, long significand, int places)
    {
        if (places is >= 0 and <= Scale)
        {
            var high = Math.BigMul(significand, PowersOfTen[Scale - places], out long product);
            if (high == product >> 63 && product != Escape)
            {
                Store(row, product);
                return;
            }
        }

        Write(row, FeelValue.From(new FeelNumber(significand, -places)));
    }

    internal override void Write(int row, FeelValue value)
    {
        var number = value.AsNumber();
        if (FeelNumber.TryMultiply(number, PowersOfTen[Scale], out var product) && product.TryToInt64(out var whole) && whole != Escape)
        {
            Store(row, whole);
            return;
        }

        scaled[row] = Escape;
        lock (exact) exact[row] = number;
        Mark(row);
    }

    private protected override FeelValue Read(int row) =>
        scaled[row] == Escape ? FeelValue.From(exact[row]) : FeelValue.From(new FeelNumber(scaled[row], -Scale));

    private void Store(int row, long value)
    {
        if (scaled[row] == Escape)
        {
            lock (exact) exact.Remove(row);
        }

        scaled[row] = value;
        Mark(row);
    }
}

/// <summary>Days as numbers counted from 1 January of year 1.</summary>
public sealed class DayColumn : FactColumn
{
    private readonly int[] days;

    internal DayColumn(FactDefinition definition, Period period, int rows)
        : base(definition, period, rows) => days = new int[rows];

    /// <summary>The day numbers; meaningless where missing.</summary>
    public ReadOnlySpan<int> Days => days;

    internal void Write(int row, int day)
    {
        days[row] = day;
        Mark(row);
    }

    internal override void Write(int row, FeelValue value)
    {
        var date = value.AsDate();
        Write(row, new DateOnly((int)date.Year, date.Month, date.Day).DayNumber);
    }

    private protected override FeelValue Read(int row) => FeelValue.From(DateOnly.FromDayNumber(days[row]));
}

/// <summary>Texts as codes into a dictionary of the column, in the order in which they first occurred (to whichever thread).</summary>
public sealed class CodeColumn : FactColumn
{
    private readonly int[] codes;
    private readonly List<string> texts = [];
    private readonly Dictionary<string, int> codeOf = [];

    internal CodeColumn(FactDefinition definition, Period period, int rows)
        : base(definition, period, rows) => codes = new int[rows];

    /// <summary>The codes; meaningless where missing.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>The text of each code.</summary>
    public IReadOnlyList<string> Texts => texts;

    internal void Write(int row, ReadOnlySpan<char> text)
    {
        codes[row] = CodeOf(text);
        Mark(row);
    }

    internal override void Write(int row, FeelValue value) => Write(row, value.AsString().AsSpan());

    private protected override FeelValue Read(int row) => FeelValue.From(texts[codes[row]]);

    private int CodeOf(ReadOnlySpan<char> text)
    {
        lock (codeOf)
        {
            var known = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
            if (known.TryGetValue(text, out var code)) return code;
            code = texts.Count;
            texts.Add(text.ToString());
            codeOf.Add(texts[code], code);
            return code;
        }
    }
}

/// <summary>Yes, no or missing as two bits a row: the second says which.</summary>
public sealed class TruthColumn : FactColumn
{
    private readonly ulong[] yes;

    internal TruthColumn(FactDefinition definition, Period period, int rows)
        : base(definition, period, rows) => yes = new ulong[(rows + 63) / 64];

    /// <summary>One bit for each row, lowest bit first: set for yes; clear for no and where missing.</summary>
    public ReadOnlySpan<ulong> Yes => yes;

    internal void Write(int row, bool value)
    {
        var bit = 1UL << (row & 63);
        if (value) yes[row >> 6] |= bit;
        else yes[row >> 6] &= ~bit;
        Mark(row);
    }

    internal override void Write(int row, FeelValue value) => Write(row, value.AsBoolean());

    private protected override FeelValue Read(int row) => FeelValue.From((yes[row >> 6] >> (row & 63) & 1) != 0);
}
