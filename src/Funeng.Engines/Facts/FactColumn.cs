using System.Numerics;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>The values of one fact in one period for all subjects of a table, in their order. A row without a value is missing.</summary>
/// <remarks>Once its table is built a column never changes. Its arrays may be longer than its rows, so that a table with a few more subjects
/// shares the columns those have no value in.</remarks>
public abstract class FactColumn
{
    private readonly ulong[] present;

    private protected FactColumn(FactDefinition definition, Period period, int rows, int capacity)
    {
        Definition = definition;
        Period = period;
        Rows = rows;
        Capacity = capacity;
        present = new ulong[Words(capacity)];
    }

    /// <summary>The same values, shared or copied, for at least as many rows.</summary>
    private protected FactColumn(FactColumn other, int rows, bool copy)
    {
        Definition = other.Definition;
        Period = other.Period;
        Rows = rows;
        Capacity = copy ? WithRoom(rows) : other.Capacity;
        present = copy ? Copy(other.present, Words(Capacity)) : other.present;
    }

    /// <summary>What the column holds.</summary>
    public FactDefinition Definition { get; }

    /// <summary>The period its values speak of.</summary>
    public Period Period { get; }

    /// <summary>Number of rows, missing ones included.</summary>
    public int Rows { get; }

    /// <summary>One bit for each row, lowest bit first: set where there is a value; clear beyond the last row.</summary>
    public ReadOnlySpan<ulong> Present => present.AsSpan(0, Words(Rows));

    private protected int Capacity { get; }

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
            foreach (var word in Present) count += BitOperations.PopCount(word);
            return count;
        }
    }

    internal static FactColumn Create(FactDefinition definition, Period period, int rows) => definition.Type switch
    {
        FactType.Boolean => new TruthColumn(definition, period, rows, WithRoom(rows)),
        FactType.Date => new DayColumn(definition, period, rows, WithRoom(rows)),
        FactType.Text => new CodeColumn(definition, period, rows, WithRoom(rows)),
        _ => new NumberColumn(definition, period, rows, WithRoom(rows)),
    };

    /// <summary>The column with some rows as another table has them; itself when they are so already.</summary>
    /// <param name="patch">The column of the same fact and period there; null when that table has none.</param>
    /// <param name="rowOf">For each row of that table the row here.</param>
    /// <param name="rows">Rows of the new column, at least as many as now.</param>
    internal FactColumn With(FactColumn? patch, ReadOnlySpan<int> rowOf, int rows)
    {
        FactColumn? changed = null;
        for (var other = 0; other < rowOf.Length; other++)
        {
            var row = rowOf[other];
            var value = patch?[other] ?? FeelValue.Null;
            var known = row < Rows ? this[row] : FeelValue.Null;
            if (value.IsNull ? known.IsNull : !known.IsNull && value.Equals(known)) continue;
            changed ??= Over(rows, copy: true);
            if (value.IsNull) changed.Clear(row);
            else changed.Write(row, value);
        }

        return changed ?? (rows == Rows ? this : Over(rows, copy: rows > Capacity));
    }

    internal abstract void Write(int row, FeelValue value);

    internal virtual void Clear(int row) => present[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>The present bits of rows that begin a word, to be written.</summary>
    internal Span<ulong> PresentFrom(int row, int rows) => present.AsSpan(row >> 6, Words(rows));

    private protected abstract FeelValue Read(int row);

    private protected abstract FactColumn Over(int rows, bool copy);

    private protected void Mark(int row) => present[row >> 6] |= 1UL << (row & 63);

    private protected static int Words(int rows) => (rows + 63) / 64;

    private protected static T[] Copy<T>(T[] from, int length)
    {
        var copy = new T[length];
        from.AsSpan(0, Math.Min(from.Length, length)).CopyTo(copy);
        return copy;
    }

    private static int WithRoom(int rows) => rows + (rows / 64) + 64;
}
