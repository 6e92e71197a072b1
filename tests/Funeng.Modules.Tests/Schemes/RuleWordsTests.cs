using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Rules in the words of officials: no operator of a programming language is left on the page of a scheme.</summary>
public sealed class RuleWordsTests
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));

    [Theory]
    [InlineData("上年度营业收入 >= 1500 * 万元", "上年度营业收入 ≥ 1,500 万元")]
    [InlineData("上年末资产负债率 <= 80", "上年末资产负债率 ≤ 80%")]
    [InlineData("g1 and g2a", "“截至上年末从事特定细分市场3年以上” 且 “上年度营业收入≥1500万元，或近两年新增股权投资（实缴）≥2000万元”")]
    [InlineData("contains(注册地, \"淄博市\") or 成立日期 >= date(\"2024-01-01\")", "注册地 包含“淄博市” 或 成立日期 ≥ 2024-01-01")]
    [InlineData("matches(国民经济行业代码, \"^(1[3-9]|26)\")", "国民经济行业代码 以 13 至 19、26 开头")]
    [InlineData("not(符合中小企业划型)", "并非（符合中小企业划型）")]
    [InlineData("min([5, floor(截至上年末从事特定细分市场年限 / 2)])", "取最小（5、向下取整（截至上年末从事特定细分市场年限 ÷ 2））")]
    public void An_expression_is_read_as_a_sentence(string expression, string words) => Assert.Equal(words, Words().Of(expression));

    [Fact]
    public void Several_conditions_stand_on_lines_of_their_own()
    {
        Assert.Equal(3, Words().Of("g1 and g2b and g2c").Split('\n').Length);
        Assert.Single(Words().Of("g1 and (g2a or g2b or g2c)").Split('\n'));
    }

    [Fact]
    public void No_rule_of_any_scheme_shows_an_operator_or_an_id()
    {
        foreach (var pack in Book.Packs)
        {
            foreach (var item in SchemeOutline.Of(pack, Book.Catalogue).Items.Where(item => item.Words is not null))
                Assert.DoesNotMatch(@"\b(and|or|not|if|then|else|true|false)\b|>=|<=|!=", item.Words!);
        }
    }

    [Theory]
    [InlineData("[70..80)", "70（含）至 80")]
    [InlineData(">= 5000", "≥ 5,000")]
    [InlineData("-", "不限")]
    [InlineData("not(true)", "除 是 外")]
    public void A_cell_is_read_as_a_condition(string test, string words) => Assert.Equal(words, CellWords.Of(test, null));

    private static RuleWords Words() => new(Book.Catalogue, Book.FindLatest("sme-specialised-2026")!.Scheme);
}
