namespace Funeng.Engines.Planning;

/// <summary>
/// The critical path method on precedence diagrams with all four link types, lags, work times and date constraints: a pass forwards for the
/// earliest dates and a pass backwards from the promised finish (倒排工期) for the latest ones.
/// </summary>
/// <remarks>
/// Kelley and Walker, <em>Critical-Path Planning and Scheduling</em> (1959); precedence diagrams after Fondahl (1961). An instant lies between two units:
/// an activity of 3 units that starts at 0 finishes at 3. Nothing starts before the network does.
/// </remarks>
public static class CriticalPath
{
    /// <summary>Dates every activity.</summary>
    /// <param name="network">The network.</param>
    /// <param name="problems">Why it cannot be dated; empty when it can.</param>
    /// <returns>The schedule, or null when there are problems. A promise that cannot be kept is no problem but a negative float.</returns>
    public static Schedule? Find(Network network, out IReadOnlyList<NetworkProblem> problems)
    {
        if (NetworkGraph.Build(network, out problems) is not { } graph) return null;
        var passes = new NetworkPasses(network, graph);
        problems = passes.TryRunAll();
        return problems.Count == 0 ? passes.ToSchedule() : null;
    }
}
