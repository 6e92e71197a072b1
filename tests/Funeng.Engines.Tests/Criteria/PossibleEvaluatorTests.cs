using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Criteria.Rules;

namespace Funeng.Engines.Tests.Criteria;

public sealed class PossibleEvaluatorTests
{
    [Theory]
    [InlineData("上年度营业收入 >= 100", "true")]
    [InlineData("上年度营业收入 > 100", "false")]
    [InlineData("上年度营业收入 = 100", "true")]
    [InlineData("上年度营业收入 != 100", "false")]
    [InlineData("上年度营业收入 < 100", "false")]
    [InlineData("上年度营业收入 <= 100", "true")]
    [InlineData("上年度营业收入 >= 0.01 * 万元", "true")]
    [InlineData("上年度营业收入 between 100 and 200", "true")]
    [InlineData("上年度营业收入 in (100..200]", "false")]
    [InlineData("上年度营业收入 in [50..100]", "true")]
    [InlineData("上年度营业收入 in (5, 100)", "true")]
    [InlineData("上年度营业收入 in (< 5, > 99)", "true")]
    [InlineData("-上年度营业收入 < 0", "true")]
    [InlineData("上年度营业收入 + 1", "101")]
    [InlineData("上年度营业收入 ** 2", "10000")]
    public void A_known_fact_gives_plain_FEEL(string text, string expected) => Assert.Equal(expected, Say(text, ("revenueY1", 100)));

    [Theory]
    [InlineData("上年度营业收入 >= 100", "either")]
    [InlineData("上年度营业收入 >= 0", "true")]
    [InlineData("上年度营业收入 < 0", "false")]
    [InlineData("上年度营业收入 <= 0", "either")]
    [InlineData("上年度营业收入 = 0", "either")]
    [InlineData("上年度营业收入 = -1", "false")]
    [InlineData("上年度净利润 < 0", "either")]
    [InlineData("数字化等级 <= 4", "true")]
    [InlineData("数字化等级 > 4", "false")]
    [InlineData("数字化等级 < 1", "false")]
    [InlineData("数字化等级 between 1 and 4", "true")]
    [InlineData("数字化等级 in (1, 2, 3, 4)", "either")]
    [InlineData("市场占有率 > 100", "false")]
    [InlineData("已上市", "either")]
    [InlineData("已上市 = true", "either")]
    [InlineData("not(已上市)", "either")]
    [InlineData("所在地 = \"城东\"", "either")]
    [InlineData("产业链角色 = \"gap\"", "either")]
    [InlineData("产业链角色 = \"other\"", "false")]
    [InlineData("产业链角色 != \"other\"", "true")]
    [InlineData("成立日期 < 申请日期", "either")]
    [InlineData("starts with(产业链角色, \"x\")", "false")]
    [InlineData("starts with(产业链角色, \"g\")", "either")]
    [InlineData("starts with(所在地, \"城\")", "either")]
    [InlineData("申请日期 > date(\"2026-01-01\")", "true")]
    public void A_missing_fact_ranges_over_its_domain(string text, string expected) => Assert.Equal(expected, Say(text));

    [Theory]
    [InlineData("false and 上年度营业收入 > 5", "false")]
    [InlineData("上年度营业收入 > 5 and false", "false")]
    [InlineData("true or 上年度营业收入 > 5", "true")]
    [InlineData("上年度营业收入 > 5 or true", "true")]
    [InlineData("上年度营业收入 > 5 or false", "either")]
    [InlineData("上年度营业收入 > 5 and true", "either")]
    [InlineData("上年度营业收入 > 5 and 市场占有率 > 100", "false")]
    [InlineData("not(市场占有率 > 100)", "true")]
    public void Conditions_are_decided_when_the_missing_part_cannot_matter(string text, string expected) => Assert.Equal(expected, Say(text));

