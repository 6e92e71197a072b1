using Funeng.Engines.Synthetic;

namespace Funeng.Engines.Effects;

/// <summary>
/// Whether those who got something did better afterwards than others like them. Matched sets, the difference of the differences, an interval from
/// the spread between the sets, a test that draws anew who of each set got it, and the same comparison in a time before anybody had: a difference
/// there is no effect, and forbids to call the one afterwards an effect. That there is no evidence is an answer.
/// </summary>
/// <remarks>
/// Difference in differences on matched sets (Heckman, Ichimura, Todd 1997), corrected for what matching leaves (Abadie, Imbens 2011), permutation
/// within sets (Rosenbaum 2002). It assumes that nothing else
/// befell the one side only; nobody can take that assumption off whoever reads it. The same subjects give the same answer.
/// </remarks>
public static class EffectEstimator
{
    /// <summary>Fewer sets than these say nothing.</summary>
    public const int FewestSets = 20;

    /// <summary>At least this share of those who got it must find somebody, or the sets speak of others.</summary>
    public const double LeastMatched = 0.5;

    /// <summary>How far apart the two sides may be in a measure, in standard deviations: a common rule of thumb (Rubin 2001).</summary>
    public const double MostApart = 0.25;

    /// <summary>A difference before is held against the comparison from this chance on: sooner than one afterwards is held for an effect.</summary>
    public const double PlaceboChance = 0.10;

    /// <summary>How often who got it is drawn anew among those matched.</summary>
    public const int Draws = 1999;

    /// <summary>Compares.</summary>
    /// <param name="after">The subjects with what happened afterwards.</param>
    /// <param name="before">The same question in a time in which nobody had got it; null where nothing is known of it.</param>
    /// <returns>The difference with what may be said of it.</returns>
    public static EffectFinding Find(IReadOnlyList<ComparedSubject> after, IReadOnlyList<ComparedSubject>? before)
    {
        var estimate = Estimate(after);
        var placebo = before is null ? null : Estimate(before);
        return new EffectFinding(Say(estimate, placebo), estimate, placebo);
    }

    /// <summary>Matches and takes the difference.</summary>
    /// <param name="subjects">Who got it and who did not.</param>
    /// <returns>The difference, with nothing said of it.</returns>
    public static EffectEstimate Estimate(IReadOnlyList<ComparedSubject> subjects)
    {
        var sets = MatchedSets.Find(subjects);
        var slopes = Slopes.Of(subjects);
        var changes = sets.Select(set => set.Compared.Prepend(set.Subject).Select(subject => subject.Change - Expected(subject, slopes)).ToArray()).ToArray();
        var differences = Sample.Of([.. changes.Select(all => Difference(all, 0))]);
        return new EffectEstimate(
            subjects.Count(subject => subject.Got), sets, sets.Count == 0 ? 0 : sets.Average(set => set.Difference), differences.Mean,
            differences.Mean - differences.HalfWidth, differences.Mean + differences.HalfWidth, ChanceOf(changes, differences.Mean), Balance(subjects, sets));
    }

    private static EffectVerdict Say(EffectEstimate estimate, EffectEstimate? placebo)
    {
        if (estimate.Sets.Count < FewestSets) return EffectVerdict.TooFew;
        if (estimate.Sets.Count < LeastMatched * estimate.Got || !IsBalanced(estimate)) return EffectVerdict.NotComparable;
        if (placebo is null || placebo.Sets.Count < FewestSets || !IsBalanced(placebo)) return EffectVerdict.Untested;
        if (placebo.Chance < PlaceboChance || placebo.IsClear) return EffectVerdict.NotComparable;
        return !estimate.IsClear ? EffectVerdict.NoEvidence : estimate.Mean > 0 ? EffectVerdict.Better : EffectVerdict.Worse;
    }

    private static bool IsBalanced(EffectEstimate estimate) => estimate.Balance.All(measure => Math.Abs(measure.After) <= MostApart);

    // If it made no difference, any of a set could as well have been the one that got it.
    private static double ChanceOf(double[][] changes, double mean)
    {
        if (changes.Length == 0) return 1;
        var differences = Array.ConvertAll(changes, all => Enumerable.Range(0, all.Length).Select(one => Difference(all, one)).ToArray());
        var random = new SyntheticRandom((ulong)changes.Length);
        var least = Math.Abs(mean) * (1 - 1e-12);
        var farther = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var drawn = 0.0;
            foreach (var of in differences) drawn += of[random.Next(of.Length)];
            if (Math.Abs(drawn / differences.Length) >= least) farther++;
        }

        return (farther + 1.0) / (Draws + 1);
    }

    private static double Difference(double[] all, int one) => all[one] - ((all.Sum() - all[one]) / (all.Length - 1));

    private static double Expected(ComparedSubject subject, double[] slopes)
    {
        var sum = 0.0;
        for (var at = 0; at < slopes.Length; at++) sum += slopes[at] * subject.Measures[at];
        return sum;
    }

    private static IReadOnlyList<MeasureBalance> Balance(IReadOnlyList<ComparedSubject> subjects, IReadOnlyList<MatchedSet> sets)
    {
        var scales = MatchedSets.Scales(subjects);
        return
        [
            .. scales.Select((scale, at) => new MeasureBalance(
                Apart(subjects.Where(subject => subject.Got), subjects.Where(subject => !subject.Got), at) / scale,
                sets.Count == 0 ? 0 : sets.Average(set => set.Subject.Measures[at] - set.Compared.Average(one => one.Measures[at])) / scale)),
        ];
    }

    private static double Apart(IEnumerable<ComparedSubject> some, IEnumerable<ComparedSubject> others, int at) =>
        some.Select(subject => subject.Measures[at]).DefaultIfEmpty(0).Average() - others.Select(subject => subject.Measures[at]).DefaultIfEmpty(0).Average();
}
