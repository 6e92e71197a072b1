using Funeng.Modules.Facts;

namespace Funeng.Modules.Policies.Match;

/// <summary>One benefit of a policy as it stands for the enterprise somebody signs in for.</summary>
/// <param name="Standing">With what earlier awards leave of it; null where nobody can have it today.</param>
/// <param name="Held">What it was granted of it.</param>
public sealed record OwnBenefit(BenefitRule Rule, BenefitStanding? Standing, IReadOnlyList<HeldBenefit> Held, BenefitWay Way)
{
    /// <summary>Nothing is left of it beside what the enterprise was granted.</summary>
    public bool IsHad { get; init; }
}

/// <param name="Benefits">Those of the policy that enterprises can have today, and those this one has something of.</param>
public sealed record OwnStanding(Subject Enterprise, IReadOnlyList<OwnBenefit> Benefits);
