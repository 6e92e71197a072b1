namespace Funeng.Engines.Planning.Conflicts;

/// <summary>What part of a plan a conflict is made of.</summary>
public enum ConflictPartKind
{
    /// <summary>The time an activity takes.</summary>
    Duration,

    /// <summary>A link, with its lag.</summary>
    Link,

    /// <summary>An activity may not start earlier.</summary>
    StartNoEarlierThan,

    /// <summary>An activity may not finish earlier.</summary>
    FinishNoEarlierThan,

    /// <summary>An activity has to start by a date.</summary>
    StartNoLaterThan,

    /// <summary>An activity has to be finished by a date.</summary>
    FinishNoLaterThan,

    /// <summary>The whole has to be finished by the promised date.</summary>
    Promise,
}

/// <summary>One part of a conflict.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The activity it belongs to; of a link, the one that waits.</param>
/// <param name="Link">The link, where it is one.</param>
public sealed record ConflictPart(ConflictPartKind Kind, string Id, Link? Link = null);

/// <summary>Parts of a plan that cannot all be kept, though any of them left out the others can: a minimal conflicting set.</summary>
/// <param name="Parts">The parts, in the order of the chain they make, the broken limit last.</param>
/// <param name="Activities">The activities of the chain, in its order.</param>
/// <param name="Missing">By how much the limit is broken, in units of the work time of the activity that breaks it.</param>
public sealed record Conflict(IReadOnlyList<ConflictPart> Parts, IReadOnlyList<Activity> Activities, long Missing);

/// <summary>Finds out why a plan cannot be kept.</summary>
public static class ConflictFinder
{
    /// <summary>Finds a minimal conflicting set.</summary>
    /// <param name="network">A network that can be dated.</param>
    /// <returns>The conflict behind the limit that is broken the most; null when all limits can be kept.</returns>
    /// <exception cref="ArgumentException">The network cannot be dated.</exception>
    public static Conflict? Find(Network network) => Chain.Trace(network) is { } chain ? chain.Reduce() : null;

    /// <summary>Explains the most negative float: the whole chain of activities, links and dates that drives the limit broken the most.</summary>
    /// <param name="network">A network that can be dated.</param>
    /// <returns>The chain with all its parts, also those that only add to what is missing; null when all limits can be kept.</returns>
    /// <exception cref="ArgumentException">The network cannot be dated.</exception>
    public static Conflict? Trace(Network network) => Chain.Trace(network)?.Whole();

    /// <summary>Whether all limits of a network can be kept.</summary>
    public static bool CanBeKept(Network network) => Missing(network) == 0;

    /// <summary>By how much the worst limit is broken.</summary>
    internal static long Missing(Network network)
    {
        var passes = new NetworkPasses(network, Chain.Build(network));
        passes.RunAll();
        return passes.Worst()?.Missing ?? 0;
    }
}
