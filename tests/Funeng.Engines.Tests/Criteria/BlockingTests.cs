using Funeng.Engines.Criteria;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Criteria;

public sealed class BlockingTests
{
    private static readonly Scheme Scheme = new Models()
        .Condition("g1", "发明专利数 >= 2")
        .Condition("pass", "市场占有率 >= 60", "pass")
        .Condition("direct", "已上市 or 数字化等级 >= 4", "direct")
        .Condition("结论", "g1 and (pass or direct)", "conclusion").Scheme_();

    private static string Blocking(params (string Key, FeelValue Value)[] facts) => string.Join(
        ' ', new CriteriaEvaluator().Decide(Scheme, Applied(facts)).Blocking.Select(item => item.Finding.Criterion.Key + (item.IsOpen ? "?" : "")));

    [Fact]
    public void A_way_that_fails_beside_one_that_holds_is_no_gap() =>
        Assert.Equal("g1", Blocking(("patents", 1), ("share", 10), ("isListed", true), ("level", 1)));

    [Fact]
    public void Where_every_way_fails_each_is_named() =>
        Assert.Equal("pass direct", Blocking(("patents", 2), ("share", 10), ("isListed", false), ("level", 1)));

    [Fact]
    public void What_only_missing_facts_keep_open_is_marked_so() =>
        Assert.Equal("g1 direct?", Blocking(("patents", 1), ("share", 10), ("isListed", false)));

    [Fact]
    public void Nothing_stands_in_the_way_of_what_is_met() =>
        Assert.Equal("", Blocking(("patents", 2), ("share", 70)));
}
