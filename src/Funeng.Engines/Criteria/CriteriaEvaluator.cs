using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>Decides schemes on facts by what is still possible while facts are missing. Stateless and thread-safe.</summary>
public sealed class CriteriaEvaluator
{
    /// <summary>Decides and explains: every criterion with evidence, gaps, and the facts to ask for.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="reexamination">True to decide by the rules of a re-examination (复核) where the scheme has them.</param>
    /// <returns>The verdict.</returns>
    public Verdict Decide(Scheme scheme, FactView view, bool reexamination = false) =>
        new Explainer(new SchemeRun(scheme, view.Possible), IndexOf(scheme, reexamination)).Explain();

    /// <summary>
    /// Decides every criterion without evidence, the missing facts unweighed and in the order of the rules: for batches and cases.
    /// Outcomes, scores and classes are those of <see cref="Decide"/>.
    /// </summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="reexamination">True to decide by the rules of a re-examination.</param>
    /// <returns>The verdict, its findings without evidence and missing facts.</returns>
    public Verdict Survey(Scheme scheme, FactView view, bool reexamination = false) =>
        new Explainer(new SchemeRun(scheme, view.Possible), IndexOf(scheme, reexamination)).Survey();

    /// <summary>Decides without explaining; always equal to the outcome of <see cref="Decide"/>.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="reexamination">True to decide by the rules of a re-examination.</param>
    /// <returns>The outcome.</returns>
    public Outcome Outcome(Scheme scheme, FactView view, bool reexamination = false) =>
        new SchemeRun(scheme, view.Possible).Conclude(IndexOf(scheme, reexamination));

    /// <summary>The points of one criterion and nothing else; always equal to its score in <see cref="Survey"/>.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="view">Facts and application date.</param>
    /// <param name="key">Key of the criterion.</param>
    /// <returns>The points still possible; null where the scheme has no such criterion, or nothing is known of them.</returns>
    public ScoreRange? Score(Scheme scheme, FactView view, string key)
    {
        for (var index = 0; index < scheme.Decisions.Count; index++)
        {
            if (scheme.Decisions[index].Criterion is { } criterion && criterion.Key == key) return SchemeRun.ScoreOf(new SchemeRun(scheme, view.Possible).Decide(index), criterion);
        }

        return null;
    }

    private static int IndexOf(Scheme scheme, bool reexamination) =>
        reexamination && scheme.ReexamIndex is { } index ? index : scheme.ConclusionIndex;
}
