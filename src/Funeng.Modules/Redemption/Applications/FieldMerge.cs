namespace Funeng.Modules.Redemption.Applications;

/// <summary>
/// Several people of one enterprise fill in one form. Each sends what it saw and what it typed; what it did not touch stays as the others left
/// it, what only it touched is taken, and where two typed different things nothing is lost: the stored value stays and both are shown.
/// </summary>
public static class FieldMerge
{
    /// <param name="stored">What is stored now.</param>
    /// <param name="seen">What stood in the form when it was opened.</param>
    /// <param name="typed">What stands there now.</param>
    public static MergeOutcome Of(string stored, string seen, string typed) =>
        typed == stored || typed == seen ? MergeOutcome.Keep : stored == seen ? MergeOutcome.Take : MergeOutcome.Contested;
}

public enum MergeOutcome
{
    /// <summary>Nothing to write.</summary>
    Keep,

    /// <summary>The typed value is written.</summary>
    Take,

    /// <summary>Somebody else typed something else meanwhile.</summary>
    Contested,
}
