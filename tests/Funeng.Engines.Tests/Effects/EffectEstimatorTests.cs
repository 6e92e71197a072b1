using Funeng.Engines.Effects;

namespace Funeng.Engines.Tests.Effects;

/// <summary>Made-up enterprises of which the truth is known: the large and those of a growing industry get it more often, and would have grown more anyway.</summary>
public sealed class EffectEstimatorTests
{
    [Fact]
    public void A_planted_effect_is_found_where_the_bare_difference_of_means_is_wrong()
    {
        var city = City(seed: 1, effect: 0.2);

        var finding = EffectEstimator.Find(city.After, city.Before);

        Assert.Equal(EffectVerdict.Better, finding.Verdict);
        Assert.InRange(0.2, finding.Estimate.Low, finding.Estimate.High);
        Assert.True(Bare(city.After) > 0.3, "Without matching the difference is a half too large, so that the test tests something.");
        Assert.All(finding.Estimate.Balance, measure => Assert.InRange(measure.After, -EffectEstimator.MostApart, EffectEstimator.MostApart));
    }

    [Fact]
    public void A_planted_harm_is_found_too() => Assert.Equal(EffectVerdict.Worse, Find(City(seed: 2, effect: -0.2)).Verdict);

    [Fact]
    public void Where_nothing_was_planted_evidence_is_seldom_claimed_and_the_interval_holds_zero_nineteen_times_in_twenty()
    {
        var findings = Enumerable.Range(100, 120).Select(seed => Find(City(seed, effect: 0))).ToList();

        Assert.InRange(findings.Count(finding => finding.Verdict is EffectVerdict.Better or EffectVerdict.Worse), 0, 9);
        Assert.InRange(findings.Count(finding => finding.Estimate is { Low: <= 0, High: >= 0 }), 106, 120);
        Assert.True(findings.Count(finding => finding.Verdict == EffectVerdict.NoEvidence) > 80);
    }

    [Fact]
    public void The_interval_holds_a_planted_effect_nineteen_times_in_twenty()
    {
        var held = Enumerable.Range(300, 120).Count(seed => EffectEstimator.Estimate(City(seed, effect: 0.15).After) is { Low: <= 0.15, High: >= 0.15 });

        Assert.InRange(held, 106, 120);
    }

    [Fact]
    public void Who_was_ahead_already_is_not_said_to_have_been_helped()
    {
        var city = City(seed: 4, effect: 0.2, ahead: 0.2);

        Assert.Equal(EffectVerdict.NotComparable, Find(city).Verdict);
        Assert.Equal(EffectVerdict.Untested, EffectEstimator.Find(city.After, null).Verdict);
    }

    [Fact]
    public void Too_few_or_others_altogether_say_nothing()
    {
        var city = City(seed: 5, effect: 0.5);
        var few = city.After.Where(subject => !subject.Got).Concat(city.After.Where(subject => subject.Got).Take(EffectEstimator.FewestSets - 1)).ToList();
        var apart = city.After.Select(subject => subject.Got && subject.Id % 3 != 0 ? subject with { Cells = ["elsewhere", "elsewhere"] } : subject).ToList();

        Assert.Equal(EffectVerdict.TooFew, EffectEstimator.Find(few, city.Before).Verdict);
        Assert.Equal(EffectVerdict.NotComparable, EffectEstimator.Find(apart, city.Before).Verdict);
        Assert.Equal(EffectVerdict.TooFew, EffectEstimator.Find([], null).Verdict);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Sets_share_a_cell_are_near_and_use_nobody_twice_in_whatever_order_the_subjects_come(int seed)
    {
        var subjects = City(seed, effect: 0.1).After;
        var random = new Random(seed);

        var sets = MatchedSets.Find(subjects);
        var shuffled = MatchedSets.Find([.. subjects.OrderBy(_ => random.Next())]);

        Assert.NotEmpty(sets);
        Assert.Equal(sets.Select(Ids), shuffled.Select(Ids));
        Assert.Equal(sets.Sum(set => set.Compared.Count), sets.SelectMany(set => set.Compared).Select(one => one.Id).Distinct().Count());
        Assert.All(sets, set => Assert.All(set.Compared, one => Assert.True(!one.Got && one.Cells[set.Level] == set.Subject.Cells[set.Level])));
        Assert.All(sets, set => Assert.InRange(set.Compared.Count, 1, MatchedSets.Most));
    }

    [Fact]
    public void What_befell_everybody_alike_changes_nothing_and_the_unit_only_the_unit()
    {
        var subjects = City(seed: 21, effect: 0.1).After;
        var estimate = EffectEstimator.Estimate(subjects);

        var shifted = EffectEstimator.Estimate([.. subjects.Select(subject => subject with { Change = subject.Change + 7 })]);
        var scaled = EffectEstimator.Estimate([.. subjects.Select(subject => subject with { Change = subject.Change * 100 })]);
        var swapped = EffectEstimator.Estimate([.. subjects.Select(subject => subject with { Change = -subject.Change })]);

        Assert.Equal((estimate.Mean, estimate.Low, estimate.High), (shifted.Mean, shifted.Low, shifted.High), Near);
        Assert.Equal((estimate.Mean * 100, estimate.Low * 100, estimate.High * 100), (scaled.Mean, scaled.Low, scaled.High), Near);
        Assert.Equal((-estimate.Mean, -estimate.High, -estimate.Low), (swapped.Mean, swapped.Low, swapped.High), Near);
        Assert.Equal((estimate.Chance, estimate.Chance), (scaled.Chance, swapped.Chance));
    }

    [Theory]
    [InlineData(7, 2.3646)]
    [InlineData(19, 2.0930)]
    [InlineData(100, 1.9840)]
    public void The_quantile_is_that_of_the_tables(int freedom, double table) => Assert.Equal(table, Sample.Student975(freedom), 3);

    private static readonly IEqualityComparer<(double, double, double)> Near = EqualityComparer<(double, double, double)>.Create(
        (one, other) => Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) + Math.Abs(one.Item3 - other.Item3) < 1e-8);

    private static EffectFinding Find((IReadOnlyList<ComparedSubject> After, IReadOnlyList<ComparedSubject> Before) city) => EffectEstimator.Find(city.After, city.Before);

    private static string Ids(MatchedSet set) => $"{set.Subject.Id}: {string.Join(',', set.Compared.Select(one => one.Id))}";

    private static double Bare(IReadOnlyList<ComparedSubject> subjects) =>
        subjects.Where(subject => subject.Got).Average(subject => subject.Change) - subjects.Where(subject => !subject.Got).Average(subject => subject.Change);

    private static (IReadOnlyList<ComparedSubject> After, IReadOnlyList<ComparedSubject> Before) City(int seed, double effect, double ahead = 0)
    {
        var random = new Random(seed);
        var (after, before) = (new List<ComparedSubject>(), new List<ComparedSubject>());
        for (var id = 0; id < 1500; id++)
        {
            var (industry, county) = (random.Next(4), random.Next(3));
            var (size, age) = (Normal(random), Normal(random));
            var got = random.NextDouble() < 1 / (1 + Math.Exp(3 - (1.2 * size) - (0.6 * industry)));
            double Grows(double more) => (0.1 * size) + (0.08 * industry) + (got ? more : 0) + (0.25 * Normal(random));
            string[] cells = [$"{industry} {county}", $"{industry}"];
            after.Add(new ComparedSubject(id, got, cells, [size, age], Grows(effect + ahead)));
            before.Add(new ComparedSubject(id, got, cells, [size, age], Grows(ahead)));
        }

        return (after, before);
    }

    private static double Normal(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
}
