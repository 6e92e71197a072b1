using Funeng.Engines.Benefits;

namespace Funeng.Engines.Tests.Benefits;

public sealed class BestBundleTests
{
    [Fact]
    public void Of_two_that_exclude_each_other_the_larger_is_taken_and_the_other_given_up_for_it()
    {
        var bundle = BestBundle.Find([new("a", 10), new("b", 30)], Relations([.. Both("a", RelationKind.Exclusive, "b")]));

        Assert.Equal(30, bundle.Total);
        var given = Assert.Single(bundle.GivenUp);
        Assert.Equal(("a", GivenUpBecause.Excluded, "b"), (given.Benefit, given.Because, given.Against.Single()));
    }

    [Fact]
    public void Two_small_ones_beat_the_large_one_that_excludes_both()
    {
        var bundle = BestBundle.Find(
            [new("large", 50), new("one", 30), new("two", 30)], Relations([.. Both("large", RelationKind.HigherOnly, "one"), .. Both("large", RelationKind.Exclusive, "two")]));

        Assert.Equal(60, bundle.Total);
        Assert.Equal(["one", "two"], bundle.Taken.Select(taken => taken.Benefit));
    }

    [Fact]
    public void A_benefit_without_its_prerequisite_is_given_up()
    {
        var bundle = BestBundle.Find([new("match", 5)], Relations([new("match", RelationKind.Needs, "interest")]));

        Assert.Empty(bundle.Taken);
        Assert.Equal(GivenUpBecause.PrerequisiteMissing, bundle.GivenUp.Single().Because);
    }

    [Fact]
    public void A_yearly_ceiling_cuts_what_the_bundle_pays()
    {
        var bundle = BestBundle.Find([new("booth", 15), new("insurance", 20)], new BenefitRelations([], [new BenefitCeiling("year", 25, ["booth", "insurance"])]));

        Assert.Equal(25, bundle.Total);
        Assert.Equal([20m, 5m], bundle.Taken.Select(taken => taken.Paid));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(20261122)]
    public void The_bundle_pays_what_trying_every_set_finds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var (offers, relations) = Situation(random);

            var bundle = BestBundle.Find(offers, relations);

