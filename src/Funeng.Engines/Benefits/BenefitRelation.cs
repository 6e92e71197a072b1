namespace Funeng.Engines.Benefits;

/// <summary>How two benefits stand to each other.</summary>
public enum RelationKind
{
    /// <summary>Whoever takes one may not take the other (不得同时享受). Symmetric.</summary>
    Exclusive,

    /// <summary>Of both only the higher one is paid (就高不重复). Symmetric.</summary>
    HigherOnly,

    /// <summary>The first may only be taken together with the second (以享受……为前提). Directed.</summary>
    Needs,
}

/// <summary>One relation as one benefit states it.</summary>
/// <param name="From">Id of the benefit that states it.</param>
/// <param name="Kind">The kind.</param>
/// <param name="To">Id of the other.</param>
public sealed record BenefitRelation(string From, RelationKind Kind, string To)
{
    /// <summary>The days on which it holds; all of them where none are stated.</summary>
    public Validity During { get; init; }
}

/// <summary>A yearly ceiling over several benefits together (年度合计不超过), in one version.</summary>
/// <param name="Id">Its name; its versions share it.</param>
/// <param name="Most">The most all of them pay together, in yuan.</param>
/// <param name="Benefits">Ids of the benefits under it.</param>
public sealed record BenefitCeiling(string Id, decimal Most, IReadOnlyList<string> Benefits)
{
    /// <summary>The days on which this version holds; all of them where none are stated.</summary>
    public Validity During { get; init; }
}

/// <summary>Something wrong with the relations.</summary>
/// <param name="Benefit">Id of the benefit or ceiling that states it.</param>
/// <param name="Message">What, in English.</param>
public sealed record RelationProblem(string Benefit, string Message);
