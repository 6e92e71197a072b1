using Funeng.Engines.Benefits;

namespace Funeng.Modules.Policies.Match;

/// <summary>A benefit, or one item of it, that an enterprise could take now.</summary>
/// <param name="Item">Empty where it has none.</param>
/// <param name="Yuan">What the rule gives for certain.</param>
internal sealed record Wanted(Benefit Benefit, string Item, decimal Yuan);

/// <summary>
/// The best bundle beside what an enterprise has already. What it has counts as taken: which benefits to add is found over both together, and
/// what they pay is what the rules of paying leave of them, one after the other. What pays nothing beside the others is left out, and the rest is looked at again.
/// </summary>
internal static class BundleBeside
{
    public static Bundle Find(IReadOnlyList<Wanted> wanted, IHoldings holdings, BenefitRelations relations, DateOnly on)
    {
        var (open, shut) = (wanted.ToList(), new List<Wanted>());
        while (true)
        {
            var bundle = BestBundle.Find(Offers(open, holdings, relations, on), relations);
            var taken = bundle.Taken.Select(one => one.Benefit).ToHashSet();
            var chosen = open.FindAll(one => taken.Contains(one.Benefit.Id));
            var paid = Pay(chosen, holdings, on);
            var stuck = chosen.FindAll(one => one.Yuan > 0 && !paid.ContainsKey(one) && !IsNeeded(one, chosen, relations));
            // A ceiling that is reached leaves nothing of what comes last: that is no reason to look again.
            if (stuck.Count == 0 || open.RemoveAll(stuck.Contains) == 0) return Make(bundle, open, shut, paid, relations);
            shut.AddRange(stuck);
        }
    }

    // What the enterprise has this year competes with what it could add; what it had in other years only fulfils conditions.
    private static List<BenefitOffer> Offers(List<Wanted> open, IHoldings holdings, BenefitRelations relations, DateOnly on)
    {
        var held = holdings.All.Where(one => one.Yuan > 0).ToList();
        var offers = open.GroupBy(one => one.Benefit.Id).Select(group => (Id: group.Key, Yuan: Sum(group))).Concat(held.Where(one => one.Year == on.Year).Select(one => (Id: one.Benefit, Yuan: one.Given)))
            .GroupBy(one => one.Id).Select(group => new BenefitOffer(group.Key, group.Sum(one => one.Yuan))).ToList();
        var needed = open.SelectMany(one => relations.NeededBy(one.Benefit.Id)).Distinct().Where(id => offers.TrueForAll(offer => offer.Benefit != id) && held.Exists(one => one.Benefit == id));
        return [.. offers, .. needed.Select(id => new BenefitOffer(id, 0)).ToList()];
    }

    // Where all items share a cap, they are never worth more than that together.
    private static decimal Sum(IEnumerable<Wanted> items)
    {
        var all = items.ToList();
        return all[0].Benefit is { Item.SharesCap: true, Cap: { } cap } ? Math.Min(cap, all.Sum(one => one.Yuan)) : all.Sum(one => one.Yuan);
    }

    // In rounds: what counts a lower one, or needs another, is paid after that.
    private static Dictionary<Wanted, BenefitRoom> Pay(List<Wanted> chosen, IHoldings holdings, DateOnly on)
    {
        var paid = new Dictionary<Wanted, BenefitRoom>();
        var order = chosen.Where(one => one.Yuan > 0).OrderByDescending(one => one.Yuan).ThenBy(one => one.Benefit.Id, StringComparer.Ordinal).ThenBy(one => one.Item, StringComparer.Ordinal).ToList();
        for (var before = -1; before != paid.Count;)
        {
            before = paid.Count;
            foreach (var one in order.Where(one => !paid.ContainsKey(one)).ToList())
            {
                if (holdings.RoomFor(one.Benefit, one.Item, on, one.Yuan) is not { Yuan: > 0 } room) continue;
                paid[one] = room;
                holdings = holdings.With(one.Benefit, one.Item, on, room);
            }
        }

        return paid;
    }

    private static bool IsNeeded(Wanted one, List<Wanted> chosen, BenefitRelations relations) => chosen.Exists(other => relations.NeededBy(other.Benefit.Id).Contains(one.Benefit.Id));

    private static Bundle Make(Bundle bundle, List<Wanted> open, List<Wanted> shut, Dictionary<Wanted, BenefitRoom> paid, BenefitRelations relations)
    {
        var taken = bundle.Taken.Select(one => one.Benefit).ToHashSet();
        List<TakenBenefit> kept =
        [
            .. open.Where(one => taken.Contains(one.Benefit.Id)).GroupBy(one => one.Benefit.Id)
                .Select(group => new TakenBenefit(group.Key, Sum(group), group.Sum(one => paid.GetValueOrDefault(one)?.Yuan ?? 0))),
        ];
        var names = kept.Select(one => one.Benefit).ToHashSet();
        return new Bundle(
            kept.Sum(one => one.Paid), [.. kept.OrderByDescending(one => one.Paid).ThenBy(one => one.Benefit, StringComparer.Ordinal)],
            [
                .. bundle.GivenUp.Where(one => !names.Contains(one.Benefit) && open.Exists(other => other.Benefit.Id == one.Benefit)),
                .. shut.Where(one => !names.Contains(one.Benefit.Id)).DistinctBy(one => one.Benefit.Id).Select(one => GivenUp(one, taken, relations)),
            ]);
    }

    private static GivenUpBenefit GivenUp(Wanted one, HashSet<string> taken, BenefitRelations relations)
    {
        var against = taken.Where(other => relations.AreApart(one.Benefit.Id, other)).Order(StringComparer.Ordinal).ToList();
        return against.Count > 0 ? new GivenUpBenefit(one.Benefit.Id, one.Yuan, GivenUpBecause.Excluded, against)
            : new GivenUpBenefit(one.Benefit.Id, one.Yuan, GivenUpBecause.CeilingReached, [relations.CeilingOf(one.Benefit.Id)?.Id ?? ""]);
    }
}
