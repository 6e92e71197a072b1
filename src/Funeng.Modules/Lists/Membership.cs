namespace Funeng.Modules.Lists;

/// <summary>A subject's time on a list: from when to when, why, on which facts, by which text of the definition.</summary>
/// <param name="Until">The first day on which it was off the list again; null while it is on it.</param>
public sealed record Membership(
    long Id,
    string List,
    long Subject,
    DateOnly Since,
    DateOnly? Until,
    string Reason,
    IReadOnlyList<EvidenceLine> Evidence,
    string? LeftReason,
    IReadOnlyList<EvidenceLine> LeftEvidence,
    string Sha256)
{
    /// <summary>The facts for want of which nobody can say today whether it still belongs; it stays meanwhile. Null while it certainly belongs.</summary>
    public string? Missing { get; init; }

    public bool IsOn(DateOnly day) => Since <= day && (Until is null || day < Until);
}

/// <summary>One fact a membership was decided on, as it was then.</summary>
/// <param name="Fact">Key in the catalogue.</param>
/// <param name="Label">Chinese text.</param>
/// <param name="Value">Value in the fact's own unit as text; empty when it was missing.</param>
/// <param name="Bound">What it was compared with, such as “≥ 5%” or “谋划、在谈或签约”; empty for a yes or no.</param>
/// <param name="Source">Source and place of the filing; for a computed value what it follows from.</param>
public sealed record EvidenceLine(string Fact, string Label, string Value, string Bound, string Source, string Period)
{
    /// <summary>When it was filed; null for what was computed, and in what was written down before this was kept.</summary>
    public DateTimeOffset? FiledAt { get; init; }

    /// <summary>The value as it stands in a sentence.</summary>
    public string Said => Value.Length > 0 ? Value : "待补充";

    /// <summary>What it has to be, where the value does not say so by itself.</summary>
    public string Asked => Bound == Value ? "" : Bound;

    public string Year => Period.Length > 0 ? $"{Period} 年度" : "";
}
