namespace Funeng.Engines.Effects;

/// <summary>One subject of a comparison between those who got something and those who did not.</summary>
/// <param name="Id">Its id; no two subjects share one.</param>
/// <param name="Got">Whether it got what is looked at.</param>
/// <param name="Cells">Classes a comparison must share, the finest first: industry and county, industry. At least one, as many for every subject.</param>
/// <param name="Measures">Numbers, known before, in which a comparison should be near: size, age, growth so far. The same ones for every subject.</param>
/// <param name="Change">By how much the outcome changed from before to after.</param>
public sealed record ComparedSubject(long Id, bool Got, IReadOnlyList<string> Cells, IReadOnlyList<double> Measures, double Change);

/// <summary>One subject that got it and those it is compared with; nobody stands in two sets.</summary>
/// <param name="Subject">Who got it.</param>
/// <param name="Compared">Who did not, the nearest first.</param>
/// <param name="Level">Which of the cells they share, counted from 0 for the finest; of several the coarsest.</param>
public sealed record MatchedSet(ComparedSubject Subject, IReadOnlyList<ComparedSubject> Compared, int Level)
{
    /// <summary>The change of the subject less the mean change of those it is compared with, as it was.</summary>
    public double Difference => Subject.Change - Compared.Average(one => one.Change);
}
