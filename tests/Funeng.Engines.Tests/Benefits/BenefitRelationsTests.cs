using Funeng.Engines.Benefits;

namespace Funeng.Engines.Tests.Benefits;

public sealed class BenefitRelationsTests
{
    [Fact]
    public void Relations_both_sides_state_are_sound() =>
        Assert.Empty(Check(new("a", RelationKind.Exclusive, "b"), new("b", RelationKind.Exclusive, "a"), new("c", RelationKind.Needs, "a")));

    [Fact]
    public void A_relation_only_one_side_states_is_found() =>
        Assert.Equal("It states HigherOnly with 'b', which does not state it in turn.", Check(new BenefitRelation("a", RelationKind.HigherOnly, "b")).Single().Message);

    [Fact]
    public void A_circle_of_prerequisites_is_found() =>
        Assert.Equal(["a", "b"], Check(new("a", RelationKind.Needs, "b"), new("b", RelationKind.Needs, "a")).Select(problem => problem.Benefit).Order());

    [Fact]
    public void Needing_what_excludes_it_is_found() =>
        Assert.Contains(
            Check(new("a", RelationKind.Needs, "b"), new("b", RelationKind.Needs, "c"), new("a", RelationKind.Exclusive, "c"), new("c", RelationKind.Exclusive, "a")),
            problem => problem.Benefit == "a" && problem.Message.Contains("nobody can ever take it", StringComparison.Ordinal));

    [Fact]
    public void An_unknown_benefit_and_one_under_two_ceilings_are_found()
    {
        var relations = new BenefitRelations([new("a", RelationKind.Needs, "nobody")], [new("x", 1, ["a"]), new("y", 2, ["a", "b"])]);

        var problems = relations.Check(["a", "b", "c"]);

        Assert.Equal(["It stands under two ceilings; one benefit has one.", "Its relation Needs names 'nobody', which is no benefit."], problems.Select(problem => problem.Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_ceiling_and_a_relation_bind_from_their_first_to_their_last_day()
    {
        var relations = new BenefitRelations(
            [.. Both("a", "b", new(Day(2026, 1, 1), Day(2026, 12, 31)))],
            [new("year", 25, ["a", "b"]) { During = new(Day(2024, 1, 1), Day(2026, 12, 31)) }, new("year", 40, ["a", "b"]) { During = new(Day(2027, 1, 1), null) }]);

        Assert.Empty(relations.Check(["a", "b"]));
        Assert.Equal(
            [null, 25m, 25m, 40m],
            new[] { Day(2023, 12, 31), Day(2024, 1, 1), Day(2026, 12, 31), Day(2027, 1, 1) }.Select(day => relations.On(day).CeilingOf("a")?.Most));
        Assert.Equal(
            [false, true, true, false],
            new[] { Day(2025, 12, 31), Day(2026, 1, 1), Day(2026, 12, 31), Day(2027, 1, 1) }.Select(day => relations.On(day).AreApart("a", "b")));
    }

    [Fact]
    public void What_is_nowhere_dated_is_the_same_on_every_day()
    {
        var relations = new BenefitRelations([.. Both("a", "b", default)], [new("year", 25, ["a"])]);

        Assert.Same(relations, relations.On(Day(1999, 1, 1)));
    }

    [Fact]
    public void Two_versions_of_a_ceiling_on_one_day_are_found_with_the_first_day()
    {
        var relations = new BenefitRelations(
            [], [new("year", 25, ["a"]) { During = new(Day(2024, 1, 1), Day(2026, 12, 31)) }, new("year", 40, ["a"]) { During = new(Day(2026, 12, 31), null) }]);

        Assert.Equal(
            ["From 2026-12-31 on: It stands under two ceilings; one benefit has one.", "From 2026-12-31 on: Two versions of the ceiling hold on one day."],
            relations.Check(["a"]).Select(problem => problem.Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_benefit_may_stand_under_one_ceiling_after_another() =>
        Assert.Empty(new BenefitRelations([], [new("old", 1, ["a"]) { During = new(null, Day(2025, 12, 31)) }, new("new", 2, ["a"]) { During = new(Day(2026, 1, 1), null) }]).Check(["a"]));

    [Fact]
    public void A_relation_that_the_other_side_states_for_fewer_days_is_found() =>
        Assert.Equal(
            "From 2027-01-01 on: It states Exclusive with 'b', which does not state it in turn.",
            Check(new("a", RelationKind.Exclusive, "b"), new("b", RelationKind.Exclusive, "a") { During = new(null, Day(2026, 12, 31)) }).Single().Message);

    [Fact]
    public void A_circle_counts_only_where_all_of_it_holds_on_one_day()
    {
        BenefitRelation one = new("a", RelationKind.Needs, "b") { During = new(null, Day(2026, 6, 30)) };

        Assert.Empty(Check(one, new("b", RelationKind.Needs, "a") { During = new(Day(2026, 7, 1), null) }));
        Assert.Equal(
            ["From 2026-06-30 on: It is its own prerequisite, through a → b."],
            Check(one, new("b", RelationKind.Needs, "a") { During = new(Day(2026, 6, 30), null) }).Select(problem => problem.Message).Distinct());
    }

    [Fact]
    public void What_ends_before_it_begins_is_found()
    {
        var relations = new BenefitRelations([new("a", RelationKind.Needs, "b") { During = Reversed }], [new("year", 1, ["a"]) { During = Reversed }]);

        Assert.Equal(
            ["Its relation Needs with 'b' ends before it begins.", "The ceiling ends before it begins."], relations.Check(["a", "b"]).Select(problem => problem.Message));
    }

    private static Validity Reversed => new(Day(2026, 1, 2), Day(2026, 1, 1));

    private static DateOnly Day(int year, int month, int day) => new(year, month, day);

    private static BenefitRelation[] Both(string one, string other, Validity during) =>
        [new(one, RelationKind.Exclusive, other) { During = during }, new(other, RelationKind.Exclusive, one) { During = during }];

    private static IReadOnlyList<RelationProblem> Check(params BenefitRelation[] relations) => new BenefitRelations(relations, []).Check(["a", "b", "c"]);
}
