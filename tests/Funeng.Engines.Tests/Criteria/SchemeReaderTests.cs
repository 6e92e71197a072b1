using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;

namespace Funeng.Engines.Tests.Criteria;

public sealed class SchemeReaderTests
{
    [Fact]
    public void The_header_and_the_criteria_are_read()
    {
        var model = new Models().Condition("g1", "发明专利数 > 2").Points("i1", "min([5, 发明专利数])").Condition("结论", "g1", "conclusion")
            .Load("abc", "version='4' kind='recognition' title='全称' shortName='简称' ladder='sme' rank='2' effectiveFrom='2022-08-01' effectiveTo='2026-03-31' supersededBy='next' validityYears='3' region='CN'");
        var scheme = Scheme.Read(model, Samples.Catalogue).Scheme!;

        Assert.Equal(("abc", "4", "全称", "简称", "recognition", "sme"), (scheme.Id, scheme.Version, scheme.Title, scheme.ShortName, scheme.Kind, scheme.Ladder));
        Assert.Equal((2, 3, "next", ""), (scheme.Rank, scheme.ValidityYears, scheme.SupersededBy, scheme.Supersedes));
        Assert.Equal("CN", scheme.Attributes["region"]);
        Assert.Equal(["g1", "i1", "结论"], scheme.Criteria.Select(criterion => criterion.Id));
        var first = scheme.Criteria[0];
        Assert.Equal((CriterionKind.Gate, "标题 g1", "第 g1 条", "text", false), (first.Kind, first.Label, first.Clause, first.Confidence, first.NeedsVerification));
        Assert.Equal(10, scheme.Criteria[1].Max);
        Assert.Same(scheme.Criteria[2], scheme.Conclusion);
        Assert.Null(scheme.ReexamConclusion);
    }

    [Fact]
    public void It_decides_from_its_first_to_its_last_day()
    {
        var scheme = new Models().Condition("结论", "true", "conclusion").Scheme_() with { EffectiveFrom = new DateOnly(2022, 8, 1), EffectiveTo = new DateOnly(2026, 3, 31) };

        Assert.True(scheme.IsInForce(new DateOnly(2022, 8, 1)));
        Assert.True(scheme.IsInForce(new DateOnly(2026, 3, 31)));
        Assert.False(scheme.IsInForce(new DateOnly(2022, 7, 31)));
        Assert.False(scheme.IsInForce(new DateOnly(2026, 4, 1)));
        Assert.True((scheme with { EffectiveFrom = null, EffectiveTo = null }).IsInForce(new DateOnly(1999, 1, 1)));
    }

    [Fact]
    public void Facts_are_those_named_and_filed_facts_those_behind_formulas_too()
    {
        var scheme = new Models().Condition("g1", "净利润率 > 2").Condition("结论", "g1 and 已上市", "conclusion").Scheme_();

        Assert.Equal(["margin", "isListed"], scheme.Facts.Select(fact => fact.Key));
        Assert.Equal(["revenueY1", "profitY1", "isListed"], scheme.FiledFacts.Select(fact => fact.Key));
    }

    [Theory]
    [InlineData("发明专利数 = null", "compares with null")]
    [InlineData("string(发明专利数) = \"3\"", "calls 'string'")]
    [InlineData("sum(for x in [1, 2] return x) > 2", "iterates")]
    [InlineData("{a: 1}.a > 发明专利数", "context")]
    [InlineData("2 ** 发明专利数 > 3", "power")]
    [InlineData("发明专利数 instance of number", "instanceof")]
    public void Constructs_that_cannot_be_bounded_are_refused_with_the_place(string text, string reason)
    {
        var problems = new Models().Condition("结论", text, "conclusion").Read().Problems;

        var problem = Assert.Single(problems, problem => problem.Kind == SchemeProblemKind.UnsupportedConstruct && problem.Message.Contains(reason, StringComparison.Ordinal));
        Assert.Equal("结论", problem.Decision);
    }

    [Theory]
    [InlineData("not(已上市)")]
    [InlineData("min(市场占有率, 1) > 0 and max(市场占有率, 1) > 0 and sum(市场占有率, 1) > 0 and count([市场占有率]) > 0")]
    [InlineData("all([已上市]) or any([已上市])")]
    [InlineData("abs(市场占有率) > 1 and floor(市场占有率) > 1 and ceiling(市场占有率) > 1 and sqrt(市场占有率) > 1")]
    [InlineData("decimal(市场占有率, 1) > 1 and round up(市场占有率, 1) > 1 and round down(市场占有率, 1) > 1")]
    [InlineData("round half up(市场占有率, 1) > 1 and round half down(市场占有率, 1) > 1")]
    [InlineData("exp(数字化等级) > 1 and log(数字化等级) > 1")]
    [InlineData("starts with(所在地, \"城\") or ends with(所在地, \"城\") or contains(所在地, \"城\") or matches(所在地, \"城\")")]
    [InlineData("list contains([1, 2], 发明专利数) or substring(所在地, 1, 1) = \"城\" or string length(所在地) > 1")]
    [InlineData("成立日期 > date(\"2020-01-01\") or years and months duration(成立日期, 申请日期) > duration(\"P1Y\")")]
    [InlineData("some x in [1, 发明专利数] satisfies x > 1")]
    [InlineData("发明专利数 ** 2 > 3")]
    public void What_can_be_bounded_is_admitted(string text) =>
        Assert.DoesNotContain(new Models().Condition("结论", text, "conclusion").Read().Problems, problem => problem.Kind == SchemeProblemKind.UnsupportedConstruct);

