using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Facts;

/// <summary>A small catalogue and the facts of one enterprise, applied for in 2026.</summary>
internal static class Samples
{
    public static readonly DateOnly On = new(2026, 5, 20);

    public static readonly FilingRef Sheet = new(12, "企业填报", "第 2 行", "张三");

    public static readonly DateTimeOffset Learned = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static FactCatalogue Catalogue { get; } = new(
    [
        Filed("revenue", "营业收入", perYear: true, unit: "元", domain: ">= 0"),
        View("revenueY1", "上年度营业收入", "revenue", -1, "元"),
        View("revenueY2", "前年度营业收入", "revenue", -2, "元"),
        Filed("profit", "净利润", perYear: true, unit: "元"),
        View("profitY1", "上年度净利润", "profit", -1, "元"),
        Derived("margin", "净利润率", "上年度净利润 / 上年度营业收入 * 100", "%"),
        Derived("growth", "营业收入增长率", "if 前年度营业收入 > 0 then (上年度营业收入 / 前年度营业收入 - 1) * 100 else null", "%"),
        Filed("patents", "发明专利数", perYear: false, unit: "项", type: FactType.Integer, domain: ">= 0"),
        Filed("level", "数字化等级", perYear: false, unit: "级", type: FactType.Integer, domain: "[1..4]"),
        Filed("share", "市场占有率", perYear: false, unit: "%", domain: "[0..100]"),
        Filed("isListed", "已上市", perYear: false, type: FactType.Boolean),
        Filed("region", "所在地", perYear: false, type: FactType.Text),
        Filed("role", "产业链角色", perYear: false, type: FactType.Text) with { Choices = [new("gap", "补短板"), new("key", "关键配套"), new("none", "其他")] },
        Filed("foundedOn", "成立日期", perYear: false, type: FactType.Date),
        Derived("years", "成立年限", "years and months duration(成立日期, 申请日期) / duration(\"P1Y\")", "年") with { Domain = ">= 0" },
        new("holdsLow", "持有低级称号", "持有低级称号", FactType.Boolean, new FactOrigin.TitleHeld("low")),
        new("isSme", "符合中小企业划型", "符合中小企业划型", FactType.Boolean, new FactOrigin.SchemeResult("size")),
        new("review:test:r1", "评审_r1", "评审：技术先进", FactType.Boolean, new FactOrigin.Review("test", "技术是否先进")),
        new("review:test:p1", "评审_p1", "评审：得分", FactType.Number, new FactOrigin.Review("test", "得分")) { Domain = "[0..8]" },
    ]);

    public static FactDefinition Filed(
        string key, string name, bool perYear, string unit = "", FactType type = FactType.Number, string domain = "") =>
        new(key, name, name, type, new FactOrigin.Filed(perYear)) { Unit = unit, Domain = domain };

    public static FactDefinition View(string key, string name, string of, int year, string unit) =>
        new(key, name, name, FactType.Number, new FactOrigin.View(of, year)) { Unit = unit };

    public static FactDefinition Derived(string key, string name, string formula, string unit) =>
        new(key, name, name, FactType.Number, new FactOrigin.Derived(formula)) { Unit = unit };

    public static SubjectFacts Subject(params (string Key, FeelValue Value)[] values) => Subject(Catalogue, values);

    public static SubjectFacts Subject(FactCatalogue catalogue, params (string Key, FeelValue Value)[] values)
    {
        var builder = new SubjectFacts.Builder(catalogue);
        foreach (var (key, value) in values) builder.Assume(catalogue.Get(key), value, On);
        return builder.Build();
    }

    public static FactView Applied(params (string Key, FeelValue Value)[] values) => new(Subject(values), On);
}
