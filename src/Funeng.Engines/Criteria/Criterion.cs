using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>What part a criterion plays in its scheme.</summary>
public enum CriterionKind
{
    /// <summary>A condition that must hold (条件).</summary>
    Gate,

    /// <summary>One scored item (指标); its value is points.</summary>
    Indicator,

    /// <summary>A capped sum of indicators (一级指标); its value is points.</summary>
    Group,

    /// <summary>The score as a whole; its value is points.</summary>
    Total,

    /// <summary>The score compared with its pass mark.</summary>
    Pass,

    /// <summary>A condition that stands in for the score (直通条件).</summary>
    Direct,

    /// <summary>One of several ways to the conclusion.</summary>
    Route,

    /// <summary>One of several listing standards, any of which is enough.</summary>
    Standard,

    /// <summary>A condition on the structure of the subject or the issue.</summary>
    Structure,

    /// <summary>A step of a ladder described by one condition.</summary>
    Tier,

    /// <summary>A class the subject falls into; its value is a text.</summary>
    Class,

    /// <summary>A condition under which the subject is out, whatever else holds.</summary>
    Exclusion,

    /// <summary>The result of the scheme.</summary>
    Conclusion,
}

/// <summary>One decision of a scheme as a reader sees it: a gate, an indicator, a group, the conclusion.</summary>
/// <param name="Id">Id of the decision in the model; unique in the scheme.</param>
/// <param name="Key">Id in the notice's scheme file, under which cases and outputs name it.</param>
/// <param name="Kind">The part it plays.</param>
/// <param name="Label">Chinese text shown to people.</param>
/// <param name="Clause">The clause of the notice it states; empty when it follows from the others.</param>
/// <param name="Confidence"><c>text</c> when read in a published text; anything else is marked 待核实.</param>
/// <param name="Max">Highest points of an indicator, group or total; null for conditions.</param>
/// <param name="IsReexamination">True when it only counts for a re-examination (复核).</param>
public sealed record Criterion(
    string Id, string Key, CriterionKind Kind, string Label, string Clause, string Confidence, FeelNumber? Max, bool IsReexamination)
{
    /// <summary>True for figures that were not read in a published text.</summary>
    public bool NeedsVerification => Confidence.Length > 0 && Confidence != "text";
}
