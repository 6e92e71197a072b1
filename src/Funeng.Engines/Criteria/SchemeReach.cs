using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>Which facts each decision of a scheme depends on, through other decisions and through formulas.</summary>
internal sealed class SchemeReach
{
    private readonly HashSet<FactDefinition>[] facts;
    private readonly bool[] needsOtherSchemes;

    public SchemeReach(IReadOnlyList<SchemeDecision> decisions, FactCatalogue catalogue)
    {
        facts = new HashSet<FactDefinition>[decisions.Count];
        needsOtherSchemes = new bool[decisions.Count];
        for (var index = 0; index < decisions.Count; index++) Visit(index, decisions, catalogue);
    }

    /// <summary>Every fact below any decision.</summary>
    public IEnumerable<FactDefinition> All => facts.SelectMany(found => found).Distinct(FactKeyComparer.Instance);

    /// <summary>Every fact below a decision, those inside formulas included.</summary>
    public IReadOnlySet<FactDefinition> Facts(int decision) => facts[decision];

    /// <summary>Whether the decision may change when these facts do.</summary>
    public bool Touches(int decision, IEnumerable<FactDefinition> changed) =>
        needsOtherSchemes[decision] || changed.Any(facts[decision].Contains);

    /// <summary>The facts of an expression and of the formulas behind them.</summary>
    public static void Collect(RuleExpression rule, FactCatalogue catalogue, HashSet<FactDefinition> found)
    {
        foreach (var fact in rule.Facts)
        {
            if (found.Add(fact) && catalogue.FormulaOf(fact) is { } formula) Collect(formula, catalogue, found);
        }
    }

    private void Visit(int index, IReadOnlyList<SchemeDecision> decisions, FactCatalogue catalogue)
    {
        if (facts[index] is not null) return;
        facts[index] = new HashSet<FactDefinition>(FactKeyComparer.Instance);
        Collect(decisions[index].Rule, catalogue, facts[index]);
        foreach (var other in decisions[index].Rule.Decisions)
        {
            Visit(other, decisions, catalogue);
            facts[index].UnionWith(facts[other]);
        }

        needsOtherSchemes[index] = facts[index].Any(fact => fact.Origin is FactOrigin.SchemeResult);
    }
}
