using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Days as numbers counted from 1 January of year 1.</summary>
public sealed class DayColumn : FactColumn
{
    private readonly int[] days;

    internal DayColumn(FactDefinition definition, Period period, int rows, int capacity)
        : base(definition, period, rows, capacity) => days = new int[capacity];

    private DayColumn(DayColumn other, int rows, bool copy)
        : base(other, rows, copy) => days = copy ? Copy(other.days, Capacity) : other.days;

    /// <summary>The day numbers; meaningless where missing.</summary>
    public ReadOnlySpan<int> Days => days.AsSpan(0, Rows);

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

    internal Span<int> DaysFrom(int row, int rows) => days.AsSpan(row, rows);

    private protected override FeelValue Read(int row) => FeelValue.From(DateOnly.FromDayNumber(days[row]));

    private protected override FactColumn Over(int rows, bool copy) => new DayColumn(this, rows, copy);
}
