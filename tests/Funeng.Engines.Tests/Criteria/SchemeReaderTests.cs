using Funeng.Engines.Criteria;
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

    [Fact]
    public void Tables_that_yield_lists_are_refused()
    {
        var problems = new Models().Table("t", "RULE ORDER", ["发明专利数"], [">= 1 | 1", "- | 0"]).Condition("结论", "true", "conclusion").Read().Problems;

        Assert.Contains(problems, problem => problem is { Decision: "t", Kind: SchemeProblemKind.UnsupportedConstruct });
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

        var problems = Scheme.Read(model, new Funeng.Engines.Facts.FactCatalogue([])).Problems;

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
