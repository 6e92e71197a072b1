using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies;

/// <summary>The words for what policies are made of, the same on every page.</summary>
public static class PolicyWords
{
    public static string Text(this PolicyLevel level) => level switch
    {
        PolicyLevel.Nation => "国家",
        PolicyLevel.Province => "省",
        PolicyLevel.City => "市",
        _ => "区县",
    };

    public static string Text(this RedemptionMode mode) => mode switch
    {
        RedemptionMode.NoApplication => "免申即享",
        RedemptionMode.Application => "申报",
        RedemptionMode.Pool => "项目入库",
        RedemptionMode.Bank => "银行代申",
        RedemptionMode.Tax => "纳税申报时享受",
        _ => "服务",
    };

    /// <summary>How the money comes where nobody applies for it.</summary>
    public static string Way(this RedemptionMode mode) => mode switch
    {
        RedemptionMode.NoApplication => "不用申报：核对公示后通知确认收款账户，就到账",
        RedemptionMode.Bank => "不用您申报：由经办银行代申",
        RedemptionMode.Tax => "不用另外申报：纳税申报时填报享受",
        RedemptionMode.Service => "不用申报：联系主管部门办理",
        _ => "",
    };

    public static string Text(this RelationKind kind) => kind switch
    {
        RelationKind.Exclusive => "不得同时享受",
        RelationKind.HigherOnly => "就高不重复",
        _ => "以此为前提",
    };

    public static string Confidence(string confidence) => confidence switch
    {
        "text" => "原文",
        "memory" => "凭记忆，待核实",
        _ => "平台假定，待核实",
    };

    public static string Period(PolicyDocument policy) => (policy.EffectiveFrom, policy.EffectiveTo) switch
    {
        ({ } from, { } to) => $"{Fmt.Date(from)} 至 {Fmt.Date(to)}",
        ({ } from, null) => $"{Fmt.Date(from)} 起，未写明截止日期",
        (null, { } to) => $"至 {Fmt.Date(to)}",
        _ => "未写明起止日期",
    };

    /// <summary>（2026-01-01 至 2026-12-31）; nothing for what is not dated.</summary>
    public static string During(Validity during) => (during.From, during.To) switch
    {
        (null, null) => "",
        ({ } from, null) => $"（{Fmt.Date(from)} 起）",
        (null, { } to) => $"（至 {Fmt.Date(to)}）",
        ({ } from, { } to) => $"（{Fmt.Date(from)} 至 {Fmt.Date(to)}）",
    };

    /// <summary>Until when it can be applied for, as a list says it: 9 天后截止, 今天截止, 已截止.</summary>
    public static string Until(Benefit benefit, DateOnly on) => benefit switch
    {
        { IsAppliedFor: false } or { Deadline: null } => "常年",
        _ when benefit.IsOver(on) => $"{Fmt.Date(benefit.Deadline)} 已截止",
        { Deadline: { } last } when last == on => "今天截止",
        { Deadline: { } last } => $"{last.DayNumber - on.DayNumber} 天后截止",
    };

    /// <summary>What comes after a period that is over.</summary>
    public static string Next(Benefit benefit) => benefit.IsYearly || benefit.EveryYears is not null ? "下一期的申报日期公布后，再列入可享" : "没有公布下一期";

    /// <summary>10 万元, 5 万元至 10 万元, 5 万元以上.</summary>
    public static string Amount(AmountRange? amount) => amount switch
    {
        null => "不是资金",
        { IsExact: true } => Fmt.Money(amount.Low),
        { High: null, Low: 0 } => "金额缺数据，算不出",
        { High: null } => Fmt.Money(amount.Low) + "以上",
        { Low: 0 } => "最多 " + Fmt.Money(amount.High),
        _ => $"{Fmt.Money(amount.Low)}至 {Fmt.Money(amount.High)}",
    };

    /// <summary>A sum as a key figure: the number and its unit.</summary>
    public static (string Value, string Unit) Figure(decimal yuan) => yuan switch
    {
        >= 100_000_000 => (Fmt.Yi(yuan), "亿元"),
        >= 10_000 => (Fmt.Number(yuan / 10_000, yuan >= 10_000_000 ? 0 : 1), "万元"),
        _ => (Fmt.Number(yuan, 0), "元"),
    };

    public static string Step(TakeStep step) => step switch
    {
        TakeStep.Started => "已开始申报",
        TakeStep.Applied => "已申报",
        TakeStep.Awarded => "列入兑付",
        _ => "已到账",
    };

    public static string Effort(int effort) => effort switch
    {
        1 => "不用办",
        2 => "简单",
        3 => "一般",
        4 => "较繁",
        _ => "很繁",
    };
}