            Assert.True(BruteForce(offers, relations) == bundle.Total, $"seed {seed}, round {round}");
            AssertAllowed(bundle, relations);
            Assert.Equal(offers.Count, bundle.Taken.Count + bundle.GivenUp.Count);
        }
    }

    [Fact]
    public void A_service_is_not_given_up_for_what_pays_nothing_more()
    {
        var relations = new BenefitRelations([.. Both("second", RelationKind.Exclusive, "service")], [new BenefitCeiling("year", 100, ["first", "second"])]);

        var bundle = BestBundle.Find([new("first", 100), new("second", 50), new("service", 0)], relations);

        Assert.Equal(["first", "service"], bundle.Taken.Select(taken => taken.Benefit));
        var given = bundle.GivenUp.Single();
        Assert.Equal(("second", GivenUpBecause.Excluded, "service"), (given.Benefit, given.Because, given.Against.Single()));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20261123)]
    public void Every_reason_for_giving_one_up_is_true_and_nothing_given_up_could_be_added(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 600; round++)
        {
            var (offers, relations) = Situation(random);

            var bundle = BestBundle.Find(offers, relations);

            var taken = bundle.Taken.Select(one => one.Benefit).ToHashSet();
            foreach (var given in bundle.GivenUp)
            {
                var said = $"seed {seed}, round {round}: {given.Benefit} {given.Because} {string.Join(",", given.Against)}";
                Assert.True(given.Against.Count > 0 && given.Against.All(against => given.Because switch
                {
                    GivenUpBecause.Excluded => taken.Contains(against) && relations.AreApart(given.Benefit, against),
                    GivenUpBecause.PrerequisiteMissing => !taken.Contains(against) && relations.NeededBy(given.Benefit).Contains(against),
                    _ => relations.CeilingOf(given.Benefit) is { } ceiling && ceiling.Id == against && bundle.Taken.Where(one => ceiling.Benefits.Contains(one.Benefit)).Sum(one => one.Paid) == ceiling.Most,
                }), said);
            }

            Assert.All(bundle.Taken.Where(one => one.Paid == 0 && one.Amount > 0), one => Assert.True(taken.Any(other => relations.NeededBy(other).Contains(one.Benefit)), $"seed {seed}, round {round}: {one.Benefit} pays nothing and nobody needs it"));
        }
    }

    [Fact]
    public void Forty_related_benefits_are_answered_at_once()
    {
        var random = new Random(7);
        var offers = Enumerable.Range(0, 40).Select(at => new BenefitOffer($"b{at:00}", random.Next(1, 100))).ToList();
        var relations = Relations([.. Enumerable.Range(0, 90).Select(_ => (random.Next(40), random.Next(40))).Where(pair => pair.Item1 != pair.Item2)
            .SelectMany(pair => Both($"b{pair.Item1:00}", RelationKind.Exclusive, $"b{pair.Item2:00}"))]);

        var bundle = BestBundle.Find(offers, relations);

        AssertAllowed(bundle, relations);
        Assert.Equal(Heaviest([.. offers], relations), bundle.Total);
    }

    [Fact]
    public void The_bundle_is_the_same_in_whatever_order_the_offers_come()
    {
        var random = new Random(23);
        for (var round = 0; round < 200; round++)
        {
            var (offers, relations) = Situation(random);
            var shuffled = offers.OrderBy(_ => random.Next()).ToList();

            Assert.Equal(BestBundle.Find(offers, relations).Taken, BestBundle.Find(shuffled, relations).Taken);
        }
    }

    // By splitting on whoever excludes most: another way than the one under test.
    private static decimal Heaviest(List<BenefitOffer> open, BenefitRelations relations)
    {
        List<BenefitOffer> Against(BenefitOffer one) => [.. open.Where(other => relations.AreApart(one.Benefit, other.Benefit))];
        if (open.Count == 0) return 0;
        var most = open.MaxBy(one => Against(one).Count)!;
        if (Against(most).Count == 0) return open.Sum(offer => offer.Amount);
        var without = open.Where(offer => offer != most).ToList();
        return Math.Max(Heaviest(without, relations), most.Amount + Heaviest([.. without.Except(Against(most))], relations));
    }

    private static (List<BenefitOffer> Offers, BenefitRelations Relations) Situation(Random random)
    {
        var count = random.Next(1, 10);
        var offers = Enumerable.Range(0, count).Select(at => new BenefitOffer($"b{at}", random.Next(0, 12))).ToList();
        var relations = new List<BenefitRelation>();
        for (var at = 0; at < random.Next(0, 12); at++)
        {
            var (one, other) = (random.Next(count), random.Next(count));
            if (one == other) continue;
            if (random.Next(4) == 0) relations.Add(new BenefitRelation($"b{Math.Max(one, other)}", RelationKind.Needs, $"b{Math.Min(one, other)}"));
            else relations.AddRange(Both($"b{one}", random.Next(2) == 0 ? RelationKind.Exclusive : RelationKind.HigherOnly, $"b{other}"));
        }

        var half = count / 2;
        BenefitCeiling[] ceilings = half > 0 && random.Next(2) == 0
            ? [new("low", random.Next(0, 20), [.. offers.Take(half).Select(offer => offer.Benefit)]), new("high", random.Next(0, 20), [.. offers.Skip(half).Select(offer => offer.Benefit)])]
            : [];
        return (offers, new BenefitRelations(relations, ceilings));
    }

    private static decimal BruteForce(List<BenefitOffer> offers, BenefitRelations relations)
    {
        var best = 0m;
        for (var set = 0; set < 1 << offers.Count; set++)
        {
            var taken = offers.Where((_, at) => (set >> at & 1) == 1).ToList();
            var names = taken.Select(offer => offer.Benefit).ToHashSet();
            if (!IsAllowed(names, relations)) continue;
            var under = relations.Ceilings.Sum(ceiling => Math.Min(ceiling.Most, taken.Where(offer => ceiling.Benefits.Contains(offer.Benefit)).Sum(offer => offer.Amount)));
            best = Math.Max(best, under + taken.Where(offer => relations.CeilingOf(offer.Benefit) is null).Sum(offer => offer.Amount));
        }

        return best;
    }

    private static bool IsAllowed(HashSet<string> names, BenefitRelations relations) =>
        names.All(one => names.All(other => !relations.AreApart(one, other)) && relations.NeededBy(one).All(names.Contains));

    private static void AssertAllowed(Bundle bundle, BenefitRelations relations)
    {
        Assert.True(IsAllowed([.. bundle.Taken.Select(taken => taken.Benefit)], relations));
        Assert.Equal(bundle.Total, bundle.Taken.Sum(taken => taken.Paid));
    }

    private static BenefitRelation[] Both(string one, RelationKind kind, string other) => [new(one, kind, other), new(other, kind, one)];

    private static BenefitRelations Relations(IReadOnlyList<BenefitRelation> relations) => new(relations, []);
}
