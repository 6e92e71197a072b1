using Funeng.Engines.Criteria;

namespace Funeng.Modules.Policies.Match;

/// <summary>Which benefits an enterprise comes too late for: the last day to apply is over, and nothing was handed in before it.</summary>
internal static class LateBenefits
{
    /// <summary>What certainly does not fit stays with the rest: it says why, late or not.</summary>
    public static (IReadOnlyList<BenefitStanding> InTime, IReadOnlyList<BenefitStanding> Late) Part(IReadOnlyList<BenefitStanding> standings, IReadOnlyList<BegunBenefit> begun, DateOnly on)
    {
        var (inTime, late) = (new List<BenefitStanding>(), new List<BenefitStanding>());
        foreach (var standing in standings)
        {
            var isOver = standing.Outcome != Outcome.NotMet && standing.Rule.Benefit.IsOver(on);
            if (!isOver) inTime.Add(standing);
            else if (HandedIn(standing, begun) is { } still) inTime.Add(still);
            else late.Add(standing);
        }

        return (inTime, late);
    }

    /// <returns>As far as it was handed in: of what is given item by item, those items; null for nothing.</returns>
    private static BenefitStanding? HandedIn(BenefitStanding standing, IReadOnlyList<BegunBenefit> begun)
    {
        var sent = begun.Where(one => one.Benefit == standing.Rule.Benefit.Id && one.Step != BegunStep.Draft).ToList();
        if (sent.Count == 0 || standing.Items.Count == 0) return sent.Count == 0 ? null : standing;
        var items = standing.Items.Where(item => sent.Exists(one => one.Item == item.Item.Title)).ToList();
        return items.Count == 0 ? null : BenefitStanding.Of(standing.Rule.Benefit, items);
    }
}
