namespace Funeng.Engines.Planning.Chances;

/// <summary>An activity of a plan with what is known of its kind and of itself.</summary>
/// <param name="Id">Id of the activity in the network.</param>
/// <param name="History">How long its kind took before.</param>
public sealed record UncertainStep(string Id, StepHistory History)
{
    /// <summary>The instant it was begun; null where it has not been.</summary>
    public long? Begun { get; init; }

    /// <summary>The instant it was done; null where it is not.</summary>
    public long? Done { get; init; }
}

/// <summary>The chance that a plan is finished in time.</summary>
/// <param name="Low">The least it may be: whatever lasts longer than all that is known comes too late.</param>
/// <param name="Point">The best guess.</param>
/// <param name="High">The most it may be.</param>
/// <param name="Drivers">The activities that delay it most in the cases in which it is late, worst first.</param>
public sealed record FinishChance(double Low, double Point, double High, IReadOnlyList<ChanceDriver> Drivers);

/// <summary>What an activity adds in the cases in which the whole is late.</summary>
/// <param name="Id">The activity.</param>
/// <param name="MeanExcess">Units over its planned duration, on average in those cases.</param>
/// <param name="Known">How many past durations of its kind are known.</param>
/// <param name="Longer">How many of them were longer than planned.</param>
public sealed record ChanceDriver(string Id, double MeanExcess, int Known, int Longer);

/// <summary>Estimates the chance of finishing in time by drawing durations of past steps.</summary>
/// <remarks>The same seed gives the same figure. Steps are drawn independently of each other: an office that is slow in everything makes the truth wider.</remarks>
public static class ChanceEstimator
{
    /// <summary>Estimates.</summary>
    /// <param name="network">The plan; <see cref="Network.Promised"/> is the finish it is about. Activities without a step keep their planned duration.</param>
    /// <param name="steps">What is known of its activities.</param>
    /// <param name="now">The present instant: what is not begun begins no earlier.</param>
    /// <param name="trials">How often durations are drawn; 4,000 leave at most 0.8 percentage points of chance in the figure.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>The chance.</returns>
    /// <exception cref="ArgumentException">The network has no promise or cannot be dated.</exception>
    public static FinishChance Find(Network network, IReadOnlyList<UncertainStep> steps, long now, int trials = 4000, ulong seed = 1)
    {
        if (network.Promised is null) throw new ArgumentException("a chance is asked for a promised finish", nameof(network));
        return new ChanceTrials(network, steps, now, seed).Run(trials);
    }
}
