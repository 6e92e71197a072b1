namespace Funeng.Modules.Policies;

/// <summary>What enterprises were granted already, and what that leaves of the next benefit: answered by whoever grants and pays.</summary>
public interface IHeldBenefits
{
    Task<IHoldings> OfAsync(long enterprise, CancellationToken cancellation);
}

/// <summary>What one enterprise has, with the rules that hold across awards.</summary>
public interface IHoldings
{
    /// <summary>Everything that was not refused, the newest first.</summary>
    IReadOnlyList<HeldBenefit> All { get; }

    /// <summary>What a benefit would still pay.</summary>
    /// <param name="item">Which item of it; empty where it has none.</param>
    /// <param name="yuan">As much as the rule gives; null where that is not known.</param>
    BenefitRoom RoomFor(Benefit benefit, string item, DateOnly on, decimal? yuan);

    /// <summary>What it would have if that were paid too.</summary>
    IHoldings With(Benefit benefit, string item, DateOnly on, BenefitRoom room);
}

/// <summary>One award an enterprise has.</summary>
/// <param name="Item">In words; empty for none.</param>
/// <param name="Year">The year it was decided for: what excludes each other and yearly ceilings hold within a year.</param>
/// <param name="Yuan">What it has of it: what was granted, less what came back.</param>
/// <param name="Given">What the rule gave by it, with what was paid of lower ones.</param>
/// <param name="PaidOn">When the money arrived; null while it has not.</param>
/// <param name="State">How far it is, in words.</param>
public sealed record HeldBenefit(long Id, string Benefit, string Title, string Item, string PeriodText, int Year, decimal Yuan, decimal Given, DateOnly? PaidOn, string State)
{
    /// <summary>Since when it stands so: the day it was paid, approved or proposed.</summary>
    public DateOnly Since { get; init; }

    /// <summary>Where this user reads it; empty where he reads it nowhere yet.</summary>
    public string Link { get; init; } = "";
}

/// <param name="Yuan">As much as was asked for, less, or nothing; null where it is not known and nothing stands in the way.</param>
/// <param name="Reason">Why not all, without a full stop; empty for all.</param>
/// <param name="Against">The award that stands in the way or is counted.</param>
public sealed record BenefitRoom(decimal? Yuan, string Reason, long? Against)
{
    /// <summary>Only another benefit is lacking that it needs.</summary>
    public bool IsLacking { get; init; }

    /// <summary>Of it so much was paid by lower ones, and which.</summary>
    public decimal Counted { get; init; }

    public IReadOnlyList<long> CountedOf { get; init; } = [];

    public bool IsNone => Yuan == 0 && Reason.Length > 0;
}
