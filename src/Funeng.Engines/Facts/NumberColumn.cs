using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Numbers as whole multiples of 1/10 000; the few that are no such multiple, or too large, stand beside it exactly.</summary>
public sealed class NumberColumn : FactColumn
{
    /// <summary>Decimal places kept in <see cref="Scaled"/>.</summary>
    public const int Scale = 4;

    /// <summary>Marks a row whose exact number does not fit and is found by its row alone.</summary>
    public const long Escape = long.MinValue;

    private static readonly long[] PowersOfTen = [1, 10, 100, 1000, 10_000];

    private readonly long[] scaled;
    private readonly Dictionary<int, FeelNumber> exact;

    internal NumberColumn(FactDefinition definition, Period period, int rows, int capacity)
        : base(definition, period, rows, capacity)
    {
        scaled = new long[capacity];
        exact = [];
    }

    private NumberColumn(NumberColumn other, int rows, bool copy)
        : base(other, rows, copy)
    {
        scaled = copy ? Copy(other.scaled, Capacity) : other.scaled;
        exact = copy ? new Dictionary<int, FeelNumber>(other.exact) : other.exact;
    }

    /// <summary>The numbers times 10 000; <see cref="Escape"/> where the exact number stands apart; meaningless where missing.</summary>
    public ReadOnlySpan<long> Scaled => scaled.AsSpan(0, Rows);

    /// <summary>The numbers that do not fit, by row.</summary>
    public IReadOnlyDictionary<int, FeelNumber> Exact => exact;

    /// <summary>Writes significand × 10^−places without making a value of it; the way for bulk loading.</summary>
    internal void Write(int row, long significand, int places)
    {
        if (places is >= 0 and <= Scale)
        {
            var high = Math.BigMul(significand, PowersOfTen[Scale - places], out long product);
            if (high == product >> 63 && IsPlain(product))
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
        if (FeelNumber.TryMultiply(number, PowersOfTen[Scale], out var product) && product.TryToInt64(out var whole) && IsPlain(whole))
        {
            Store(row, whole);
            return;
        }

        scaled[row] = Escape;
        lock (exact) exact[row] = number;
        Mark(row);
    }

    internal Span<long> ScaledFrom(int row, int rows) => scaled.AsSpan(row, rows);

    private protected override FeelValue Read(int row) =>
        scaled[row] == Escape ? FeelValue.From(exact[row]) : FeelValue.From(new FeelNumber(scaled[row], -Scale));

    private protected override FactColumn Over(int rows, bool copy) => new NumberColumn(this, rows, copy);

    // Both ends of the range are left free, so that searches may put them before and behind all numbers.
    private static bool IsPlain(long product) => product is not (Escape or long.MaxValue);

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
