using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Criteria;

public sealed class CriteriaEvaluatorTests
{
    private static readonly CriteriaEvaluator Evaluator = new();

    private static readonly Scheme Scored = new Models()
        .Condition("g1", "发明专利数 > 2")
        .Condition("g2", "上年度营业收入 >= 100 * 万元 or 市场占有率 >= 10")
        .Table("i1", "UNIQUE", ["净利润率"], [">= 10 | 10", "[5..10) | 6", "< 5 | 0"])
        .Table("i2", "FIRST", ["产业链角色", "已上市"], ["\"gap\" | - | 5", "\"key\" | true | 3", "- | - | 0"])
        .Points("i3", "min([5, 3 * 数字化等级])")
        .Points("grp", "min([12, sum([i1, i2])])", "group", "max=\"12\"")
        .Points("total", "sum([grp, i3])", "total", "max=\"17\"")
        .Condition("scorePass", "total >= 12", "pass")
        .Condition("direct", "持有低级称号", "direct")
        .Condition("结论", "g1 and g2 and (scorePass or direct)", "conclusion")
        .Scheme_();

    private static Verdict Decide(Scheme scheme, params (string Key, FeelValue Value)[] facts) => Evaluator.Decide(scheme, Applied(facts));

    private static readonly (string, FeelValue)[] Good =
    [
        ("patents", 3), ("revenueY1", 1_000_000), ("share", 0), ("profitY1", 100_000), ("role", "gap"), ("isListed", false), ("level", 2),
    ];

    [Fact]
    public void Everything_known_decides_every_criterion()
    {
        var verdict = Decide(Scored, Good);

        Assert.Equal(Outcome.Met, verdict.Outcome);
        Assert.Equal("17", verdict.Score!.Value.ToString());
        Assert.Equal("10", verdict.Find("i1")!.Score!.Value.ToString());
        Assert.Equal("12", verdict.Find("grp")!.Score!.Value.ToString());
        Assert.Equal(Outcome.NotMet, verdict.Find("direct")!.Outcome);
        Assert.Equal(["g1", "g2", "i1", "i2", "i3", "grp", "total", "scorePass", "direct", "结论"], verdict.Findings.Select(finding => finding.Criterion.Key));
        Assert.Empty(verdict.Missing);
        Assert.Equal(On, verdict.On);
    }

    [Fact]
    public void Missing_facts_leave_ranges_of_points_and_an_open_conclusion()
    {
        var verdict = Decide(Scored, ("patents", 3), ("revenueY1", 1_000_000));

        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Equal("[0, 10]", verdict.Find("i1")!.Score!.Value.ToString());
        Assert.Equal("[0, 5]", verdict.Find("i2")!.Score!.Value.ToString());
        Assert.Equal("[3, 5]", verdict.Find("i3")!.Score!.Value.ToString());
        Assert.Equal("[3, 17]", verdict.Score!.Value.ToString());
    }

    [Fact]
    public void An_open_earlier_rule_of_a_first_hit_table_keeps_its_points()
    {
        var verdict = Decide(Scored, ("role", "key"));

        Assert.Equal("[0, 3]", verdict.Find("i2")!.Score!.Value.ToString());
    }

    [Fact]
    public void A_failed_gate_decides_whatever_is_missing()
    {
        var verdict = Decide(Scored, ("patents", 2));

        Assert.Equal(Outcome.NotMet, verdict.Outcome);
        Assert.Empty(verdict.Missing);
        Assert.Equal("g1", Assert.Single(verdict.Failed, finding => finding.Criterion.Kind == CriterionKind.Gate).Criterion.Key);
    }

    [Fact]
    public void The_title_route_stands_in_for_the_score()
    {
        var verdict = Decide(Scored, ("patents", 3), ("revenueY1", 1_000_000), ("profitY1", 0), ("role", "none"), ("isListed", false), ("level", 1), ("holdsLow", true));

        Assert.Equal(Outcome.NotMet, verdict.Find("scorePass")!.Outcome);
        Assert.Equal(Outcome.Met, verdict.Outcome);
    }

    [Fact]
    public void A_strict_bound_on_whole_numbers_needs_the_next_whole_number()
    {
        var gap = Decide(Scored, ("patents", 1)).Find("g1")!.Gap!;

        Assert.Equal((FeelNumber)3, gap.Needed);
        Assert.Equal((FeelNumber)1, gap.Present);
        Assert.Equal((FeelNumber)2, gap.Signed);
        Assert.Equal("项", gap.Unit);
        Assert.False(gap.IsStrict);
    }

