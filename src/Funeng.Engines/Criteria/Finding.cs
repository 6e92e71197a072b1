using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>The points still possible; both ends are equal when everything is known.</summary>
/// <param name="Low">Fewest points.</param>
/// <param name="High">Most points.</param>
public readonly record struct ScoreRange(FeelNumber Low, FeelNumber High)
{
    /// <summary>True when only one score is left.</summary>
    public bool IsExact => Low == High;

    /// <summary>The score, or <c>[low, high]</c>.</summary>
    /// <returns>Text in the form of the notice files.</returns>
    public override string ToString() => IsExact ? Low.ToString() : $"[{Low}, {High}]";
}

/// <summary>How far a value is from the threshold it misses.</summary>
/// <param name="Needed">The nearest value that passes: the threshold, or for whole numbers and strict bounds the next value beyond it.</param>
/// <param name="Present">The value used.</param>
/// <param name="Signed">Needed minus present, in <paramref name="Unit"/>; negative when the value is too high.</param>
/// <param name="Unit">Unit of the fact.</param>
/// <param name="IsStrict">True when <paramref name="Needed"/> itself does not pass and must be exceeded, however little.</param>
public sealed record Gap(FeelNumber Needed, FeelNumber Present, FeelNumber Signed, string Unit, bool IsStrict);

/// <summary>One comparison of a criterion: the value used, where it came from, and the bound it met or missed.</summary>
/// <param name="Definition">The fact compared; for a score or a computed quantity a definition that stands for it, outside any catalogue.</param>
/// <param name="Fact">The fact used with its source and date; null when it is missing.</param>
/// <param name="Operator">As in FEEL: <c>&gt;=</c>, <c>&gt;</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>=</c>, <c>!=</c>; empty for a fact that is used without being compared.</param>
/// <param name="Threshold">The value compared with, in the fact's unit; null while it depends on a missing fact.</param>
/// <param name="Outcome">What the comparison gives; null for a fact that is used without being compared.</param>
/// <param name="Gap">Distance to passing for a number that fails; null otherwise.</param>
public sealed record Evidence(
    FactDefinition Definition, Fact? Fact, string Operator, FeelValue? Threshold, Outcome? Outcome, Gap? Gap);

/// <summary>What was concluded about one criterion, and from which evidence.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Outcome">Met, not met or unknown; null where the criterion yields points or a class.</param>
/// <param name="Score">Points still possible; null where the criterion is a condition.</param>
/// <param name="Class">The class, where the criterion yields one and it is certain; else null.</param>
/// <param name="Evidence">Every comparison of the criterion with the facts it used, in the order of the rule.</param>
/// <param name="Missing">The missing facts it depends on and that could still change it; empty once it is decided.</param>
public sealed record Finding(
    Criterion Criterion, Outcome? Outcome, ScoreRange? Score, string? Class, IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<FactDefinition> Missing)
{
    /// <summary>The first gap of the evidence that fails; the figure shown in one line. Null when nothing measurable is missing.</summary>
    public Gap? Gap => Evidence.FirstOrDefault(item => item.Gap is not null)?.Gap;
}
