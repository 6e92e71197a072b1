using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Facts;

public sealed class FactCatalogueTests
{
    [Fact]
    public void A_sound_catalogue_has_no_problems() => Assert.Empty(Catalogue.Problems);

    [Fact]
    public void Definitions_are_found_by_key_name_label_and_number()
    {
        var definition = Catalogue.Get("patents");

        Assert.Same(definition, Catalogue.Find("patents"));
        Assert.Same(definition, Catalogue.FindByName("发明专利数"));
        Assert.Same(definition, Catalogue.FindByLabel("发明专利数"));
        Assert.Same(definition, Catalogue[definition.Number]);
        Assert.Null(Catalogue.Find("none"));
        Assert.Null(Catalogue.FindByName("none"));
        Assert.Throws<ArgumentException>(() => Catalogue.Get("none"));
    }

    [Fact]
    public void Names_used_twice_are_reported()
    {
        var problems = new FactCatalogue([Filed("a", "甲", true), Filed("b", "甲", true), Filed("a", "乙", true)]).Problems;

        Assert.Equal(3, problems.Count(problem => problem.Kind == CatalogueProblemKind.Duplicate));
    }

    [Fact]
    public void A_view_of_nothing_is_reported()
    {
        var problems = new FactCatalogue([View("v", "视图", "nothing", -1, "元")]).Problems;

        Assert.Equal(CatalogueProblemKind.UnknownBase, Assert.Single(problems).Kind);
    }

    [Fact]
    public void A_view_has_the_domain_of_the_fact_it_shows()
    {
        Assert.Equal(FeelNumber.Zero, Catalogue.DomainOf(Catalogue.Get("revenueY1")).Low);
        Assert.True(Catalogue.DomainOf(Catalogue.Get("revenueY1")).LowIncluded);
        Assert.Null(Catalogue.DomainOf(Catalogue.Get("profitY1")).Low);
    }

    [Fact]
    public void Formulas_that_need_each_other_are_refused_with_their_names()
    {
        var catalogue = new FactCatalogue([Derived("a", "甲", "乙 + 1", ""), Derived("b", "乙", "丙 * 2", ""), Derived("c", "丙", "甲", ""), Derived("d", "丁", "甲 + 1", "")]);

        var problem = Assert.Single(catalogue.Problems);
        Assert.Equal(CatalogueProblemKind.Cycle, problem.Kind);
        Assert.Contains("甲 → 乙 → 丙 → 甲", problem.Message, StringComparison.Ordinal);
        var view = new FactView(Subject(catalogue), On);
        Assert.Equal(MissingKind.FaultyFormula, view.WhyMissing(catalogue.Get("a"))!.Kind);
        Assert.Null(view.Find(catalogue.Get("d")));
    }

    [Fact]
    public void A_formula_with_an_unknown_name_is_reported_and_its_fact_missing()
    {
        var catalogue = new FactCatalogue([Derived("a", "甲", "乙 + 1", "")]);

        Assert.Equal(CatalogueProblemKind.FaultyExpression, Assert.Single(catalogue.Problems).Kind);
        Assert.Null(new FactView(Subject(catalogue), On).Find(catalogue.Get("a")));
    }

    [Fact]
    public void A_faulty_domain_is_reported()
    {
        Assert.Equal(CatalogueProblemKind.FaultyExpression, Assert.Single(new FactCatalogue([Filed("a", "甲", true, domain: ">= ")]).Problems).Kind);
    }

    [Theory]
    [InlineData(">= 0", "[0..")]
    [InlineData("> 0", "(0..")]
    [InlineData("[0..100]", "[0..100]")]
    [InlineData("(0..100)", "(0..100)")]
    [InlineData("< 5, > 7", "..")]
    [InlineData("< 5, = 7", "..7]")]
    [InlineData("1, 2, 3", "[1..3]")]
    [InlineData("[0..5], [7..9]", "[0..9]")]
    [InlineData("not(5)", "..")]
    [InlineData("? > 3 and ? <= 8", "(3..8]")]
    [InlineData("-", "..")]
    public void Bounds_are_read_out_of_the_domain(string domain, string expected)
    {
        var catalogue = new FactCatalogue([Filed("a", "甲", true, domain: domain)]);

        Assert.Empty(catalogue.Problems);
        var read = catalogue.DomainOf(catalogue.Get("a"));
        Assert.Equal(expected, $"{(read.Low is null ? "" : read.LowIncluded ? "[" : "(")}{read.Low}..{read.High}{(read.High is null ? "" : read.HighIncluded ? "]" : ")")}");
    }

