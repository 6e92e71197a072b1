using System.Numerics;

namespace Funeng.Engines.Benefits;

/// <summary>Branch and bound over benefits that are all related to each other, directly or through others.</summary>
internal sealed class BundleSearch
{
    private readonly IReadOnlyList<BenefitOffer> offers;
    private readonly BigInteger[] apart;
    private readonly BigInteger[] needs;
    private readonly int[] ceilingOf;
    private readonly decimal[] ceilings;
    private decimal bestTotal = -1;
    private BigInteger best;
    private int bestCount;

    public BundleSearch(IReadOnlyList<BenefitOffer> offers, BenefitRelations relations)
    {
        this.offers = offers;
        apart = [.. offers.Select(one => Mask(other => relations.AreApart(one.Benefit, other.Benefit)))];
        needs = [.. offers.Select(one => Mask(other => relations.NeededBy(one.Benefit).Contains(other.Benefit)))];
        ceilings = [.. relations.Ceilings.Select(ceiling => ceiling.Most)];
        ceilingOf = [.. offers.Select(one => relations.CeilingOf(one.Benefit) is { } ceiling ? relations.Ceilings.ToList().IndexOf(ceiling) : -1)];
    }

    /// <summary>Ids of the best bundle.</summary>
    public IEnumerable<string> Best()
    {
        Branch(0, BigInteger.Zero, BigInteger.Zero);
        return offers.Where((_, at) => Has(best, at)).Select(offer => offer.Benefit);
    }

    // Every benefit before `at` is decided: taken, or refused.
    private void Branch(int at, BigInteger taken, BigInteger refused)
    {
        if (at == offers.Count)
        {
            Keep(taken);
            return;
        }

        var bound = Bound(at, taken, refused);
        if (bound < bestTotal || (bound == bestTotal && Count(taken) + Open(at, refused) <= bestCount)) return;
        if (!Has(refused, at) && (apart[at] & taken).IsZero && (needs[at] & refused).IsZero)
            Branch(at + 1, taken | (BigInteger.One << at), refused | apart[at]);
        if (!IsDemanded(at, taken)) Branch(at + 1, taken, refused | (BigInteger.One << at));
    }

    private void Keep(BigInteger taken)
    {
        for (var at = 0; at < offers.Count; at++)
        {
            if (Has(taken, at) && (needs[at] & ~taken) != BigInteger.Zero) return;
        }

        var (total, count) = (Total(at => Has(taken, at)), Count(taken));
        if (total < bestTotal || (total == bestTotal && count <= bestCount)) return;
        (bestTotal, best, bestCount) = (total, taken, count);
    }

    private bool IsDemanded(int at, BigInteger taken)
    {
        for (var other = 0; other < at; other++)
        {
            if (Has(taken, other) && Has(needs[other], at)) return true;
        }

        return false;
    }

    // No bundle below this branch pays more: of each set that excludes each other only its largest counts, and ceilings hold.
    private decimal Bound(int at, BigInteger taken, BigInteger refused)
    {
        var leaders = new List<BigInteger>();
        var counts = taken;
        for (var next = at; next < offers.Count; next++)
        {
            if (Has(refused, next) || (apart[next] & taken) != BigInteger.Zero) continue;
            // Offers come in order of amount, so that the first of a clique is its largest.
            var clique = leaders.FindIndex(members => (members & ~apart[next]).IsZero);
            if (clique >= 0)
            {
                leaders[clique] |= BigInteger.One << next;
                // Under different ceilings the largest may pay less than a smaller one: then both count, which is still a bound.
                if (ceilings.Length == 0 || ceilingOf[next] < 0 && AllUnceiled(leaders[clique])) continue;
            }
            else
            {
                leaders.Add(BigInteger.One << next);
            }

            counts |= BigInteger.One << next;
        }

        return Total(index => Has(counts, index));
    }

    private bool AllUnceiled(BigInteger members)
    {
        for (var at = 0; at < offers.Count; at++)
        {
            if (Has(members, at) && ceilingOf[at] >= 0) return false;
        }

        return true;
    }

    private decimal Total(Func<int, bool> counts)
    {
        var under = new decimal[ceilings.Length];
        var total = 0m;
        for (var at = 0; at < offers.Count; at++)
        {
            if (!counts(at)) continue;
            if (ceilingOf[at] < 0) total += offers[at].Amount;
            else under[ceilingOf[at]] += offers[at].Amount;
        }

        for (var index = 0; index < under.Length; index++) total += Math.Min(under[index], ceilings[index]);
        return total;
    }

    private int Count(BigInteger taken)
    {
        var count = 0;
        for (var at = 0; at < offers.Count; at++) count += Has(taken, at) ? 1 : 0;
        return count;
    }

    private int Open(int at, BigInteger refused)
    {
        var count = 0;
        for (; at < offers.Count; at++) count += Has(refused, at) ? 0 : 1;
        return count;
    }

    private BigInteger Mask(Func<BenefitOffer, bool> belongs)
    {
        var mask = BigInteger.Zero;
        for (var at = 0; at < offers.Count; at++)
        {
            if (belongs(offers[at])) mask |= BigInteger.One << at;
        }

        return mask;
    }

    private static bool Has(BigInteger mask, int at) => !((mask >> at) & BigInteger.One).IsZero;
}
