using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Yes, no or missing as two bits a row: the second says which.</summary>
public sealed class TruthColumn : FactColumn
{
    private readonly ulong[] yes;

    internal TruthColumn(FactDefinition definition, Period period, int rows, int capacity)
        : base(definition, period, rows, capacity) => yes = new ulong[Words(capacity)];

    private TruthColumn(TruthColumn other, int rows, bool copy)
        : base(other, rows, copy) => yes = copy ? Copy(other.yes, Words(Capacity)) : other.yes;

    /// <summary>One bit for each row, lowest bit first: set for yes; clear for no and where missing.</summary>
    public ReadOnlySpan<ulong> Yes => yes.AsSpan(0, Words(Rows));

    internal void Write(int row, bool value)
    {
        var bit = 1UL << (row & 63);
        if (value) yes[row >> 6] |= bit;
        else yes[row >> 6] &= ~bit;
        Mark(row);
    }

    internal override void Write(int row, FeelValue value) => Write(row, value.AsBoolean());

    internal override void Clear(int row)
    {
        yes[row >> 6] &= ~(1UL << (row & 63));
        base.Clear(row);
    }

    internal Span<ulong> YesFrom(int row, int rows) => yes.AsSpan(row >> 6, Words(rows));

    private protected override FeelValue Read(int row) => FeelValue.From((yes[row >> 6] >> (row & 63) & 1) != 0);

    private protected override FactColumn Over(int rows, bool copy) => new TruthColumn(this, rows, copy);
}
