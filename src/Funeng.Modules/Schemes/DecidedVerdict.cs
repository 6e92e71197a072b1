using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes;

/// <summary>
/// What was decided of a subject under a scheme, with the version and signature of the rules that gave it. The present and the replaced
/// verdicts are tables of their own; this is what both have.
/// </summary>
public abstract class DecidedVerdict
{
    public required long Subject { get; init; }

    public required string Scheme { get; init; }

    /// <summary>Name of the version: the scheme's id, with <c>@n</c> from the second on.</summary>
    public required string Version { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Application date.</summary>
    public required DateOnly OnDate { get; init; }

    /// <summary>The facts are those known at this moment.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Thousandths of a point; null for schemes without a score.</summary>
    public long? ScoreLow { get; init; }

    public long? ScoreHigh { get; init; }

    /// <summary>Number of missing facts that could still change the outcome.</summary>
    public required int Missing { get; init; }

    /// <summary>Ids of the conditions that stand against the subject, joined by semicolons.</summary>
    public required string Failed { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>What a classification comes to, such as 小型; null where it is open or the scheme is none.</summary>
    public string? Class { get; init; }

    /// <summary>True when the other says the same: outcome, score, missing and failed conditions.</summary>
    public bool SaysTheSameAs(DecidedVerdict other) =>
        (Outcome, ScoreLow, ScoreHigh, Missing, Failed) == (other.Outcome, other.ScoreLow, other.ScoreHigh, other.Missing, other.Failed);
}
