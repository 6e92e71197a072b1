namespace Funeng.Engines.Planning.Chances;

/// <summary>How long steps of one kind took before.</summary>
/// <param name="Kind">The kind: an item of the approval catalogue, a stage of works.</param>
/// <param name="Durations">Durations of those that are done, in units of work time.</param>
/// <param name="StillRunning">How long those have been running that are not done yet: they take at least that long.</param>
public sealed record StepHistory(string Kind, IReadOnlyList<long> Durations, IReadOnlyList<long> StillRunning)
{
    /// <summary>No step of the kind is known.</summary>
    public static StepHistory None(string kind) => new(kind, [], []);
}

/// <summary>
/// What the next step of a kind may take, by those before it: each past duration is as likely as any other, and longer than all of them is as likely as one of
/// them. So few data leave much open, and none leaves everything.
/// </summary>
/// <remarks>Hill's assumption A(n) (1968), for running steps as in Berliner and Hill (1988): a product-limit estimate with one more at risk.</remarks>
public sealed class StepOutlook
{
    private readonly (long Duration, double Share)[] steps;
    private readonly double mean;

    /// <summary>Looks ahead from a history.</summary>
    public StepOutlook(StepHistory history)
    {
        var all = history.Durations.Select(duration => (duration, IsDone: true)).Concat(history.StillRunning.Select(duration => (duration, IsDone: false)))
            .OrderBy(step => step.duration).ThenByDescending(step => step.IsDone).ToList();
        var left = 1.0;
        var found = new List<(long, double)>();
        for (var index = 0; index < all.Count; index++)
        {
            if (!all[index].IsDone) continue;
            var share = left / (all.Count - index + 1);
            found.Add((all[index].duration, share));
            left -= share;
        }

        steps = [.. found];
        BeyondAll = left;
        mean = history.Durations.Count == 0 ? 0 : history.Durations.Average();
    }

    /// <summary>Chance that it takes longer than any step before it; 1 where none is known.</summary>
    public double BeyondAll { get; }

    /// <summary>The longest known duration; 0 where none is.</summary>
    public long Longest => steps.Length == 0 ? 0 : steps[^1].Duration;

    /// <summary>Chance that it takes no longer than so much: at least, and at most.</summary>
    public (double Low, double High) Within(long duration)
    {
        var low = steps.Where(step => step.Duration <= duration).Sum(step => step.Share);
        return (low, duration >= Longest ? 1 : low);
    }

    /// <summary>What it may still take after so much has passed, laid out so that drawing is one look-up.</summary>
    internal StepDraws After(long passed) => new([.. steps.Where(step => step.Duration > passed)], BeyondAll, Math.Max(Longest, passed), Math.Max(mean, 1));
}

/// <summary>The durations a step may still have, each with the share of all chances up to it.</summary>
internal sealed class StepDraws
{
    private readonly long[] durations;
    private readonly double[] until;
    private readonly double all, mean;
    private readonly long longest;

    public StepDraws((long Duration, double Share)[] open, double beyond, long longest, double mean)
    {
        (this.longest, this.mean) = (longest, mean);
        durations = new long[open.Length];
        until = new double[open.Length];
        var sum = 0.0;
        for (var index = 0; index < open.Length; index++) (durations[index], until[index]) = (open[index].Duration, sum += open[index].Share);
        all = sum + beyond;
    }

    /// <summary>Draws a duration longer than what has passed already.</summary>
    /// <param name="draw">A number from 0 up to 1.</param>
    /// <param name="tail">Another one, for how far beyond all known durations it lies.</param>
    /// <returns>The duration, and whether it lies beyond all that is known.</returns>
    public (long Duration, bool IsBeyond) Draw(double draw, double tail)
    {
        var aim = draw * all;
        var found = Array.BinarySearch(until, aim);
        // The first whose share ends after the aim.
        for (found = found < 0 ? ~found : found + 1; found < until.Length && until[found] <= aim;) found++;
        // Beyond what is known the time left is taken to fade away with the mean of the kind.
        return found < durations.Length ? (durations[found], false) : (longest + 1 + (long)(-Math.Log(1 - tail) * mean), true);
    }
}
