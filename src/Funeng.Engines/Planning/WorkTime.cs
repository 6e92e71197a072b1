namespace Funeng.Engines.Planning;

/// <summary>
/// When work goes on, on a time line of whole units (days, minutes, whatever the network counts in). Every question is answered through
/// the <em>work coordinate</em> of an instant, the units worked before it: adding work is adding to the coordinate and going back to an instant.
/// </summary>
/// <remarks>
/// One coordinate can belong to many instants (a whole weekend). A task that starts takes the last of them, the morning after; one that finishes the first,
/// the evening before. Immutable and thread-safe.
/// </remarks>
public sealed class WorkTime
{
    private readonly long[] starts;
    private readonly long[] ends;
    private readonly long[] workBefore;

    private WorkTime(long[] starts, long[] ends)
    {
        this.starts = starts;
        this.ends = ends;
        workBefore = new long[starts.Length + 1];
        for (var index = 0; index < starts.Length; index++) workBefore[index + 1] = workBefore[index] + (ends[index] - starts[index]);
    }

    /// <summary>Work goes on all the time: the coordinate of an instant is the instant.</summary>
    public static WorkTime Always { get; } = new([], []);

    /// <summary>Work goes on within the stretches and never outside them.</summary>
    /// <param name="stretches">Stretches of work, end not included, in any order; those that touch or overlap become one.</param>
    /// <returns>The work time; what is asked beyond its last stretch throws.</returns>
    /// <exception cref="ArgumentException">There is no stretch, or one that does not end after its start.</exception>
    public static WorkTime Within(IEnumerable<(long Start, long End)> stretches)
    {
        List<long> starts = [], ends = [];
        foreach (var (start, end) in stretches.OrderBy(stretch => stretch.Start))
        {
            if (end <= start) throw new ArgumentException($"a stretch of work must end after its start: {start} to {end}", nameof(stretches));
            if (ends.Count > 0 && start <= ends[^1])
            {
                ends[^1] = Math.Max(ends[^1], end);
                continue;
            }

            starts.Add(start);
            ends.Add(end);
        }

        if (starts.Count == 0) throw new ArgumentException("a work time needs a stretch of work", nameof(stretches));
        return new WorkTime([.. starts], [.. ends]);
    }

    /// <summary>Units worked before an instant, counted from the first stretch.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>The work coordinate.</returns>
    public long WorkBefore(long instant)
    {
        if (starts.Length == 0) return instant;
        var index = LastAtOrBefore(starts, instant);
        return index < 0 ? 0 : workBefore[index] + Math.Min(instant, ends[index]) - starts[index];
    }

    /// <summary>The first instant with so much work before it: where a task that needs it finishes.</summary>
    /// <param name="work">Work coordinate.</param>
    /// <returns>The instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stretches do not reach so far.</exception>
    public long FinishAt(long work)
    {
        if (starts.Length == 0) return work;
        Require(work >= 0 && work <= workBefore[^1], work);
        var index = Math.Max(LastAtOrBefore(workBefore, work - 1), 0);
        return starts[index] + work - workBefore[index];
    }

    /// <summary>The last instant with so much work before it: where the next unit of work starts.</summary>
    /// <param name="work">Work coordinate.</param>
    /// <returns>The instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stretches do not reach so far.</exception>
    public long StartAt(long work)
    {
        if (starts.Length == 0) return work;
        Require(work >= 0 && work < workBefore[^1], work);
        var index = LastAtOrBefore(workBefore, work);
        return starts[index] + work - workBefore[index];
    }

    /// <summary>
    /// As <see cref="WorkBefore"/>, but goes on below zero: before the first stretch every unit counts as one of work. Latest dates that lie further back than
    /// the calendar reaches are counted so, that a promise missed by far shows how far.
    /// </summary>
    internal long WorkBack(long instant) => starts.Length > 0 && instant < starts[0] ? instant - starts[0] : WorkBefore(instant);

    /// <summary>As <see cref="StartAt"/>, also below zero.</summary>
    internal long StartBack(long work) => starts.Length > 0 && work < 0 ? starts[0] + work : StartAt(work);

    /// <summary>As <see cref="FinishAt"/>, also below zero.</summary>
    internal long FinishBack(long work) => starts.Length > 0 && work < 0 ? starts[0] + work : FinishAt(work);

    private static int LastAtOrBefore(long[] sorted, long value)
    {
        var index = Array.BinarySearch(sorted, value);
        return index >= 0 ? index : ~index - 1;
    }

    private void Require(bool isInside, long work)
    {
        if (!isInside) throw new ArgumentOutOfRangeException(nameof(work), $"the calendar holds {workBefore[^1]} units of work; {work} were asked for");
    }
}
