using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>What a scheme as a whole concluded about a subject on a date.</summary>
/// <param name="Scheme">The scheme in the version used.</param>
/// <param name="On">Application date.</param>
/// <param name="Outcome">The conclusion.</param>
/// <param name="Score">The total still possible; null for schemes without a score.</param>
/// <param name="Findings">One for each criterion, in the order of the notice.</param>
/// <param name="Missing">The missing facts that could still change the conclusion, the most deciding first.</param>
public sealed record Verdict(
    Scheme Scheme, DateOnly On, Outcome Outcome, ScoreRange? Score, IReadOnlyList<Finding> Findings, IReadOnlyList<MissingFact> Missing)
{
    /// <summary>The findings that are not met: what stands against the subject.</summary>
    public IEnumerable<Finding> Failed => Findings.Where(finding => finding.Outcome == Criteria.Outcome.NotMet);

    /// <summary>
    /// What really stands in the way, or may: conditions on which the conclusion rests and that do not hold. A way that fails beside another
    /// that holds is not among them. Empty once the conclusion is met.
    /// </summary>
    public IReadOnlyList<BlockingFinding> Blocking => blocking ??= FindBlocking();

    /// <summary>Finds them when somebody looks.</summary>
    internal Func<IReadOnlyList<BlockingFinding>> FindBlocking { private get; init; } = () => [];

    private IReadOnlyList<BlockingFinding>? blocking;

    /// <summary>The finding of one criterion.</summary>
    /// <param name="key">Its key or id.</param>
    /// <returns>The finding, or null when the scheme has no such criterion.</returns>
    public Finding? Find(string key) => Findings.FirstOrDefault(finding => finding.Criterion.Key == key || finding.Criterion.Id == key);
}

/// <summary>A condition that stands in the way of a conclusion.</summary>
/// <param name="Finding">The finding to show for it.</param>
/// <param name="IsOpen">True when it may still hold once missing facts are filed; false when it certainly does not.</param>
public sealed record BlockingFinding(Finding Finding, bool IsOpen);

/// <summary>A fact to ask for, with what it would decide.</summary>
/// <param name="Definition">A fact that can be filed.</param>
/// <param name="DecidesAlone">True when some value of it alone would decide the conclusion.</param>
/// <param name="CriteriaTouched">Number of undecided criteria that depend on it.</param>
/// <param name="PointsTouched">Width of the undecided points that depend on it.</param>
public sealed record MissingFact(FactDefinition Definition, bool DecidesAlone, int CriteriaTouched, Feel.Values.FeelNumber PointsTouched);
