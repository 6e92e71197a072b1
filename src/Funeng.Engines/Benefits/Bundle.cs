namespace Funeng.Engines.Benefits;

/// <summary>A benefit a subject could take, with what it would pay.</summary>
/// <param name="Benefit">Its id.</param>
/// <param name="Amount">What it pays, in yuan; zero for one that pays nothing.</param>
public sealed record BenefitOffer(string Benefit, decimal Amount);

/// <summary>A benefit of the best bundle.</summary>
/// <param name="Benefit">Its id.</param>
/// <param name="Amount">What it pays by itself.</param>
/// <param name="Paid">What it pays in the bundle: less where a ceiling is reached.</param>
public sealed record TakenBenefit(string Benefit, decimal Amount, decimal Paid);

/// <summary>Why a benefit is not in the bundle.</summary>
public enum GivenUpBecause
{
    /// <summary>One of the bundle excludes it.</summary>
    Excluded,

    /// <summary>What it needs is not on offer, or is given up itself.</summary>
    PrerequisiteMissing,

    /// <summary>The ceiling is reached without it.</summary>
    CeilingReached,
}

/// <summary>A benefit given up for the better bundle.</summary>
/// <param name="Benefit">Its id.</param>
/// <param name="Amount">What it would have paid.</param>
/// <param name="Because">Why.</param>
/// <param name="Against">The benefits, or the ceiling, it stands back for.</param>
public sealed record GivenUpBenefit(string Benefit, decimal Amount, GivenUpBecause Because, IReadOnlyList<string> Against);

/// <summary>The bundle that pays most.</summary>
/// <param name="Total">What it pays.</param>
/// <param name="Taken">In order of what they pay.</param>
/// <param name="GivenUp">The others, with the reason.</param>
public sealed record Bundle(decimal Total, IReadOnlyList<TakenBenefit> Taken, IReadOnlyList<GivenUpBenefit> GivenUp);