    [Fact]
    public void Evidence_names_the_value_its_source_the_threshold_and_the_gap()
    {
        var evidence = Decide(Scored, ("revenueY1", 400_000), ("share", 4)).Find("g2")!.Evidence;

        Assert.Equal(["revenueY1", "share"], evidence.Select(item => item.Definition.Key));
        Assert.Equal(400_000, evidence[0].Fact!.Value);
        Assert.Equal(new Period(2025), evidence[0].Fact!.Period);
        Assert.Equal(">=", evidence[0].Operator);
        Assert.Equal(1_000_000, evidence[0].Threshold);
        Assert.Equal(Outcome.NotMet, evidence[0].Outcome);
        Assert.Equal((FeelNumber)600_000, evidence[0].Gap!.Signed);
        Assert.Equal("元", evidence[0].Gap!.Unit);
        Assert.Equal((FeelNumber)6, evidence[1].Gap!.Signed);
    }

    [Fact]
    public void A_met_comparison_has_no_gap()
    {
        var evidence = Decide(Scored, ("patents", 9)).Find("g1")!.Evidence;

        Assert.Equal(Outcome.Met, Assert.Single(evidence).Outcome);
        Assert.Null(evidence[0].Gap);
    }

    [Fact]
    public void A_table_shows_the_rule_that_holds_and_the_gap_to_the_next_better_one()
    {
        var evidence = Decide(Scored, ("profitY1", 7), ("revenueY1", 100)).Find("i1")!.Evidence;

        Assert.All(evidence, item => Assert.Equal("margin", item.Definition.Key));
        Assert.Contains(evidence, item => item.Operator == ">=" && item.Threshold!.Value == 5 && item.Outcome == Outcome.Met);
        var better = Assert.Single(evidence, item => item.Outcome == Outcome.NotMet);
        Assert.Equal((FeelNumber)3, better.Gap!.Signed);
        Assert.Equal("%", better.Gap.Unit);
    }

    [Fact]
    public void A_computed_fact_shows_the_facts_it_was_computed_from()
    {
        var fact = Decide(Scored, ("profitY1", 7), ("revenueY1", 100)).Find("i1")!.Evidence[0].Fact!;

        Assert.True(fact.IsComputed);
        Assert.Equal(["profitY1", "revenueY1"], fact.Inputs.Select(input => input.Definition.Key).Order());
        Assert.Equal(7, fact.Value);
    }

    [Fact]
    public void A_fact_that_is_only_computed_with_is_evidence_too()
    {
        var evidence = Assert.Single(Decide(Scored, ("level", 2)).Find("i3")!.Evidence);

        Assert.Equal("level", evidence.Definition.Key);
        Assert.Null(evidence.Outcome);
        Assert.Equal(2, evidence.Fact!.Value);
    }

    [Fact]
    public void The_gap_of_the_score_is_in_points()
    {
        var verdict = Decide(Scored, ("profitY1", 7), ("revenueY1", 100), ("role", "none"), ("isListed", false), ("level", 1));

        var gap = verdict.Find("scorePass")!.Gap!;
        Assert.Equal((FeelNumber)3, gap.Signed);
        Assert.Equal("分", gap.Unit);
    }

    [Fact]
    public void A_negated_comparison_is_shown_in_the_sense_the_rule_wants()
    {
        var scheme = new Models().Condition("结论", "not(市场占有率 > 50)", "conclusion").Scheme_();

        var evidence = Assert.Single(Decide(scheme, ("share", 60)).Find("结论")!.Evidence);

        Assert.Equal("<=", evidence.Operator);
        Assert.Equal((FeelNumber)(-10), evidence.Gap!.Signed);
    }

    [Fact]
    public void A_strict_bound_on_other_numbers_says_so()
    {
        var scheme = new Models().Condition("结论", "市场占有率 > 50", "conclusion").Scheme_();

        var gap = Decide(scheme, ("share", 50)).Find("结论")!.Gap!;

        Assert.True(gap.IsStrict);
        Assert.Equal(FeelNumber.Zero, gap.Signed);
    }

