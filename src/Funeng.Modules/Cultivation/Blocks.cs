using Funeng.Engines.Criteria;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// What really stands between a subject and a tier. A condition counts only where the conclusion rests on it: a way that fails beside another
/// way that holds is no gap, nor is a low score where a direct route is open.
/// </summary>
/// <param name="Failed">Conditions that are certainly not met.</param>
/// <param name="Open">Conditions nobody can judge for want of facts.</param>
public sealed record Blocks(Outcome Outcome, IReadOnlyList<Finding> Failed, IReadOnlyList<Finding> Open)
{
    /// <summary>How many conditions are in the way or may be.</summary>
    public int Distance => Failed.Count + Open.Count;

    /// <param name="verdict">Of the scheme as a whole.</param>
    /// <param name="library">The tier asked for.</param>
    public static Blocks Of(Verdict verdict, LibraryDefinition library)
    {
        if (library.Tier is { } tier)
        {
            return verdict.Find(tier) is { Outcome: { } outcome } finding
                ? new Blocks(outcome, outcome == Outcome.NotMet ? [finding] : [], outcome == Outcome.Unknown ? [finding] : [])
                : new Blocks(Outcome.Unknown, [], []);
        }

        return new Blocks(
            verdict.Outcome,
            [.. verdict.Blocking.Where(item => !item.IsOpen).Select(item => item.Finding)], [.. verdict.Blocking.Where(item => item.IsOpen).Select(item => item.Finding)]);
    }
}
