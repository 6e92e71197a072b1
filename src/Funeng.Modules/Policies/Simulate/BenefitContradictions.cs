using Funeng.Engines.Benefits;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Simulate;

/// <param name="Other">The benefit it contradicts; the same one where it contradicts itself.</param>
internal sealed record Contradiction(BenefitRule Other, string Why);

/// <summary>
/// What demands things that cannot be there together: a prerequisite that is excluded at the same time, prerequisites that exclude each other, one that holds elsewhere, and
/// conditions of which some fact cannot satisfy both whatever its value is. The last is tried: with nothing else known, each value on, below and above
/// every threshold, both answers of a yes or no, and every code of a list; a fact is named when the conditions are certain to fail with every one of them.
/// </summary>
internal sealed class BenefitContradictions(PolicyBook book, BenefitRelations relations, DateOnly on)
{
    private readonly BenefitCompiler compiler = new(book.Rules);

    public IReadOnlyList<Contradiction> Of(BenefitRule rule)
    {
        var (found, own) = (new List<Contradiction>(), Impossible(rule, []));
        if (own is not null) found.Add(new Contradiction(rule, $"它自己的条件对“{own.Label}”的要求不能同时成立"));
        var needed = AllNeeded(rule.Benefit.Id);
        foreach (var other in needed)
        {
            if (relations.AreApart(rule.Benefit.Id, other.Benefit.Id)) found.Add(new Contradiction(other, "要先享受它，又与它互斥"));
            else if (needed.FirstOrDefault(second => string.CompareOrdinal(second.Benefit.Id, other.Benefit.Id) > 0 && relations.AreApart(other.Benefit.Id, second.Benefit.Id)) is { } apart)
                found.Add(new Contradiction(other, $"要先享受它，又要先享受与它互斥的“{apart.Benefit.Title}”"));
            else if (!rule.Policy.HoldsIn(other.Policy.Region) && !other.Policy.HoldsIn(rule.Policy.Region)) found.Add(new Contradiction(other, "要先享受它，两项的适用地区却没有交集"));
            else if (own is null && Impossible(rule, other.Benefit.Conditions) is { } fact) found.Add(new Contradiction(other, $"要先享受它，两项对“{fact.Label}”的要求却不能在同一天成立，只有早先享受过它的才拿得到"));
        }

        return found;
    }

    private List<BenefitRule> AllNeeded(string benefit)
    {
        var (found, open) = (new List<BenefitRule>(), new Queue<string>(relations.NeededBy(benefit)));
        while (open.TryDequeue(out var next))
        {
            if (next == benefit || found.Exists(known => known.Benefit.Id == next) || book.FindBenefit(next) is not { } rule) continue;
            found.Add(rule);
            foreach (var further in relations.NeededBy(next)) open.Enqueue(further);
        }

        return found;
    }

    /// <summary>A fact that no value lets the conditions of both hold with; null where none is found.</summary>
    private FactDefinition? Impossible(BenefitRule rule, IReadOnlyList<BenefitCondition> more)
    {
        var both = rule.Benefit with { Conditions = [.. rule.Benefit.Conditions, .. more], Amount = "", Cap = null };
        if (compiler.Compile(rule.Policy, both, "").Rule is not { } joined) return null;
        var tried = Tried(joined).ToLookup(one => one.Fact.Key);
        return joined.Scheme.Facts.FirstOrDefault(fact => tried[fact.Key].Any() && tried[fact.Key].All(one => OutcomeWith(joined, fact, one.Value) == Outcome.NotMet));
    }

    private Outcome OutcomeWith(BenefitRule rule, FactDefinition fact, FeelValue value)
    {
        var situation = new RuleCase("", on, [new CaseFact(fact, value)], []);
        return book.Rules.Survey(rule.Pack, book.Rules.View(situation.ToSubject(book.Rules.Catalogue), on)).Outcome;
    }

    private IEnumerable<(FactDefinition Fact, FeelValue Value)> Tried(BenefitRule rule) =>
    [
        .. BoundaryCases.Of(rule.Scheme, on).Select(bound => (bound.Fact, bound.Facts[0].Value)),
        .. rule.Scheme.Facts.Where(fact => fact.Type == FactType.Boolean && fact.Origin is FactOrigin.Filed or FactOrigin.View).SelectMany(fact => new[] { (fact, FeelValue.True), (fact, FeelValue.False) }),
        .. rule.Scheme.Facts.Where(fact => fact.Choices.Count > 0 && fact.Origin is FactOrigin.Filed or FactOrigin.View).SelectMany(fact => fact.Choices.Select(choice => (fact, FeelValue.From(choice.Code)))),
    ];
}