    [Theory]
    [InlineData("市场占有率 between 10 and 20", 5, ">= 10:5 <= 20")]
    [InlineData("市场占有率 in [10..20)", 25, ">= 10 < 20:-5")]
    [InlineData("市场占有率 in (10, 20)", 25, "= 10:-15 = 20:-5")]
    [InlineData("20 <= 市场占有率", 5, ">= 20:15")]
    [InlineData("10 > 市场占有率", 15, "< 10:-5")]
    public void Every_form_of_comparison_gives_evidence(string text, int share, string expected)
    {
        var scheme = new Models().Condition("结论", text, "conclusion").Scheme_();

        var evidence = Decide(scheme, ("share", share)).Find("结论")!.Evidence;

        Assert.Equal(expected, string.Join(' ', evidence.Select(item => $"{item.Operator} {item.Threshold}{(item.Gap is { } gap ? $":{gap.Signed}" : "")}")));
    }

    [Fact]
    public void Serving_decisions_are_explained_where_they_are_used_and_not_shown_themselves()
    {
        var scheme = new Models().Serving("大户", "上年度营业收入 >= 500").Condition("结论", "大户 or 已上市", "conclusion").Scheme_();

        var verdict = Decide(scheme, ("revenueY1", 400), ("isListed", false));

        Assert.Single(verdict.Findings);
        Assert.Equal(["isListed", "revenueY1"], verdict.Findings[0].Evidence.Select(item => item.Definition.Key).Order());
        Assert.Equal((FeelNumber)100, verdict.Findings[0].Gap!.Signed);
    }

    [Fact]
    public void Missing_facts_that_decide_alone_come_first()
    {
        var scheme = new Models()
            .Condition("a", "市场占有率 >= 10").Condition("b", "上年度营业收入 >= 10 and 上年度净利润 >= 5").Condition("c", "上年度净利润 >= 1")
            .Condition("结论", "a and (b or c)", "conclusion").Scheme_();

        var missing = Decide(scheme).Missing;

        Assert.Equal(["profitY1", "share", "revenueY1"], missing.Select(fact => fact.Definition.Key));
        Assert.True(missing[0].DecidesAlone);
        Assert.Equal(2, missing[0].CriteriaTouched);
        Assert.True(missing[1].DecidesAlone);
        Assert.False(missing[2].DecidesAlone);
    }

    [Fact]
    public void A_missing_input_of_a_formula_is_asked_for_instead_of_the_derived_fact()
    {
        var missing = Decide(Scored, [.. Good.Where(fact => fact.Item1 != "profitY1")]).Find("i1")!.Missing;

        Assert.Equal("profitY1", Assert.Single(missing).Key);
    }

    [Fact]
    public void A_formula_without_result_asks_for_the_derived_fact_itself()
    {
        var scheme = new Models().Condition("结论", "营业收入增长率 >= 10", "conclusion").Scheme_();

        var verdict = Decide(scheme, ("revenueY1", 10), ("revenueY2", 0));

        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Equal("growth", Assert.Single(verdict.Missing).Definition.Key);
    }

    [Fact]
    public void Decided_criteria_ask_for_nothing()
    {
        var verdict = Decide(Scored, ("revenueY1", 1_000_000));

        Assert.Empty(verdict.Find("g2")!.Missing);
        Assert.DoesNotContain(verdict.Missing, fact => fact.Definition.Key == "share");
    }

    [Fact]
    public void Points_touched_count_the_open_span()
    {
        var missing = Decide(Scored, [.. Good.Where(fact => fact.Item1 is not ("profitY1" or "level" or "role"))]).Missing;

        Assert.Equal((FeelNumber)10, missing.Single(fact => fact.Definition.Key == "profitY1").PointsTouched);
        Assert.Equal((FeelNumber)5, missing.Single(fact => fact.Definition.Key == "role").PointsTouched);
        Assert.Equal((FeelNumber)2, missing.Single(fact => fact.Definition.Key == "level").PointsTouched);
    }

    [Fact]
    public void The_fast_path_agrees_with_the_explained_one()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var facts = RandomRules.Facts(random).Where(_ => random.Next(3) > 0).ToArray();
            var view = Applied(facts);

