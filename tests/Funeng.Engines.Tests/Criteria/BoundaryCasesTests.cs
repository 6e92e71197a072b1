using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Criteria;

public sealed class BoundaryCasesTests
{
    private static string Say(BoundaryCase item) =>
        $"{item.Criterion.Key} {string.Join(' ', item.Facts.Select(fact => $"{fact.Key.Key}={fact.Value}"))} → {item.Outcome?.ToString() ?? item.Score?.ToString() ?? item.Class}";

    [Fact]
    public void Every_threshold_has_a_situation_below_on_and_above()
    {
        var scheme = new Models().Condition("结论", "发明专利数 > 2", "conclusion").Scheme_();

        Assert.Equal(
            ["结论 patents=1 → NotMet", "结论 patents=2 → NotMet", "结论 patents=3 → Met"], BoundaryCases.Of(scheme, On).Select(Say));
    }

    [Fact]
    public void Other_facts_are_added_where_the_threshold_shows_only_with_them()
    {
        var scheme = new Models().Condition("结论", "上年度营业收入 >= 100 and 已上市 and 市场占有率 < 10", "conclusion").Scheme_();

        var first = BoundaryCases.Of(scheme, On).Where(item => item.Fact.Key == "revenueY1").ToList();

        Assert.Equal([-1, 0, 1], first.Select(item => item.Side));
        Assert.Equal([Outcome.NotMet, Outcome.Met, Outcome.Met], first.Select(item => item.Outcome!.Value));
        Assert.All(first, item => Assert.Equal(["isListed", "revenueY1", "share"], item.Facts.Select(fact => fact.Key.Key).Order()));
    }

    [Fact]
    public void Tables_give_points_on_both_sides_of_a_band_edge()
    {
        var scheme = new Models().Table("t", "UNIQUE", ["市场占有率"], [">= 80 | 5", "< 80 | 0"]).Condition("结论", "t >= 5", "conclusion").Scheme_();

        Assert.Equal(["t share=79.99 → 0", "t share=80 → 5", "t share=80.01 → 5"], BoundaryCases.Of(scheme, On).Take(3).Select(Say));
    }

    [Fact]
    public void Values_outside_the_domain_are_left_out()
    {
        var scheme = new Models().Condition("结论", "数字化等级 >= 4", "conclusion").Scheme_();

        Assert.Equal([-1, 0], BoundaryCases.Of(scheme, On).Select(item => item.Side));
    }

    [Fact]
    public void What_a_case_says_is_what_filing_its_facts_gives()
    {
        var scheme = new Models()
            .Condition("g", "上年度营业收入 >= 100 or 净利润率 > 5 and 发明专利数 >= 2")
            .Table("规模", "FIRST", ["产业链角色", "发明专利数"], ["\"gap\" | >= 3 | \"大\"", "- | - | \"小\""], "string", "class")
            .Condition("结论", "g and 规模 = \"大\"", "conclusion").Scheme_();

        var cases = BoundaryCases.Of(scheme, On);

        Assert.True(cases.Count >= 9);
        foreach (var item in cases)
        {
            var builder = new SubjectFacts.Builder(Catalogue);
            foreach (var (fact, value) in item.Facts) builder.Assume(fact, value, On);
            var finding = new CriteriaEvaluator().Decide(scheme, new FactView(builder.Build(), On)).Find(item.Criterion.Key)!;
            Assert.Equal(item.Outcome, finding.Outcome);
            Assert.Equal(item.Class, finding.Class);
        }
    }
}
