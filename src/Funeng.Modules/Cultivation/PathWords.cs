using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation;

/// <summary>Changes of a path in words: of which year, from what, to at least or at most what. Never an instruction about books that are closed.</summary>
public static class PathWords
{
    /// <summary>2026 年研发费用: a figure is named by its year, since 上年度 means another year on another date.</summary>
    public static string Label(FactDefinition definition, DateOnly on) => definition.PeriodOn(on) is { IsState: false } period && IsFigure(definition)
        ? string.Create(CultureInfo.InvariantCulture, $"{period.Year} 年{Bare(definition)}")
        : EvidenceLines.Label(definition);

    /// <summary>A missing fact to file, with the last figure filed of it, which says what to expect: 2025 年营业收入（2024 年 244.50 亿元）.</summary>
    public static string ToFile(FactDefinition definition, DateOnly on, SubjectFacts facts) => definition.Origin switch
    {
        FactOrigin.TitleHeld => $"{Title(definition)}（登记证书，没有就说明没有）",
        _ when LastBefore(definition, on, facts) is { } last => string.Create(CultureInfo.InvariantCulture, $"{Label(definition, on)}（{last.Period.Year} 年 {EvidenceLines.Text(definition, last.Value)}）"),
        _ => Label(definition, on),
    };

    /// <summary>The figure of the latest year before the one asked for.</summary>
    public static Fact? LastBefore(FactDefinition definition, DateOnly on, SubjectFacts facts)
    {
        if (definition.PeriodOn(on) is not { IsState: false } period) return null;
        var filed = definition.Origin is FactOrigin.View view ? facts.Catalogue.Get(view.Of) : definition;
        return facts.All.Where(fact => fact.Definition.Key == filed.Key && !fact.Period.IsState && fact.Period < period).MaxBy(fact => fact.Period);
    }

    /// <summary>What a way costs: 12.5 万元; where it costs nothing, what there is to do instead.</summary>
    public static string Cost(UpgradePath path) => path.Total > 0 ? $"{Fmt.Number(path.Total, 1)} 万元" : path.StillToFile.Count > 0 ? "先补报，再判定" : "不需花费";

    public static string Present(PathChange change, PathPlan plan) => change.From switch
    {
        null => "待补充",
        _ when plan.Lapsing.TryGetValue(change.Definition.Key, out var last) => $"现持有至 {Fmt.Date(last)}，申报时已到期",
        _ when change.Definition.Origin is FactOrigin.TitleHeld => "申报时没有有效的",
        { IsAssumed: true, Inputs: [var last, ..] } => string.Create(CultureInfo.InvariantCulture, $"{EvidenceLines.Text(change.Definition, last.Value)}（{last.Period.Year} 年）"),
        var known => EvidenceLines.Text(change.Definition, known.Value),
    };

    public static string Target(PathChange change, PathPlan plan)
    {
        if (plan.Lapsing.ContainsKey(change.Definition.Key)) return "到期须续";
        var text = EvidenceLines.Text(change.Definition, change.To);
        if (change.Definition.Type is not (FactType.Number or FactType.Integer) || change.From is null) return text;
        return (change.To.AsNumber() > change.From.Value.AsNumber() ? "≥ " : "≤ ") + text;
    }

    /// <summary>One change in one line: 2026 年研发费用 ≥ 148 万元（2025 年 112.92 万元）.</summary>
    public static string Line(PathChange change, PathPlan plan) => change.Definition.Origin switch
    {
        FactOrigin.TitleHeld when plan.Lapsing.TryGetValue(change.Definition.Key, out var last) => $"{Title(change.Definition)}持有至 {Fmt.Date(last)}，到期须续",
        FactOrigin.TitleHeld => $"先取得{Title(change.Definition)}",
        _ => $"{Label(change.Definition, plan.On)} {Target(change, plan)}，现 {Present(change, plan)}",
    };

    /// <summary>A figure beside the bound it was compared with: 职工总数 1,941 人（≥ 1,000 人）.</summary>
    public static string Compared(Evidence line, DateOnly on) =>
        $"{Label(line.Definition, on)} {EvidenceLines.Text(line.Definition, line.Fact!.Value)}"
        + (line.Definition.Type is FactType.Number or FactType.Integer ? $"（{VerdictWords.Sign(line.Operator)} {EvidenceLines.Text(line.Definition, line.Threshold!.Value)}）" : "");

    private static string Title(FactDefinition definition) => definition.Label.Replace("持有", "", StringComparison.Ordinal);

    private static bool IsFigure(FactDefinition definition) => definition.Origin is FactOrigin.View or FactOrigin.Filed { PerYear: true };

    private static string Bare(FactDefinition definition)
    {
        string[] prefixes = ["前三年度", "前三年末", "前年度", "前年末", "上年度", "上年末", "本年度", "最近一年"];
        var prefix = Array.Find(prefixes, prefix => definition.Label.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        return definition.Label[prefix.Length..];
    }
}
