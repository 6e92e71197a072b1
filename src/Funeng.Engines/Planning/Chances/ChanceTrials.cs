namespace Funeng.Engines.Planning.Chances;

/// <summary>The draws of <see cref="ChanceEstimator"/>.</summary>
internal sealed class ChanceTrials
{
    private readonly Network network;
    private readonly NetworkGraph graph;
    private readonly NetworkPasses passes;
    private readonly Activity[] activities;
    private readonly (int Number, UncertainStep Step, StepDraws Draws, long AtBest)[] open;
    private readonly double[] excess;
    private ulong state;

    public ChanceTrials(Network network, IReadOnlyList<UncertainStep> steps, long now, ulong seed)
    {
        var known = steps.ToDictionary(step => step.Id);
        activities = [.. network.Activities.Select(activity => Known(activity, known.GetValueOrDefault(activity.Id), network, now))];
        var begun = steps.Where(step => step.Begun is not null || step.Done is not null).Select(step => step.Id).ToHashSet();
        this.network = network with { Activities = activities, Links = [.. network.Links.Where(link => !begun.Contains(link.To))] };
        graph = NetworkGraph.Build(this.network, out var problems) ?? throw new ArgumentException(string.Join("; ", problems), nameof(network));
        passes = new NetworkPasses(this.network, graph);
        open = [.. steps.Where(step => step.Done is null).Select(step => Open(step, now))];
        excess = new double[open.Length];
        state = seed;
    }

    public FinishChance Run(int trials)
    {
        int low = 0, point = 0, high = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var drawn = open.Select(step => step.Draws.Draw(Next(), Next())).ToArray();
            var isBeyond = drawn.Any(draw => draw.IsBeyond);
            var isInTime = IsInTime(drawn.Select(draw => draw.Duration).ToArray());
            // At best a duration beyond all that is known is the longest known one.
            var atBest = isBeyond && !isInTime ? IsInTime([.. drawn.Select((draw, index) => draw.IsBeyond ? open[index].AtBest : draw.Duration)]) : isInTime;
            if (isInTime) point++;
            if (atBest) high++;
            if (isInTime && !isBeyond) low++;
            for (var index = 0; index < open.Length && !isInTime; index++) excess[index] += drawn[index].Duration - PlannedOf(index);
        }

        return new FinishChance((double)low / trials, (double)point / trials, (double)high / trials, Drivers(trials - point));
    }

    private (int, UncertainStep, StepDraws, long) Open(UncertainStep step, long now)
    {
        var number = graph.NumberOf(step.Id) ?? throw new ArgumentException($"there is no activity '{step.Id}'", nameof(step));
        var (outlook, passed) = (new StepOutlook(step.History), Passed(step, now));
        return (number, step, outlook.After(passed), Math.Max(outlook.Longest, passed));
    }

    private static Activity Known(Activity activity, UncertainStep? step, Network network, long now)
    {
        var time = activity.WorkTime ?? network.WorkTime;
        if (step?.Done is { } done) return activity with { Duration = Math.Max(0, time.WorkBefore(done) - time.WorkBefore(step.Begun ?? done)), StartNoEarlierThan = step.Begun ?? done };
        if (step?.Begun is { } begun) return activity with { StartNoEarlierThan = begun };
        return activity with { StartNoEarlierThan = Math.Max(now, activity.StartNoEarlierThan ?? now) };
    }

    private long Passed(UncertainStep step, long now)
    {
        if (step.Begun is not { } begun) return 0;
        var time = network.Activities[graph.NumberOf(step.Id)!.Value].WorkTime ?? network.WorkTime;
        return Math.Max(0, time.WorkBefore(now) - time.WorkBefore(begun));
    }

    private long PlannedOf(int index) => network.Activities[open[index].Number].Duration;

    private bool IsInTime(long[] durations)
    {
        for (var index = 0; index < open.Length; index++)
            graph.Replace(open[index].Number, activities[open[index].Number] with { Duration = durations[index] });
        try
        {
            return passes.EarliestFinish() <= network.Promised;
        }
        catch (ArgumentOutOfRangeException)
        {
            // Beyond the end of the calendar is beyond the promise.
            return false;
        }
    }

    private IReadOnlyList<ChanceDriver> Drivers(int late) => late == 0 ? [] :
    [
        .. open.Select((step, index) => new ChanceDriver(
                step.Step.Id, excess[index] / late, step.Step.History.Durations.Count, step.Step.History.Durations.Count(duration => duration > PlannedOf(index))))
            .Where(driver => driver.MeanExcess > 0).OrderByDescending(driver => driver.MeanExcess),
    ];

    /// <summary>A number from 0 up to 1, by SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private double Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
