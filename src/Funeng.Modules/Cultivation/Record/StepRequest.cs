using Funeng.Engines.Criteria;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>What the form of a record sends.</summary>
/// <param name="Version">The version of the record the page showed; 0 when there was none.</param>
public sealed record StepRequest(
    LibraryStep Step, string Reason, int Version, EntryDoor? Door = null, string? Organization = null, bool? Supports = null,
    ExitGround? Ground = null, long Reader = 0)
{
    /// <param name="verdict">What the standard says today.</param>
    /// <param name="hasSpoken">This account gave its opinion on the nomination before.</param>
    public LibraryAction ToAction(Outcome? verdict, bool hasSpoken) => Step switch
    {
        LibraryStep.Discover => new LibraryAction.Discover(),
        LibraryStep.Nominate => new LibraryAction.Nominate(Door ?? EntryDoor.DepartmentProposal, Organization ?? ""),
        LibraryStep.AskOpinion => new LibraryAction.AskOpinion(Reader),
        LibraryStep.GiveOpinion => new LibraryAction.GiveOpinion(Organization ?? "", Supports ?? false, hasSpoken),
        LibraryStep.Confirm => new LibraryAction.Confirm(verdict),
        LibraryStep.Decline => new LibraryAction.Decline(),
        LibraryStep.OpenReview => new LibraryAction.OpenReview(),
        LibraryStep.PassReview => new LibraryAction.PassReview(verdict),
        LibraryStep.Warn => new LibraryAction.Warn(),
        LibraryStep.LiftWarning => new LibraryAction.LiftWarning(),
        LibraryStep.Exit => new LibraryAction.Exit(Ground ?? ExitGround.AfterWarning),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), Step, "a step without an action"),
    };
}

/// <summary>Every way taking a step can end.</summary>
public abstract record TakeStepResult
{
    private TakeStepResult()
    {
    }

    public sealed record Taken(LibraryState State) : TakeStepResult;

    public sealed record NotFound : TakeStepResult;

    public sealed record NotAllowed(string Message) : TakeStepResult;

    public sealed record Refused(string Message) : TakeStepResult;

    public sealed record ChangedMeanwhile : TakeStepResult;
}

/// <summary>One of a selection: the version of its record the page showed; 0 when there was none.</summary>
public sealed record SelectedRecord(string Code, int Version);

/// <summary>How the step ended for one of a selection.</summary>
public sealed record SelectedStep(string Code, string Name, TakeStepResult Result);
