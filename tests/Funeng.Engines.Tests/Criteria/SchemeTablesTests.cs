using Funeng.Engines.Criteria;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Dmn.Analysis;

namespace Funeng.Engines.Tests.Criteria;

public sealed class SchemeTablesTests
{
    [Theory]
    [InlineData("发明专利数", "< 3 | 0", "[3..5] | 1", "> 5 | 2")]
    [InlineData("发明专利数", "<= 3 | 0", ">= 4 | 1")]
    [InlineData("产业链角色", "\"gap\", \"key\" | 1", "\"none\" | 0")]
    [InlineData("市场占有率", "[0..50) | 0", "[50..100] | 1")]
    [InlineData("已上市", "true | 1", "false | 0")]
    public void A_table_that_covers_the_domain_of_its_fact_has_no_finding(string fact, params string[] rules) =>
        Assert.Empty(Analyse(new Models().Table("t", "UNIQUE", [fact], rules)).Findings);

    [Theory]
    [InlineData("发明专利数", "no rule matches 发明专利数: [0..3), for example 发明专利数 = 0", ">= 3 | 1")]
    [InlineData("产业链角色", "no rule matches 产业链角色: \"none\", for example 产业链角色 = \"none\"", "\"gap\", \"key\" | 1")]
    [InlineData("数字化等级", "rule 2 matches nothing (数字化等级: '> 4' holds for no value that it may have)", "[1..4] | 1", "> 4 | 2")]
    [InlineData("市场占有率", "rule 3 never answers: rules 1, 2 stand before it, for example 市场占有率 = 0", "< 10 | 1", ">= 10 | 2", "- | 3")]
    [InlineData("评审_p1", "no rule matches 评审_p1: 8, for example 评审_p1 = 8", "[0..8) | 1")]
    public void What_is_found_lies_in_the_domain_of_the_fact(string fact, string message, params string[] rules) =>
        Assert.Equal(message, Assert.Single(Analyse(new Models().Review("p1", "评审_p1", "number", "[0..8]").Table("t", "FIRST", [fact], rules)).Findings).Message);

    private static TableAnalysis Analyse(Models models) => Assert.Single(SchemeTables.Analyse(models.Load(), Samples.Catalogue));
}