    [Theory]
    [InlineData("市场占有率 + 1", "[1..101]")]
    [InlineData("1 - 市场占有率", "[-99..1]")]
    [InlineData("市场占有率 * -2", "[-200..0]")]
    [InlineData("市场占有率 * 市场占有率", "[0..10000]")]
    [InlineData("市场占有率 / 4", "[0..25]")]
    [InlineData("100 / 数字化等级", "[25..100]")]
    [InlineData("上年度营业收入 / 数字化等级", "[0..)")]
    [InlineData("1 / 上年度营业收入", "anything")]
    [InlineData("上年度净利润 * 2", "(..)")]
    [InlineData("数字化等级 ** 2", "[1..16]")]
    [InlineData("min([5, 市场占有率])", "[0..5]")]
    [InlineData("max(5, 市场占有率)", "[5..100]")]
    [InlineData("min(市场占有率, 上年度营业收入)", "[0..100]")]
    [InlineData("sum([1, 市场占有率, 数字化等级])", "[2..105]")]
    [InlineData("floor(市场占有率 / 3)", "[0..33]")]
    [InlineData("ceiling(市场占有率 / 3)", "[0..34]")]
    [InlineData("sqrt(市场占有率)", "[0..10]")]
    [InlineData("sqrt(上年度净利润)", "anything")]
    [InlineData("abs(上年度净利润)", "[0..)")]
    [InlineData("abs(市场占有率 - 60)", "[0..60]")]
    [InlineData("abs(-市场占有率)", "[0..100]")]
    [InlineData("decimal(数字化等级 / 3, 1)", "[0.3..1.3]")]
    [InlineData("round up(市场占有率 / 3, 0)", "[0..34]")]
    [InlineData("round down(市场占有率 / 3, 0)", "[0..33]")]
    [InlineData("round half up(数字化等级 / 2, 0)", "[1..2]")]
    [InlineData("round half down(数字化等级 / 2, 0)", "[0..2]")]
    [InlineData("exp(数字化等级) > 2.7 and exp(数字化等级) < 54.6", "true")]
    [InlineData("exp(数字化等级) > 54.5", "either")]
    [InlineData("log(数字化等级) >= 0 and log(数字化等级) < 1.4", "true")]
    [InlineData("sum([市场占有率, \"x\"])", "anything")]
    [InlineData("min([])", "anything")]
    [InlineData("starts with(产业链角色, \"k\") and 已上市", "either")]
    [InlineData("count([1, 市场占有率])", "2")]
    [InlineData("count([市场占有率 > 5, 已上市, true][item = true])", "[1..3]")]
    [InlineData("count([市场占有率 > 500, 已上市, true][item = true])", "[1..2]")]
    [InlineData("sum([3, 市场占有率][item > 2])", "[3..103]")]
    [InlineData("some x in [1, 市场占有率] satisfies x > 50", "either")]
    [InlineData("some x in [60, 市场占有率] satisfies x > 50", "true")]
    [InlineData("every x in [60, 市场占有率] satisfies x > 50", "either")]
    [InlineData("every x in [40, 市场占有率] satisfies x > 50", "false")]
    [InlineData("all([true, 已上市])", "either")]
    [InlineData("all([false, 已上市])", "false")]
    [InlineData("any([true, 已上市])", "true")]
    [InlineData("any([false, 市场占有率 > 100])", "false")]
    public void Numbers_are_ranges(string text, string expected) => Assert.Equal(expected, Say(text));

    [Theory]
    [InlineData("if 市场占有率 >= 80 then 5 else if 市场占有率 >= 60 then 3 else 0", "[0..5]")]
    [InlineData("if 市场占有率 > 100 then 5 else 3", "3")]
    [InlineData("if 市场占有率 >= 0 then 5 else 3", "5")]
    [InlineData("if 已上市 then \"a\" else \"b\"", "a|b")]
    [InlineData("if 已上市 then 1 else \"b\"", "anything")]
    [InlineData("if 已上市 then 1 else null", "anything")]
    [InlineData("(if 已上市 then 10 else 20) > 5", "true")]
    public void A_conditional_keeps_both_branches_while_its_condition_is_open(string text, string expected) => Assert.Equal(expected, Say(text));

    [Fact]
    public void A_derived_fact_is_bounded_by_its_formula_and_its_domain()
    {
        Assert.Equal("either", Say("净利润率 > 5"));
        Assert.Equal("10", Say("净利润率", ("profitY1", 10), ("revenueY1", 100)));
        Assert.Equal("true", Say("成立年限 >= 0"));
        Assert.Equal("6", Say("成立年限", ("foundedOn", FeelValue.From(new DateOnly(2020, 5, 1)))));
    }

    [Fact]
    public void A_formula_without_result_leaves_its_domain()
    {
        Assert.Equal("either", Say("营业收入增长率 > 5", ("revenueY1", 10), ("revenueY2", 0)));
        Assert.Equal("true", Say("营业收入增长率 > 5", ("revenueY1", 12), ("revenueY2", 10)));
    }

    [Fact]
    public void A_given_derived_fact_wins_over_its_formula()
    {
        Assert.Equal("7", Say("净利润率", ("margin", 7), ("profitY1", 10), ("revenueY1", 100)));
    }

    [Fact]
    public void Errors_are_open_rather_than_an_answer()
    {
        Assert.Equal("either", Say("上年度营业收入 / 0 > 1", ("revenueY1", 10)));
        Assert.Equal("either", Say("上年度营业收入 > \"x\"", ("revenueY1", 10)));
    }

    [Fact]
    public void Dates_are_compared_and_subtracted_by_plain_FEEL()
    {
        var founded = ("foundedOn", FeelValue.From(new DateOnly(2025, 5, 20)));

        Assert.Equal("365", Say("(申请日期 - 成立日期).days", founded));
        Assert.Equal("true", Say("成立日期 <= 申请日期", founded));
        Assert.Equal("2026", Say("申请日期.year"));
        Assert.Equal("anything", Say("(申请日期 - 成立日期).days"));
    }

    [Fact]
    public void Review_items_range_over_their_points()
    {
        Assert.Equal("[0..8]", Say("评审_p1"));
        Assert.Equal("either", Say("评审_r1"));
        Assert.Equal("[7..8]", Say("max([7, min([8, 评审_p1])])"));
    }
}
