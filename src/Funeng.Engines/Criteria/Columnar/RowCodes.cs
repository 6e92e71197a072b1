namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// The codes of one row: for explanations and for single changes, where a block of 512 rows would be too much. Codes are the ranks themselves:
/// the low end of the value, and for a wide column the high end.
/// </summary>
internal sealed class RowCodes(ColumnSet columns)
{
    private readonly int[] low = new int[columns.All.Count];
    private readonly int[] high = new int[columns.All.Count];

    public (int Low, int High) this[int column]
    {
        get => (low[column], high[column]);
        set => (low[column], high[column]) = value;
    }

    public int Low(int column) => low[column];

    public int High(int column) => high[column];

    public void CopyTo(RowCodes other)
    {
        low.CopyTo(other.low, 0);
        high.CopyTo(other.high, 0);
    }
}
