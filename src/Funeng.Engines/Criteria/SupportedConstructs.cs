using Funeng.Feel.Binding;
using Funeng.Feel.Dmn;
using Funeng.Feel.Syntax;

namespace Funeng.Engines.Criteria;

/// <summary>
/// Refuses what the evaluator of the possible could only answer with "anything" once a fact is missing, and what hides a missing fact:
/// a criterion must be written so that every missing fact shows.
/// </summary>
internal static class SupportedConstructs
{
    private static readonly HashSet<string> Functions =
    [
        "not", "min", "max", "sum", "count", "all", "any", "abs", "floor", "ceiling", "sqrt", "decimal", "round up", "round down",
        "round half up", "round half down", "exp", "log", "starts with", "ends with", "contains", "matches", "list contains", "substring",
        "string length", "date", "duration", "years and months duration",
    ];

    public static IEnumerable<SchemeProblem> Check(string decision, BoundExpression body)
    {
        foreach (var node in BoundNodes.All(body))
        {
            if (Reason(node) is { } reason)
            {
                yield return new SchemeProblem(decision, SchemeProblemKind.UnsupportedConstruct, $"The decision '{decision}' {reason} {node.Span}".TrimEnd());
            }
        }
    }

    private static string? Reason(BoundExpression node) => node switch
    {
        BoundComparison { Left: BoundLiteral { Value.IsNull: true } } or BoundComparison { Right: BoundLiteral { Value.IsNull: true } } =>
            "compares with null, which would turn a missing fact into an answer.",
        BoundBuiltInCall call when !Functions.Contains(call.Function.Name) =>
            $"calls '{call.Function.Name}', which cannot be bounded while facts are missing; possible are {string.Join(", ", Functions.Order())}.",
        BoundFor => "iterates with 'for', which cannot be bounded while facts are missing; write the cases out.",
        BoundContext or BoundFunctionDefinition or BoundInvocation or BoundInstanceOf or BoundItemMember or BoundIterationRange =>
            $"uses a {node.Kind.ToString().ToLowerInvariant()}, which cannot be bounded while facts are missing.",
        BoundDecisionTable { Outputs.Count: > 1 } => "is a decision table with several outputs; a criterion has one.",
        BoundDecisionTable { HitPolicy: HitPolicy.RuleOrder or HitPolicy.OutputOrder } or BoundDecisionTable { HitPolicy: HitPolicy.Collect, Aggregation: Aggregation.None } =>
            "is a decision table that yields a list; possible are the hit policies UNIQUE, ANY, PRIORITY, FIRST and COLLECT with an aggregation.",
        BoundArithmetic { Operator: ArithmeticOperator.Power, Right: not BoundLiteral } => "raises to a power that is not a constant.",
        BoundQuantifier { Iterators.Count: > 1 } => "quantifies over several variables.",
        BoundError error => $"cannot be read: {error.Diagnostic}",
        _ => null,
    };
}
