namespace Funeng.Modules.Lists;

/// <summary>
/// A live list as its definition says it: a FEEL condition over one kind of subject. Whoever certainly meets it is a member; whoever
/// might meet it were a fact known is counted as 待补充 and listed apart.
/// </summary>
/// <param name="Id">Stable id, used in addresses.</param>
/// <param name="Group">Heading under which the overview shows it; empty for lists that only their own module shows.</param>
/// <param name="Condition">FEEL over catalogue names, 符合…, 持有… and the terms that modules add.</param>
/// <param name="Why">One sentence in Chinese: what the list is for; becomes the reason of a membership.</param>
/// <param name="Columns">Names of the facts shown beside each member.</param>
/// <param name="Sha256">Signature of the definition; a membership names the one it was decided by.</param>
/// <param name="Text">The definition as text, kept with its signature.</param>
public sealed record LiveList(
    string Id,
    string Title,
    string Group,
    string Subject,
    string Condition,
    string Why,
    string Owner,
    IReadOnlyList<string> Columns,
    string Sha256,
    string Text)
{
    /// <summary>What gets a member off the list again, in one sentence; empty where nothing need be done.</summary>
    public string WayOut { get; init; } = "";

    /// <summary>What membership says of the subject's state: bad (a red light), warning (a yellow one), or nothing.</summary>
    public ListSignal Signal { get; init; }
}

public enum ListSignal
{
    None,
    Warning,
    Bad,
}
