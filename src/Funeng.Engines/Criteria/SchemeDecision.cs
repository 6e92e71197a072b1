using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>One decision of a scheme with its logic; without a criterion it only serves others and is not shown.</summary>
/// <param name="Id">Id in the model.</param>
/// <param name="Rule">The bound logic.</param>
/// <param name="Criterion">What readers see; null for a serving decision.</param>
internal sealed record SchemeDecision(string Id, RuleExpression Rule, Criterion? Criterion);
