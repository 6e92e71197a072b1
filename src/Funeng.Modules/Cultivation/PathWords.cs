using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Cultivation;

/// <summary>Changes of a path in words: of which year, from what, to at least or at most what. Never an instruction about books that are closed.</summary>
public static class PathWords
{
    /// <summary>2026 年研发费用: a figure is named by its year, since 上年度 means another year on another date.</summary>
    public static string Label(FactDefinition definition, DateOnly on) => definition.PeriodOn(on) is { IsState: false } period && IsFigure(definition)
        ? string.Create(CultureInfo.InvariantCulture, $"{period.Year} 年{Bare(definition)}")
        : EvidenceLines.Label(definition);

    public static string Present(PathChange change) => change.From switch
    {
        null => "待补充",
        { IsAssumed: true, Inputs: [var last, ..] } => string.Create(CultureInfo.InvariantCulture, $"{EvidenceLines.Text(change.Definition, last.Value)}（{last.Period.Year} 年）"),
        var known => EvidenceLines.Text(change.Definition, known.Value),
    };

    public static string Target(PathChange change)
    {
        var text = EvidenceLines.Text(change.Definition, change.To);
        if (change.Definition.Type is not (FactType.Number or FactType.Integer) || change.From is null) return text;
        return (change.To.AsNumber() > change.From.Value.AsNumber() ? "≥ " : "≤ ") + text;
    }

    /// <summary>One change in one line: 2026 年研发费用 ≥ 148 万元（2025 年 112.92 万元）.</summary>
    public static string Line(PathChange change, DateOnly on) => change.Definition.Origin is FactOrigin.TitleHeld
        ? $"先取得{change.Definition.Label.Replace("持有", "", StringComparison.Ordinal)}"
        : $"{Label(change.Definition, on)} {Target(change)}，现 {Present(change)}";

    private static bool IsFigure(FactDefinition definition) => definition.Origin is FactOrigin.View or FactOrigin.Filed { PerYear: true };

    private static string Bare(FactDefinition definition)
    {
        string[] prefixes = ["前三年度", "前三年末", "前年度", "前年末", "上年度", "上年末", "本年度", "最近一年"];
        var prefix = Array.Find(prefixes, prefix => definition.Label.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        return definition.Label[prefix.Length..];
    }
}
