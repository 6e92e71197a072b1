using Funeng.Engines.Facts;
using Funeng.Feel.Binding;

namespace Funeng.Engines.Criteria;

/// <summary>One decision of a scheme with its logic; without a criterion it only serves others and is not shown.</summary>
/// <param name="Id">Id in the model.</param>
/// <param name="Rule">The bound logic.</param>
/// <param name="Criterion">What readers see; null for a serving decision.</param>
internal sealed record SchemeDecision(string Id, RuleExpression Rule, Criterion? Criterion)
{
    /// <summary>The comparisons of the logic; null where they depend on which branch of a conditional is taken.</summary>
    public IReadOnlyList<Atom>? Atoms { get; } = BoundNodes.All(Rule.Body).Any(node => node is BoundIf) ? null : new AtomReader(Rule).Read();

    /// <summary>The decision table that is the whole logic; null for other logic.</summary>
    public BoundDecisionTable? Table { get; } = Rule.Body as BoundDecisionTable ?? (Rule.Body as BoundCoercion)?.Value as BoundDecisionTable;
}
