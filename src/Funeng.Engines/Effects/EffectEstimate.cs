namespace Funeng.Engines.Effects;

/// <summary>What those who got something have over those they are compared with, in the unit of the outcome's change.</summary>
/// <param name="Got">How many got it.</param>
/// <param name="Sets">The sets found; who found nobody is in none.</param>
/// <param name="Plain">The mean difference as it was.</param>
/// <param name="Mean">The mean difference once what the two of a set still differ in is taken off.</param>
/// <param name="Low">Lower end of the interval that holds the true one nineteen times in twenty.</param>
/// <param name="High">Upper end.</param>
/// <param name="Chance">How often a mean at least as far from zero comes about when chance says who of each set got it.</param>
/// <param name="Balance">How alike the two sides are in each measure, in the order of the measures.</param>
public sealed record EffectEstimate(
    int Got, IReadOnlyList<MatchedSet> Sets, double Plain, double Mean, double Low, double High, double Chance, IReadOnlyList<MeasureBalance> Balance)
{
    /// <summary>How many are compared with them.</summary>
    public int Compared => Sets.Sum(set => set.Compared.Count);

    /// <summary>Whether the interval leaves out zero, and chance alone would do it less than once in twenty.</summary>
    public bool IsClear => (Low > 0 || High < 0) && Chance < 0.05;
}

/// <summary>How far the two sides are apart in a measure, in standard deviations of it.</summary>
/// <param name="Before">Everybody who got it against everybody who did not.</param>
/// <param name="After">Those in the sets against those they are compared with.</param>
public sealed record MeasureBalance(double Before, double After);

/// <summary>What a comparison allows to be said.</summary>
public enum EffectVerdict
{
    /// <summary>They did clearly better than those they are compared with, and did not before.</summary>
    Better,

    /// <summary>They did clearly worse, and did not before.</summary>
    Worse,

    /// <summary>The difference is within what chance brings about.</summary>
    NoEvidence,

    /// <summary>They are not like those they are compared with, or were on another way already: whatever the difference is, it says nothing.</summary>
    NotComparable,

    /// <summary>Nothing is known of the time before, so that the comparison cannot be put to the test.</summary>
    Untested,

    /// <summary>Too few to say anything.</summary>
    TooFew,
}

/// <summary>An estimate with its test in the time before.</summary>
/// <param name="Verdict">What may be said.</param>
/// <param name="Estimate">The difference after.</param>
/// <param name="Placebo">The same comparison in a time in which nobody had got it yet; null where nothing is known of that time.</param>
public sealed record EffectFinding(EffectVerdict Verdict, EffectEstimate Estimate, EffectEstimate? Placebo);
