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

    private static IReadOnlyList<RelationProblem> Check(params BenefitRelation[] relations) => new BenefitRelations(relations, []).Check(["a", "b", "c"]);
}
