namespace Funeng.Engines.Criteria.Columnar;

/// <summary>A criterion to be decided for all rows: the conclusion of a scheme, of a policy or of a list condition.</summary>
/// <param name="Id">How results name it; unique in a plan.</param>
/// <param name="Scheme">The scheme that concludes.</param>
/// <param name="Reexamination">True to decide by the rules of a re-examination where the scheme has them.</param>
public sealed record PlannedCriterion(string Id, Scheme Scheme, bool Reexamination = false)
{
    /// <summary>A criterion named by its scheme.</summary>
    /// <param name="scheme">The scheme.</param>
    public PlannedCriterion(Scheme scheme)
        : this(scheme.Id, scheme)
    {
    }

    internal int Decision => Reexamination && Scheme.ReexamIndex is { } index ? index : Scheme.ConclusionIndex;
}
