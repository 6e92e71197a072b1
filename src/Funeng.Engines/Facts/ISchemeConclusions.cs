namespace Funeng.Engines.Facts;

/// <summary>Answers what other schemes conclude, so that a fact such as 符合中小企业划型 can follow from them.</summary>
public interface ISchemeConclusions
{
    /// <summary>Decides a scheme on the same facts, by the version in force on the view's date.</summary>
    /// <param name="scheme">Id of the scheme.</param>
    /// <param name="view">Facts and date.</param>
    /// <returns>The conclusion, or null while it is open or when no version is in force.</returns>
    bool? Conclude(string scheme, FactView view);

    /// <summary>The facts the conclusion of a scheme depends on, as its rules name them.</summary>
    /// <param name="scheme">Id of the scheme.</param>
    /// <returns>The facts; null when they are not known, so that any fact may matter.</returns>
    IReadOnlyCollection<FactDefinition>? FactsOf(string scheme) => null;

    /// <summary>The rules of a scheme in force on a date, so that it can be asked what it may still conclude when some facts change.</summary>
    /// <param name="scheme">Id of the scheme.</param>
    /// <param name="on">Application date.</param>
    /// <returns>The rules; null when they are not known, so that either conclusion counts as possible.</returns>
    Criteria.Scheme? InForce(string scheme, DateOnly on) => null;
}
