using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using static Funeng.Engines.Tests.Facts.Samples;

namespace Funeng.Engines.Tests.Facts;

public sealed class FactViewTests
{
    private static FactView View(SubjectFacts facts, int year = 2026, ISchemeConclusions? conclusions = null) =>
        new(facts, new DateOnly(year, 5, 20), conclusions);

    private static SubjectFacts RevenueOf2024And2025() => new SubjectFacts.Builder(Catalogue)
        .Add(new Fact(Catalogue.Get("revenue"), 100, new Period(2024), Sheet, Learned))
        .Add(new Fact(Catalogue.Get("revenue"), 120, new Period(2025), Sheet, Learned))
        .Build();

    [Fact]
    public void A_view_moves_with_the_application_date()
    {
        var facts = RevenueOf2024And2025();

        Assert.Equal(120, View(facts, 2026).Find(Catalogue.Get("revenueY1"))!.Value);
        Assert.Equal(100, View(facts, 2025).Find(Catalogue.Get("revenueY1"))!.Value);
        Assert.Equal(120, View(facts, 2027).Find(Catalogue.Get("revenueY2"))!.Value);
    }

    [Fact]
    public void A_view_keeps_the_filing_and_the_period_of_the_fact_it_shows()
    {
        var fact = View(RevenueOf2024And2025()).Find(Catalogue.Get("revenueY1"))!;

        Assert.Equal("revenueY1", fact.Definition.Key);
        Assert.Same(Sheet, fact.Filing);
        Assert.Equal(new Period(2025), fact.Period);
        Assert.False(fact.IsComputed);
    }

    [Theory]
    [InlineData("margin", 2025)]
    [InlineData("growth", 2025)]
    [InlineData("years", 0)]
    public void A_computed_fact_speaks_of_the_period_of_what_it_is_computed_from(string key, int year)
    {
        var view = Applied(
            ("revenueY1", FeelValue.From(200)), ("revenueY2", FeelValue.From(100)), ("profitY1", FeelValue.From(20)), ("foundedOn", FeelValue.From(new DateOnly(2020, 1, 1))));

        Assert.Equal(new Period(year), view.Find(Catalogue.Get(key))!.Period);
    }

    [Fact]
    public void A_fact_nobody_filed_is_missing_for_that_reason()
    {
        var view = Applied();

        Assert.Null(view.Find(Catalogue.Get("revenueY1")));
        Assert.Equal(MissingKind.NotFiled, view.WhyMissing(Catalogue.Get("revenueY1"))!.Kind);
        Assert.Equal(MissingKind.NotFiled, view.WhyMissing(Catalogue.Get("patents"))!.Kind);
    }

    [Fact]
    public void A_state_holds_until_the_next_filing_whatever_the_date()
    {
        var facts = Subject(("patents", 3));

        Assert.Equal(3, View(facts, 2031).Find(Catalogue.Get("patents"))!.Value);
    }

    [Fact]
    public void A_view_given_by_a_sheet_is_the_filed_fact_of_that_year()
    {
        var facts = Subject(("revenueY1", 500));

        var filed = facts.Find(Catalogue.Get("revenue"), new Period(2025));
        Assert.Equal(500, filed!.Value);
        Assert.Equal(500, View(facts, 2027).Find(Catalogue.Get("revenueY2"))!.Value);
    }

    [Fact]
    public void A_later_fact_of_the_same_period_replaces_the_earlier_one()
    {
        var facts = Subject(("patents", 3), ("patents", 4));

        Assert.Equal(4, View(facts).Find(Catalogue.Get("patents"))!.Value);
        Assert.Single(facts.All);
    }

    [Fact]
    public void A_title_counts_from_its_first_to_its_last_day()
    {
        var grant = new TitleGrant("low", "第一批", new DateOnly(2023, 9, 1), new DateOnly(2026, 8, 31), Sheet, Learned);
        var facts = new SubjectFacts.Builder(Catalogue).Add(grant).Build();
        var definition = Catalogue.Get("holdsLow");

        Assert.True(new FactView(facts, new DateOnly(2023, 9, 1)).Find(definition)!.Value.IsTrue);
        Assert.True(new FactView(facts, new DateOnly(2026, 8, 31)).Find(definition)!.Value.IsTrue);
        Assert.True(new FactView(facts, new DateOnly(2026, 9, 1)).Find(definition)!.Value.IsFalse);
        Assert.True(new FactView(facts, new DateOnly(2023, 8, 31)).Find(definition)!.Value.IsFalse);
        Assert.Same(Sheet, new FactView(facts, On).Find(definition)!.Filing);
    }

    [Fact]
    public void Of_several_valid_grants_the_one_that_lasts_longest_is_shown()
    {
        var facts = new SubjectFacts.Builder(Catalogue)
            .Add(new TitleGrant("low", "旧", new DateOnly(2023, 1, 1), new DateOnly(2026, 8, 31), Sheet, Learned))
            .Add(new TitleGrant("low", "新", new DateOnly(2026, 1, 1), null, Sheet, Learned))
            .Add(new TitleGrant("high", "别的", new DateOnly(2026, 1, 1), null, Sheet, Learned))
            .Build();

        Assert.Equal("新", facts.FindTitle("low", On)!.Batch);
        Assert.Null(facts.FindTitle("low", new DateOnly(2020, 1, 1)));
    }

    [Fact]
    public void A_title_is_missing_when_nobody_consulted_the_register()
    {
        var facts = new SubjectFacts.Builder(Catalogue).TitlesAreKnown(false).Build();

        Assert.Null(View(facts).Find(Catalogue.Get("holdsLow")));
        Assert.True(View(Subject()).Find(Catalogue.Get("holdsLow"))!.Value.IsFalse);
    }

    [Fact]
    public void A_title_given_by_a_filing_wins_over_the_register()
    {
        Assert.True(Applied(("holdsLow", true)).Find(Catalogue.Get("holdsLow"))!.Value.IsTrue);
    }

    [Fact]
    public void The_result_of_another_scheme_is_asked_for_unless_it_was_given()
    {
        var facts = Subject();
        var definition = Catalogue.Get("isSme");

        Assert.True(View(facts, conclusions: new Answer(true)).Find(definition)!.Value.IsTrue);
        Assert.True(View(facts, conclusions: new Answer(false)).Find(definition)!.Value.IsFalse);
        Assert.Equal(MissingKind.SchemeOpen, View(facts, conclusions: new Answer(null)).WhyMissing(definition)!.Kind);
        Assert.Equal(MissingKind.SchemeOpen, View(facts).WhyMissing(definition)!.Kind);
        Assert.True(View(Subject(("isSme", false)), conclusions: new Answer(true)).Find(definition)!.Value.IsFalse);
    }

    [Fact]
    public void Building_on_from_facts_leaves_them_as_they_were()
    {
        var facts = Subject(("patents", 3));

        var more = facts.ToBuilder().Assume(Catalogue.Get("patents"), 5, On).Assume(Catalogue.Get("share"), FeelValue.Null, On).Build();

        Assert.Equal(3, facts.FindLatest(Catalogue.Get("patents"))!.Value);
        Assert.Equal(5, more.FindLatest(Catalogue.Get("patents"))!.Value);
        Assert.Single(more.All);
    }

    private sealed class Answer(bool? value) : ISchemeConclusions
    {
        public bool? Conclude(string scheme, FactView view) => scheme == "size" ? value : null;
    }
}
