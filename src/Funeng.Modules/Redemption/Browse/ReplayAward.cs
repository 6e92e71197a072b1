using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>An award beside the rule that decided it, as it was.</summary>
/// <param name="Rule">Null where nobody has kept it.</param>
/// <param name="Again">Decided once more by that rule on the facts as they were known then; null where the facts are those of one registered item, or there is no rule.</param>
public sealed record ReplayedAward(Award Award, ArchivedBenefit? Rule, BenefitStanding? Again)
{
    /// <summary>What the rule gives: the award and what it counted of lower ones.</summary>
    public bool IsSame => Again is { Outcome: Outcome.Met, Amount: { IsExact: true } amount } && (long)(amount.Low * 100) == Award.AmountFen + Award.CountedFen;
}

/// <summary>Opens the rule an award names and decides by it again, on the facts as they were known when it was proposed. Nothing is stored.</summary>
public sealed class ReplayAward(ReadRedemption read, BenefitArchive archive, FactReader facts)
{
    public async Task<ReplayedAward?> RunAsync(long award, CancellationToken cancellation)
    {
        if (await read.AwardAsync(award, cancellation) is not { } found) return null;
        if (await archive.FindAsync(found.RuleSha256, found.Benefit, cancellation) is not { } rule) return new ReplayedAward(found, null, null);
        if (rule.Rule.Benefit.Item?.By == ItemBy.Number) return new ReplayedAward(found, rule, null);
        var known = await facts.LoadSubjectAsync(found.Subject, found.FactsKnownAt, cancellation);
        return new ReplayedAward(found, rule, rule.Decide(known, found.DecidedOn, found.Region));
    }
}
