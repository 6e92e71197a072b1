namespace Funeng.Modules.Policies.Simulate;

/// <summary>The few rows with the largest amounts among hundreds of thousands, without putting all of them in order. Of the same amount the earlier row.</summary>
internal sealed class LargestRows(int most)
{
    private static readonly Comparer<(decimal Amount, int Row)> LargestFirst =
        Comparer<(decimal Amount, int Row)>.Create((one, other) => other.Amount.CompareTo(one.Amount) is not 0 and var order ? order : one.Row.CompareTo(other.Row));

    private readonly PriorityQueue<int, (decimal Amount, int Row)> kept = new(Comparer<(decimal Amount, int Row)>.Create((one, other) => LargestFirst.Compare(other, one)));

    public void Add(int row, decimal amount)
    {
        // Most come too late to be among them: they are not put in at all.
        if (kept.Count == most && (most == 0 || (kept.TryPeek(out _, out var least) && LargestFirst.Compare((amount, row), least) > 0))) return;
        kept.Enqueue(row, (amount, row));
        if (kept.Count > most) kept.Dequeue();
    }

    public IReadOnlyList<int> InOrder() => [.. kept.UnorderedItems.OrderBy(item => item.Priority, LargestFirst).Select(item => item.Element)];
}
