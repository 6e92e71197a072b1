using System.Globalization;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>What can be wrong with a table.</summary>
public enum TableFindingKind
{
    /// <summary>Inputs for which no rule matches, in a table without default outputs.</summary>
    Gap,

    /// <summary>Inputs for which several rules match though the hit policy wants one (U), or wants equal outputs (A).</summary>
    Overlap,

    /// <summary>A rule that matches some inputs but is never the one that answers.</summary>
    Masked,

    /// <summary>A rule that matches nothing: its cells contradict themselves or ask for values that do not occur.</summary>
    Unreachable,
}

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>The table is wrong.</summary>
    Error,

    /// <summary>The table is probably wrong; or it is wrong if the computed values it tests can occur.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Note,
}

/// <summary>Something found in a table.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Severity">How much it matters under the hit policy.</param>
/// <param name="Rules">The rules by number from 1: the two that overlap, or the one that is masked or unreachable, then those that mask it.</param>
/// <param name="Region">Where: for each input of the analysis FEEL unary tests on it; empty for an unreachable rule.</param>
/// <param name="Inputs">The input expressions that <paramref name="Region"/> speaks of, in its order.</param>
/// <param name="Witness">
/// Inputs of the decision at which the table shows it when evaluated; null where there can be none (an unreachable rule) or where a computed
/// input expression would have to be solved for its variables.
/// </param>
/// <param name="Reason">For an unreachable rule which cell it is and why; for an overlap the outputs that differ; else empty.</param>
public sealed record TableFinding(
    TableFindingKind Kind, FindingSeverity Severity, IReadOnlyList<int> Rules, IReadOnlyList<string> Region, IReadOnlyList<string> Inputs,
    IReadOnlyList<DmnInput>? Witness, string Reason)
{
    /// <summary>What was found and where, in English.</summary>
    public string Message => Kind switch
    {
        TableFindingKind.Gap => $"no rule matches {Where}{Example}",
        TableFindingKind.Overlap => $"rules {Rules[0]} and {Rules[1]} both match {Where}{Because}{Example}",
        TableFindingKind.Masked when Rules.Count > 1 => $"rule {Rules[0]} never answers: {Others} {(Rules.Count > 2 ? "stand" : "stands")} before it{Example}",
        TableFindingKind.Masked => $"rule {Rules[0]} never answers{Example}",
        _ => $"rule {Rules[0]} matches nothing{Because}",
    };

    /// <summary>The region in words: only the inputs that it limits.</summary>
    public string Where
    {
        get
        {
            var parts = Inputs.Zip(Region).Where(part => part.Second != "-").Select(part => $"{part.First}: {part.Second}").ToList();
            return parts.Count == 0 ? "any input" : string.Join("; ", parts);
        }
    }

    private string Because => Reason.Length == 0 ? "" : $" ({Reason})";

    private string Example => Witness is null or [] ? "" : $", for example {string.Join(", ", Witness.Select(input => $"{input.Name} = {input.Value}"))}";

    private string Others => string.Create(
        CultureInfo.InvariantCulture, $"{(Rules.Count > 2 ? "rules" : "rule")} {string.Join(", ", Rules.Skip(1))}");

    /// <summary>Severity and message.</summary>
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()}: {Message}";
}
