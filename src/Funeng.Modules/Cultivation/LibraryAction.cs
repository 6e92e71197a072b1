using Funeng.Engines.Criteria;

namespace Funeng.Modules.Cultivation;

/// <summary>What somebody wants to do to a library record, with what only this step needs. A new step is a new record here.</summary>
public abstract record LibraryAction
{
    private LibraryAction(LibraryStep step) => Step = step;

    public LibraryStep Step { get; }

    public sealed record Discover() : LibraryAction(LibraryStep.Discover);

    public sealed record Nominate(EntryDoor Door, string Organization) : LibraryAction(LibraryStep.Nominate);

    /// <summary>Puts the record before an outside account, which sees it from then on.</summary>
    public sealed record AskOpinion(long Account) : LibraryAction(LibraryStep.AskOpinion);

    /// <param name="HasSpoken">This account gave its opinion on this nomination before.</param>
    public sealed record GiveOpinion(string Organization, bool Supports, bool HasSpoken = false) : LibraryAction(LibraryStep.GiveOpinion);

    /// <param name="Verdict">What the scheme in force says today; null where the library has no criteria to decide.</param>
    public sealed record Confirm(Outcome? Verdict) : LibraryAction(LibraryStep.Confirm);

    public sealed record Decline() : LibraryAction(LibraryStep.Decline);

    public sealed record OpenReview() : LibraryAction(LibraryStep.OpenReview);

    public sealed record PassReview(Outcome? Verdict) : LibraryAction(LibraryStep.PassReview);

    public sealed record Warn() : LibraryAction(LibraryStep.Warn);

    public sealed record LiftWarning() : LibraryAction(LibraryStep.LiftWarning);

    public sealed record Exit(ExitGround Ground) : LibraryAction(LibraryStep.Exit);
}