            Assert.Equal(Evaluator.Decide(Scored, view).Outcome, Evaluator.Outcome(Scored, Applied(facts)));
        }
    }

    [Fact]
    public void A_survey_decides_the_same_without_evidence()
    {
        var random = new Random(6);
        for (var round = 0; round < 200; round++)
        {
            var facts = RandomRules.Facts(random).Where(_ => random.Next(3) > 0).ToArray();

            var survey = Evaluator.Survey(Scored, Applied(facts));

            var verdict = Evaluator.Decide(Scored, Applied(facts));
            Assert.Equal((verdict.Outcome, verdict.Score), (survey.Outcome, survey.Score));
            Assert.Equal(verdict.Findings.Select(Said), survey.Findings.Select(Said));
            Assert.Equal(verdict.Missing.Count, survey.Missing.Count);
            Assert.Equal(verdict.Missing.Select(fact => fact.Definition.Key).Order(), survey.Missing.Select(fact => fact.Definition.Key).Order());
            Assert.All(survey.Findings, finding => Assert.Empty(finding.Evidence));
        }

        static (string, Outcome?, ScoreRange?) Said(Finding finding) => (finding.Criterion.Id, finding.Outcome, finding.Score);
    }

    [Fact]
    public void A_reexamination_uses_its_own_conclusion()
    {
        var scheme = new Models().Condition("结论", "发明专利数 >= 5", "conclusion").Condition("结论_复核", "发明专利数 >= 3", "conclusion", "mode='reexam'").Scheme_();

        Assert.Equal(Outcome.NotMet, Decide(scheme, ("patents", 4)).Outcome);
        Assert.Equal(Outcome.Met, Evaluator.Decide(scheme, Applied(("patents", 4)), reexamination: true).Outcome);
        Assert.Equal(Outcome.Met, Evaluator.Outcome(scheme, Applied(("patents", 4)), reexamination: true));
        Assert.True(scheme.ReexamConclusion!.IsReexamination);
        Assert.Equal(Outcome.NotMet, Evaluator.Outcome(Scored, Applied(("patents", 0)), reexamination: true));
    }

    [Fact]
    public void A_class_is_shown_once_it_is_certain()
    {
        var scheme = new Models()
            .Table("规模", "FIRST", ["发明专利数"], [">= 10 | \"大\"", ">= 3 | \"中\"", "- | \"小\""], "string", "class")
            .Condition("结论", "规模 != \"大\"", "conclusion").Scheme_();

        Assert.Equal("中", Decide(scheme, ("patents", 5)).Find("规模")!.Class);
        Assert.Null(Decide(scheme).Find("规模")!.Class);
        Assert.Null(Decide(scheme).Find("规模")!.Score);
        Assert.Equal(Outcome.NotMet, Decide(scheme, ("patents", 10)).Outcome);
    }

    [Fact]
    public void Review_items_are_open_until_someone_files_them()
    {
        var models = new Models().Review("p9", "评审_p9", "number", "[0..8]").Review("r9", "评审_r9", "boolean")
            .Points("i1", "评审_p9").Condition("结论", "i1 >= 5 and 评审_r9", "conclusion");
        var reading = models.Read();
        var scheme = reading.Scheme!;
        var catalogue = scheme.Catalogue;
        var facts = new SubjectFacts.Builder(catalogue).Assume(catalogue.Get("review:test:p9"), 6, On);

        var before = Evaluator.Decide(scheme, new FactView(facts.Build(), On));
        var after = Evaluator.Decide(scheme, new FactView(facts.Assume(catalogue.Get("review:test:r9"), true, On).Build(), On));

        Assert.Equal(Outcome.Unknown, before.Outcome);
        Assert.Equal("review:test:r9", Assert.Single(before.Missing).Definition.Key);
        Assert.Equal(Outcome.Met, after.Outcome);
        Assert.Equal(["review:test:p9", "review:test:r9"], scheme.ReviewItems.Select(item => item.Key));
    }

    [Fact]
    public void The_result_of_another_scheme_follows_what_is_overridden()
    {
        var size = new Models().Condition("结论", "发明专利数 < 10", "conclusion").Scheme_("size");
        var scheme = new Models().Condition("结论", "符合中小企业划型 and 市场占有率 > 5", "conclusion").Scheme_();
        var view = new FactView(Subject(("patents", 3), ("share", 10)), On, new Others(size));
        var run = new SchemeRun(scheme, new PossibleFacts(view));

        Assert.Equal(Outcome.Met, run.Conclude(0));
        Assert.Equal(Outcome.NotMet, run.With(CandidateValues.Single(Catalogue.Get("patents"), 12)).Conclude(0));
    }

    private sealed class Others(Scheme size) : ISchemeConclusions
    {
        public bool? Conclude(string scheme, FactView view) => Evaluator.Outcome(size, view) switch
        {
            Outcome.Met => true,
            Outcome.NotMet => false,
            _ => null,
        };
    }
}
