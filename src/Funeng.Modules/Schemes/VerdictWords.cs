using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Schemes;

/// <summary>The words and shapes of outcomes and of the parts of a scheme, the same on every page.</summary>
public static class VerdictWords
{
    public static string Text(this Outcome outcome) => outcome switch
    {
        Outcome.Met => "符合",
        Outcome.NotMet => "不符合",
        _ => "待补充",
    };

    public static Signal Signal(this Outcome outcome) => outcome switch
    {
        Outcome.Met => Foundation.Ui.Signal.Good,
        Outcome.NotMet => Foundation.Ui.Signal.Bad,
        _ => Foundation.Ui.Signal.Warning,
    };

    public static string Text(this CriterionKind kind) => kind switch
    {
        CriterionKind.Gate => "条件",
        CriterionKind.Indicator => "指标",
        CriterionKind.Group => "一级指标",
        CriterionKind.Total => "总分",
        CriterionKind.Pass => "得分要求",
        CriterionKind.Direct => "直通条件",
        CriterionKind.Route => "路径",
        CriterionKind.Standard => "标准",
        CriterionKind.Structure => "股本结构与发行条件",
        CriterionKind.Tier => "层级",
        CriterionKind.Class => "类别",
        CriterionKind.Exclusion => "不再推荐的情形",
        _ => "结论",
    };

    /// <summary>The kind of a scheme, as its model names it.</summary>
    public static string KindText(string kind) => kind switch
    {
        "recognition" => "认定",
        "evaluation" => "评价",
        "classification" => "划分",
        "listing" => "上市",
        "grant" => "支持",
        "ladder" => "梯度",
        _ => kind,
    };

    public static string LadderText(string ladder) => ladder switch
    {
        "sme" => "优质中小企业梯度",
        "newEconomy" => "新经济企业梯度",
        _ => "",
    };

    public static string Sign(string comparison) => comparison switch
    {
        ">=" => "≥",
        "<=" => "≤",
        "!=" => "≠",
        ">" => "＞",
        "<" => "＜",
        _ => comparison,
    };

    /// <summary>现行 on a day, 未施行 before its time, 已停用 after it.</summary>
    public static (Signal Signal, string Text) State(Scheme scheme, DateOnly today)
    {
        if (today < scheme.EffectiveFrom) return (Foundation.Ui.Signal.Idle, "未施行");
        return today > scheme.EffectiveTo ? (Foundation.Ui.Signal.Idle, "已停用") : (Foundation.Ui.Signal.Good, "现行");
    }

    /// <summary>Which text of the standard it is: 第 1 版; a correction is a new one.</summary>
    public static string Edition(RulePack pack) => $"第 {(pack.Scheme.Version.Length > 0 ? pack.Scheme.Version : "1")} 版";

    /// <summary>The conclusion in half a sentence: what stands against it, or what is still to be learned.</summary>
    public static string Sentence(Verdict verdict)
    {
        var failed = VerdictSummary.FailedIds(verdict).Count();
        return verdict.Outcome switch
        {
            Outcome.Met => "所需条件均已满足",
            Outcome.NotMet when failed > 0 => $"{failed} 项条件不满足",
            Outcome.NotMet when ClassOf(verdict) is { } found => $"{found.Criterion.Label}：{found.Class}",
            Outcome.NotMet => "得分与直通条件均不满足",
            _ => $"补齐所列 {verdict.Missing.Count} 项缺失的事实，即可得出结论",
        };
    }

    // A standard that only sorts into classes has neither score nor direct route.
    private static Finding? ClassOf(Verdict verdict) => verdict.Score is null ? verdict.Findings.FirstOrDefault(finding => finding.Class is not null) : null;

    public static string Period(Scheme scheme) => (scheme.EffectiveFrom, scheme.EffectiveTo) switch
    {
        (null, null) => "不限",
        ({ } from, null) => $"{Fmt.Date(from)} 起",
        (null, { } to) => $"至 {Fmt.Date(to)}",
        ({ } from, { } to) => $"{Fmt.Date(from)} 至 {Fmt.Date(to)}",
    };
}
