using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Takes the decisions of a scheme apart into terms over columns. What has no term of its own becomes a column that the scalar evaluator
/// fills row by row, so that nothing is approximated.
/// </summary>
internal sealed class TermReader
{
    private readonly Scheme scheme;
    private readonly ColumnSet columns;
    private readonly FixedFacts facts;
    private readonly ComparisonReader comparisons;
    private readonly Dictionary<int, Truth> decided = [];
    private readonly HashSet<BoundExpression> rowByRow = new(ReferenceEqualityComparer.Instance);
    private int strayParts;

    public TermReader(Scheme scheme, ColumnSet columns)
    {
        this.scheme = scheme;
        this.columns = columns;
        facts = new FixedFacts(columns.On);
        comparisons = new ComparisonReader(scheme, columns, this, new PointsReader(scheme, columns, this));
    }

    /// <summary>Set when a fixed layout lacks a column or a cut; what was read is then of no use.</summary>
    public bool NeedsNewLayout { get; private set; }

    /// <summary>Number of parts that the scalar evaluator decides row by row.</summary>
    public int RowByRow => rowByRow.Count;

    /// <summary>The condition of one decision, read once.</summary>
    public Truth Decision(int index)
    {
        if (decided.TryGetValue(index, out var known)) return known;
        var rule = scheme.Decisions[index].Rule;
        var before = strayParts;
        var truth = Read(new Place(rule, []), rule.Body);
        if (strayParts != before)
        {
            // Some part of it cannot stand alone: the decision as a whole can.
            strayParts = before;
            truth = Scalar(new Place(rule, []), rule.Body);
        }

        return decided[index] = truth;
    }

    public Truth Read(Place place, BoundExpression node)
    {
        if (Constant(place, node) is { } constant) return Truth.Of(constant);
        return node switch
        {
            BoundVariable variable => Variable(place, variable),
            BoundLogic logic when logic.Operator == LogicOperator.And => new Truth.All([.. logic.Operands.Select(operand => Read(place, operand))]),
            BoundLogic logic => Truth.AnyOf(logic.Operands.Select(operand => Read(place, operand))),
            BoundComparison comparison => comparisons.Compare(place, comparison.Operator, comparison.Left, comparison.Right) ?? Scalar(place, node),
            BoundBetween between => comparisons.Between(place, between) ?? Scalar(place, node),
            BoundIn test => Read(test.Tested is { } tested ? place.With(tested.Slot, test.Value) : place, test.Tests),
            BoundUnaryTests { Tests.Count: 0 } => Truth.True,
            BoundUnaryTests tests => UnaryTests(place, tests),
            BoundMembership membership => comparisons.Member(place, membership.Value, membership.Test) ?? Scalar(place, node),
            BoundIf conditional => new Truth.Choice(
                Read(place, conditional.Condition), Read(place, conditional.Then), Read(place, conditional.Else)),
            BoundBuiltInCall { Function.Name: "not", Arguments: [{ } argument] } when argument.Type == FeelType.Boolean => Truth.Negate(Read(place, argument)),
            BoundCoercion coercion when coercion.Value.Type == FeelType.Boolean => Read(place, coercion.Value),
            _ => Scalar(place, node),
        };
    }

    /// <summary>The value of an expression that no fact can change; null for others.</summary>
    public Possible? Constant(Place place, BoundExpression node)
    {
        if (node is BoundLiteral literal) return Possible.Of(literal.Value);
        if (node is BoundDecisionTable || (node is BoundVariable variable && IsOpen(place, variable.Slot)) || NamesFact(place, node)) return null;
        foreach (var symbol in BoundNodes.FreeVariables(node))
        {
            if (IsOpen(place, symbol.Slot)) return null;
        }

        return PossibleEvaluator.Evaluate(node, new PossibleFrame(place.Rule, facts));
    }

    // Nearly every expression names a fact or a decision first thing; only what names none is looked through for variables of its own.
    private static bool NamesFact(Place place, BoundExpression node) => node switch
    {
        BoundLiteral => false,
        BoundVariable variable => place.Rule.Bindings[variable.Slot] is not (null or SlotBinding.ToDate or SlotBinding.ToConstant),
        _ => BoundNodes.Parts(node).Any(part => NamesFact(place, part)),
    };

    private static bool IsOpen(Place place, int slot) => place.Rule.Bindings[slot] is not (SlotBinding.ToDate or SlotBinding.ToConstant);

    /// <summary>The expression behind typed boundaries, tested values and other decisions, with the place it stands in.</summary>
    public (Place Place, BoundExpression Node) Unwrap(Place place, BoundExpression node)
    {
        while (true)
        {
            switch (node)
            {
                case BoundCoercion coercion when coercion.Type == coercion.Value.Type:
                    node = coercion.Value;
                    break;
                case BoundVariable variable when place.Find(variable.Slot) is { } behind:
                    (place, node) = behind;
                    break;
                case BoundVariable variable when place.Rule.Bindings[variable.Slot] is SlotBinding.ToDecision decision:
                    var rule = scheme.Decisions[decision.Index].Rule;
                    (place, node) = (new Place(rule, []), rule.Body);
                    break;
                default:
                    return (place, node);
            }
        }
    }

    /// <summary>Gives up on a fixed layout that lacks what was asked for.</summary>
    public void Demand(bool isThere) => NeedsNewLayout |= !isThere;

    private Truth Variable(Place place, BoundVariable variable)
    {
        if (place.Find(variable.Slot) is { } behind) return Read(behind.Place, behind.Node);
        switch (place.Rule.Bindings[variable.Slot])
        {
            case SlotBinding.ToDecision decision:
                return Decision(decision.Index);
            case SlotBinding.ToFact { Definition: { Type: FactType.Boolean } fact }:
                return Flag(columns.Truth(fact));
            default:
                return Scalar(place, variable);
        }
    }

    private Truth Flag(TruthCodes? column)
    {
        Demand(column is not null);
        return column is null ? Truth.Either : new Truth.Flag(column);
    }

    private Truth UnaryTests(Place place, BoundUnaryTests tests)
    {
        var some = Truth.AnyOf(tests.Tests.Select(test => Read(place, test)));
        return tests.Negated ? Truth.Negate(some) : some;
    }

    // Leaves a condition to the scalar evaluator.
    private Truth Scalar(Place place, BoundExpression node)
    {
        if (!IsWhole(place, node))
        {
            strayParts++;
            return Truth.Either;
        }

        rowByRow.Add(node);
        return Flag(columns.TruthPart(scheme, place.Rule, node));
    }

    /// <summary>The fact that an unwrapped expression is; null for anything else.</summary>
    public static FactDefinition? FactOf(Place place, BoundExpression node) =>
        node is BoundVariable variable && place.Rule.Bindings[variable.Slot] is SlotBinding.ToFact fact ? fact.Definition : null;

    /// <summary>Whether all free variables of a part stand for facts, decisions or constants.</summary>
    public static bool IsWhole(Place place, BoundExpression node) =>
        BoundNodes.FreeVariables(node).All(symbol => place.Rule.Bindings[symbol.Slot] is not null);
}
