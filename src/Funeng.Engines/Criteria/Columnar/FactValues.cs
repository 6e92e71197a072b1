using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Stored values of one fact for all rows. The arrays are read where they lie and never copied.</summary>
public abstract class FactValues
{
    private protected FactValues()
    {
    }

    /// <summary>No row has a value.</summary>
    public static FactValues None { get; } = new Missing();

    /// <summary>The values of a column of a fact table.</summary>
    /// <param name="column">The column.</param>
    public static FactValues Of(FactColumn column) => column switch
    {
        NumberColumn numbers => new Scaled(numbers),
        DayColumn days => new DaysOf(days),
        CodeColumn codes => new TextsOf(codes),
        TruthColumn truths => new TruthsOf(truths),
        _ => throw new ArgumentException($"A {column.GetType().Name} has no form that the engine reads.", nameof(column)),
    };

    /// <summary>Numbers in binary floating point, each meaning the shortest decimal that reads back as it; NaN is missing.</summary>
    /// <param name="values">One for each row.</param>
    public static FactValues OfDoubles(ReadOnlyMemory<double> values) => new Doubles(values);

    /// <summary>Days counted from an origin; <see cref="int.MinValue"/> is missing.</summary>
    /// <param name="days">One for each row.</param>
    /// <param name="origin">The day of number 0.</param>
    public static FactValues OfDays(ReadOnlyMemory<int> days, DateOnly origin) => new Days(days, origin.DayNumber);

    /// <summary>Texts by number; 255 is missing.</summary>
    /// <param name="codes">One for each row.</param>
    /// <param name="texts">The text of each number.</param>
    public static FactValues OfCodes(ReadOnlyMemory<byte> codes, IReadOnlyList<string> texts) => new Texts(codes, texts);

    /// <summary>0 for no, 1 for yes, 255 for missing.</summary>
    /// <param name="truths">One for each row.</param>
    public static FactValues OfTruths(ReadOnlyMemory<byte> truths) => new Truths(truths);

    /// <summary>What turns the values into codes of a column of a plan, at a width; all give the same codes.</summary>
    internal abstract ColumnEncoder Encoder(PlanColumn column, KernelWidth width);

    private protected static ArgumentException Mismatch(PlanColumn column, string found) =>
        new($"'{column.Fact?.Key}' is stored as {found}, which a criterion cannot compare as it wants.");

    private sealed class Missing : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) => column is TruthCodes ? new OpenTruths(column.Digits) : new NoCodes(column.Digits);
    }

    private sealed class Scaled(NumberColumn values) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is NumberCodes { IsWide: false } numbers ? new ScaledCodes(values, numbers, width) : throw Mismatch(column, "numbers");
    }

    private sealed class Doubles(ReadOnlyMemory<double> values) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is NumberCodes { IsWide: false } numbers ? new DoubleCodes(values, numbers, width) : throw Mismatch(column, "numbers");
    }

    private sealed class DaysOf(DayColumn values) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is NumberCodes { IsWide: false } days ? new StoredDayCodes(values, days, width) : throw Mismatch(column, "days");
    }

    private sealed class Days(ReadOnlyMemory<int> values, int origin) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is NumberCodes { IsWide: false } days ? new DayCodes(values, origin, days, width) : throw Mismatch(column, "days");
    }

    private sealed class TextsOf(CodeColumn values) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is TextCodes texts ? new StoredTextCodes(values, texts) : throw Mismatch(column, "texts");
    }

    private sealed class Texts(ReadOnlyMemory<byte> codes, IReadOnlyList<string> texts) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is TextCodes named ? new ByteTextCodes(codes, texts, named, width) : throw Mismatch(column, "texts");
    }

    private sealed class TruthsOf(TruthColumn values) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is TruthCodes ? new StoredTruths(values, column.Digits) : throw Mismatch(column, "yes and no");
    }

    private sealed class Truths(ReadOnlyMemory<byte> values) : FactValues
    {
        internal override ColumnEncoder Encoder(PlanColumn column, KernelWidth width) =>
            column is TruthCodes ? new ByteTruths(values, column.Digits) : throw Mismatch(column, "yes and no");
    }
}