    [Fact]
    public void Texts_are_read_out_of_choices_and_of_the_domain()
    {
        var catalogue = new FactCatalogue([Filed("a", "甲", true, type: FactType.Text, domain: "\"x\", \"y\""), Filed("b", "乙", true, type: FactType.Text, domain: "matches(?, \"^[0-9]+$\")")]);

        Assert.Equal(["x", "y"], catalogue.DomainOf(catalogue.Get("a")).Texts!);
        Assert.Null(catalogue.DomainOf(catalogue.Get("b")).Texts);
        Assert.Equal(["gap", "key", "none"], Catalogue.DomainOf(Catalogue.Get("role")).Texts!);
        Assert.True(catalogue.Accepts(catalogue.Get("b"), "2026"));
        Assert.False(catalogue.Accepts(catalogue.Get("b"), "C30"));
    }

    [Fact]
    public void Values_are_accepted_by_type_domain_and_choices()
    {
        Assert.True(Catalogue.Accepts(Catalogue.Get("level"), 4));
        Assert.False(Catalogue.Accepts(Catalogue.Get("level"), 5));
        Assert.False(Catalogue.Accepts(Catalogue.Get("level"), 2.5m));
        Assert.False(Catalogue.Accepts(Catalogue.Get("level"), "2"));
        Assert.False(Catalogue.Accepts(Catalogue.Get("level"), FeelValue.Null));
        Assert.True(Catalogue.Accepts(Catalogue.Get("share"), 2.5m));
        Assert.True(Catalogue.Accepts(Catalogue.Get("role"), "gap"));
        Assert.False(Catalogue.Accepts(Catalogue.Get("role"), "other"));
        Assert.True(Catalogue.Accepts(Catalogue.Get("isListed"), false));
        Assert.True(Catalogue.Accepts(Catalogue.Get("foundedOn"), FeelValue.From(On)));
        Assert.False(Catalogue.Accepts(Catalogue.Get("foundedOn"), "2020-01-01"));
    }

    [Fact]
    public void More_definitions_go_to_the_end_and_known_keys_stay()
    {
        var more = Catalogue.With([Filed("extra", "另一个", false), Filed("patents", "改名", false)]);

        Assert.Equal(Catalogue.All.Count + 1, more.All.Count);
        Assert.Equal(Catalogue.All.Count, more.Get("extra").Number);
        Assert.Equal("发明专利数", more.Get("patents").Name);
    }

    [Fact]
    public void Derived_facts_are_computed_with_provenance_from_the_latest_knowledge()
    {
        var later = Learned.AddDays(3);
        var facts = new SubjectFacts.Builder(Catalogue)
            .Add(new Fact(Catalogue.Get("revenue"), 200, new Period(2025), Sheet, Learned))
            .Add(new Fact(Catalogue.Get("profit"), 30, new Period(2025), Sheet, later))
            .Build();

        var fact = new FactView(facts, On).Find(Catalogue.Get("margin"))!;

        Assert.Equal(15, fact.Value);
        Assert.Equal(later, fact.LearnedAt);
        Assert.Equal(new Period(2025), fact.Period);
        Assert.Equal(["profitY1", "revenueY1"], fact.Inputs.Select(input => input.Definition.Key).Order());
        Assert.All(fact.Inputs, input => Assert.Same(Sheet, input.Filing));
    }

    [Fact]
    public void Derived_facts_say_what_they_need()
    {
        var reason = Applied(("profitY1", 3)).WhyMissing(Catalogue.Get("margin"))!;

        Assert.Equal(MissingKind.InputMissing, reason.Kind);
        Assert.Equal("revenueY1", Assert.Single(reason.Needed).Key);
        Assert.Equal(MissingKind.NoResult, Applied(("profitY1", 3), ("revenueY1", 0)).WhyMissing(Catalogue.Get("margin"))!.Kind);
    }

    [Fact]
    public void A_given_derived_fact_is_filed_under_its_own_key_in_the_application_year()
    {
        var facts = Subject(("margin", 9), ("profitY1", 1), ("revenueY1", 100));

        Assert.Equal(9, new FactView(facts, On).Find(Catalogue.Get("margin"))!.Value);
        Assert.Null(new FactView(facts, On.AddYears(1)).Find(Catalogue.Get("margin")));
    }

    [Fact]
    public void Ages_follow_the_application_date()
    {
        var facts = Subject(("foundedOn", FeelValue.From(new DateOnly(2020, 11, 20))));

        Assert.Equal(5.5m, new FactView(facts, new DateOnly(2026, 5, 20)).Find(Catalogue.Get("years"))!.Value);
    }
}