    [Theory]
    [InlineData("some x in [1], y in [2] satisfies x + y > 发明专利数", "quantifies over several variables")]
    [InlineData("发明专利 > 2", "cannot be read: ")]
    public void The_reason_of_a_refusal_names_what_is_wrong(string text, string reason) =>
        Assert.Contains(new Models().Condition("结论", text, "conclusion").Read().Problems, problem => problem.Message.Contains(reason, StringComparison.Ordinal));

    [Fact]
    public void Tables_with_one_output_and_one_value_are_admitted_whatever_their_policy()
    {
        foreach (var (policy, aggregation) in new[] { ("UNIQUE", ""), ("ANY", ""), ("FIRST", ""), ("PRIORITY", ""), ("COLLECT", "SUM") })
            Assert.Empty(new Models().Table("t", policy, ["发明专利数"], [">= 1 | 1", "< 1 | 0"], aggregation: aggregation, priorities: "1, 0").Condition("结论", "true", "conclusion").Read().Problems);
    }

    [Fact]
    public void A_review_item_keeps_its_question_its_kind_and_the_points_it_may_give()
    {
        var model = new Models().Review("r9", "评审_r9", "boolean").Review("p9", "评审_p9", "number", "[0..6]").Review("t9", "评审_t9", "string")
            .Condition("结论", "评审_r9 and 评审_p9 > 2 and 评审_t9 = \"甲\"", "conclusion").Load("abc");

        var facts = Scheme.ReviewFacts(model);

        Assert.Equal([FactType.Boolean, FactType.Number, FactType.Text], facts.Select(fact => fact.Type));
        Assert.Equal(["", "分", ""], facts.Select(fact => fact.Unit));
        Assert.Equal(["评审_r9？", "评审_p9？", "评审_t9？"], facts.Select(fact => ((FactOrigin.Review)fact.Origin).Question));
    }

    [Fact]
    public void Tables_that_yield_lists_are_refused()
    {
        var problems = new Models().Table("t", "RULE ORDER", ["发明专利数"], [">= 1 | 1", "- | 0"]).Condition("结论", "true", "conclusion").Read().Problems;

        Assert.Contains(problems, problem => problem is { Decision: "t", Kind: SchemeProblemKind.UnsupportedConstruct } && problem.Message.Contains("yields a list", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_without_header_or_conclusion_is_no_scheme()
    {
        var model = new Models().Condition("g1", "true").Load(header: "");

        var reading = Scheme.Read(model, Samples.Catalogue);

        Assert.Null(reading.Scheme);
        Assert.Equal(2, reading.Problems.Count(problem => problem.Kind == SchemeProblemKind.MissingElement));
    }

    [Fact]
    public void Names_outside_the_catalogue_are_reported()
    {
        Assert.Contains(new Models().Condition("结论", "发明专利 > 2", "conclusion").Read().Problems, problem => problem.Kind is SchemeProblemKind.FaultyModel or SchemeProblemKind.UnsupportedConstruct);
    }

    [Fact]
    public void A_fact_that_the_model_imports_and_the_catalogue_lacks_is_reported()
    {
        var model = new Models().Condition("结论", "发明专利数 > 2", "conclusion").Load();

        var problems = Scheme.Read(model, new FactCatalogue([])).Problems;

        Assert.Contains(problems, problem => problem.Kind == SchemeProblemKind.UnknownFact && problem.Message.Contains("发明专利数", StringComparison.Ordinal));
    }

    [Fact]
    public void Review_items_become_facts_of_the_scheme()
    {
        var model = new Models().Review("r9", "评审_r9", "boolean").Review("p9", "评审_p9", "number", "[0..6]").Condition("结论", "评审_r9 and 评审_p9 > 2", "conclusion").Load("abc");

        var facts = Scheme.ReviewFacts(model);

        Assert.Equal(["review:abc:r9", "review:abc:p9"], facts.Select(fact => fact.Key));
        Assert.Equal(["[0..6]"], facts.Select(fact => fact.Domain).Where(domain => domain.Length > 0));
        Assert.Equal(["review:abc:r9", "review:abc:p9"], Scheme.Read(model, Samples.Catalogue).Scheme!.ReviewItems.Select(fact => fact.Key));
    }
}
