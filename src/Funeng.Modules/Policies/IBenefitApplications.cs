namespace Funeng.Modules.Policies;

/// <summary>What enterprises have begun of benefits, and the way to begin: answered by whoever takes applications.</summary>
public interface IBenefitApplications
{
    /// <summary>What counts today of what an enterprise has applied for, as far as this user sees it; the newest first.</summary>
    Task<IReadOnlyList<BegunBenefit>> OfAsync(long enterprise, CancellationToken cancellation);

    /// <summary>Whether this user applies for the enterprise.</summary>
    bool MayBegin(long enterprise);

    /// <summary>Begins an application of the user's enterprise, or finds the one that is under way.</summary>
    Task<BeginResult> BeginAsync(string benefit, CancellationToken cancellation);
}

/// <summary>How far an application is, as far as its enterprise has to do something.</summary>
public enum BegunStep
{
    /// <summary>It is being filled in.</summary>
    Draft,

    /// <summary>It was sent back and waits for corrections.</summary>
    Returned,

    /// <summary>It lies with the reviewers.</summary>
    InReview,

    Approved,
}

/// <summary>An application for a benefit, or for one item of it.</summary>
/// <param name="Item">What people call the item; empty where the benefit has none.</param>
/// <param name="State">In words.</param>
/// <param name="Link">Where this user reads it.</param>
public sealed record BegunBenefit(string Benefit, string Item, BegunStep Step, string State, string Link)
{
    /// <summary>Nobody has decided it yet.</summary>
    public bool IsOpen => Step != BegunStep.Approved;

    /// <summary>As a list of several benefits marks it.</summary>
    public string Mark => Step switch { BegunStep.Draft => "填写中", BegunStep.Returned => "申报中，待补正", BegunStep.InReview => "申报中", _ => "已批准" };
}

/// <summary>Every way beginning can end.</summary>
public abstract record BeginResult
{
    private BeginResult()
    {
    }

    /// <param name="Link">The application, or where its item is named first.</param>
    public sealed record Begun(string Link) : BeginResult;

    public sealed record Refused(string Reason) : BeginResult;

    /// <summary>No such benefit, or nobody who may apply.</summary>
    public sealed record NotFound : BeginResult;
}
