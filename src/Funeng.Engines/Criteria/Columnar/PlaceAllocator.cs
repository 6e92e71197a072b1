namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Gives out places in the arena and takes them back, so that a chunk's planes stay few.</summary>
internal sealed class PlaceAllocator
{
    private readonly int first;
    private readonly Stack<int> singles = [];
    private readonly Stack<int> pairs = [];
    private readonly HashSet<int> halves = [];

    public PlaceAllocator(int first) => Peak = this.first = first;

    /// <summary>One more than the highest place ever given out.</summary>
    public int Peak { get; private set; }

    public int Take(int count)
    {
        if (count == 1 && singles.TryPop(out var single)) return single;
        if (pairs.TryPop(out var pair))
        {
            if (count == 1) singles.Push(pair + 1);
            return pair;
        }

        Peak += count;
        return Peak - count;
    }

    /// <summary>Takes back a plane after its last use; the places of kept planes lie before the first and stay.</summary>
    public void Release(int plane, int place, CircuitStep maker)
    {
        if (place < first) return;
        if (maker.Results == 1)
        {
            singles.Push(place);
            return;
        }

        // The two results of a step go back together.
        var start = place - (plane - maker.First);
        if (halves.Add(maker.First)) return;
        pairs.Push(start);
    }
}
