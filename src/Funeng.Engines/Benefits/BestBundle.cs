namespace Funeng.Engines.Benefits;

/// <summary>
/// The bundle of benefits that pays most under exclusions, prerequisites and yearly ceilings, found by branch and bound over each group of
/// related benefits: never an approximation. Of bundles that pay the same it is always the same one, in whatever order the offers come; a benefit
/// that pays nothing more because its ceiling is reached is given up.
/// </summary>
public static class BestBundle
{
    /// <summary>Finds the bundle.</summary>
    /// <param name="offers">What the subject could take, each benefit once.</param>
    /// <param name="relations">Relations that passed their check.</param>
    /// <returns>The best bundle with everything given up for it.</returns>
    public static Bundle Find(IReadOnlyCollection<BenefitOffer> offers, BenefitRelations relations)
    {
        var possible = Reachable(offers, relations);
        var taken = Components(possible, relations).SelectMany(component => new BundleSearch(component, relations).Best()).ToHashSet();
        var paid = Pay([.. possible.Where(offer => taken.Contains(offer.Benefit))], relations);
        var names = Kept(paid, possible, relations);
        List<TakenBenefit> kept = [.. paid.Where(one => names.Contains(one.Benefit)), .. names.Except(paid.Select(one => one.Benefit)).Select(service => new TakenBenefit(service, 0, 0))];
        return new Bundle(
            kept.Sum(one => one.Paid),
            [.. kept.OrderByDescending(one => one.Paid).ThenBy(one => one.Benefit, StringComparer.Ordinal)],
            [.. offers.Where(offer => !names.Contains(offer.Benefit)).Select(offer => Explain(offer, names, relations))
                .OrderByDescending(given => given.Amount).ThenBy(given => given.Benefit, StringComparer.Ordinal)]);
    }

    /// <summary>What a set of benefits pays together once ceilings are applied, the larger first.</summary>
    internal static IReadOnlyList<TakenBenefit> Pay(IReadOnlyCollection<BenefitOffer> taken, BenefitRelations relations)
    {
        var left = relations.Ceilings.ToDictionary(ceiling => ceiling.Id, ceiling => ceiling.Most);
        var paid = new List<TakenBenefit>();
        foreach (var offer in taken.OrderByDescending(offer => offer.Amount).ThenBy(offer => offer.Benefit, StringComparer.Ordinal))
        {
            var ceiling = relations.CeilingOf(offer.Benefit);
            var amount = ceiling is null ? offer.Amount : Math.Min(offer.Amount, left[ceiling.Id]);
            if (ceiling is not null) left[ceiling.Id] -= amount;
            paid.Add(new TakenBenefit(offer.Benefit, offer.Amount, amount));
        }

        return paid;
    }

    // What pays, what is no money, and what these need. For what pays nothing more under its ceiling no service is given up that it excludes.
    private static HashSet<string> Kept(IReadOnlyList<TakenBenefit> paid, List<BenefitOffer> possible, BenefitRelations relations)
    {
        var kept = paid.Where(one => one.Paid > 0 || one.Amount == 0).Select(one => one.Benefit).ToHashSet();
        while (paid.FirstOrDefault(one => !kept.Contains(one.Benefit) && kept.Any(other => relations.NeededBy(other).Contains(one.Benefit))) is { } needed) kept.Add(needed.Benefit);
        while (possible.Where(offer => offer.Amount == 0 && !kept.Contains(offer.Benefit) && !kept.Any(other => relations.AreApart(other, offer.Benefit)) && relations.NeededBy(offer.Benefit).All(kept.Contains))
            .MinBy(offer => offer.Benefit, StringComparer.Ordinal) is { } service) kept.Add(service.Benefit);
        return kept;
    }

    // What needs something that is not on offer can never be taken.
    private static List<BenefitOffer> Reachable(IReadOnlyCollection<BenefitOffer> offers, BenefitRelations relations)
    {
        var possible = offers.ToList();
        while (possible.RemoveAll(offer => relations.NeededBy(offer.Benefit).Any(needed => possible.TrueForAll(other => other.Benefit != needed))) > 0)
        {
            // Taking one out may strand another.
        }

        return possible;
    }

    private static IEnumerable<IReadOnlyList<BenefitOffer>> Components(List<BenefitOffer> offers, BenefitRelations relations)
    {
        var open = offers.OrderByDescending(offer => offer.Amount).ThenBy(offer => offer.Benefit, StringComparer.Ordinal).ToList();
        while (open.Count > 0)
        {
            var component = new List<BenefitOffer> { open[0] };
            open.RemoveAt(0);
            for (var at = 0; at < component.Count; at++)
            {
                var beside = open.Where(other => AreRelated(component[at].Benefit, other.Benefit, relations)).ToList();
                component.AddRange(beside);
                open.RemoveAll(beside.Contains);
            }

            // The search wants the largest first.
            yield return [.. component.OrderByDescending(offer => offer.Amount).ThenBy(offer => offer.Benefit, StringComparer.Ordinal)];
        }
    }

    private static bool AreRelated(string one, string other, BenefitRelations relations) =>
        relations.AreApart(one, other) || relations.NeededBy(one).Contains(other) || relations.NeededBy(other).Contains(one)
        || relations.CeilingOf(one) is { } ceiling && ceiling.Benefits.Contains(other);

    private static GivenUpBenefit Explain(BenefitOffer offer, HashSet<string> taken, BenefitRelations relations)
    {
        var against = taken.Where(other => relations.AreApart(offer.Benefit, other)).Order(StringComparer.Ordinal).ToList();
        if (against.Count > 0) return new GivenUpBenefit(offer.Benefit, offer.Amount, GivenUpBecause.Excluded, against);
        var lacking = relations.NeededBy(offer.Benefit).Where(needed => !taken.Contains(needed)).Order(StringComparer.Ordinal).ToList();
        if (lacking.Count > 0) return new GivenUpBenefit(offer.Benefit, offer.Amount, GivenUpBecause.PrerequisiteMissing, lacking);
        return new GivenUpBenefit(offer.Benefit, offer.Amount, GivenUpBecause.CeilingReached, [relations.CeilingOf(offer.Benefit)?.Id ?? ""]);
    }
}
