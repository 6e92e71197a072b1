using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// A criterion with one of its thresholds at several places. Each is a criterion of its own, so a plan decides all of them in one pass and
/// shares everything they have in common: how many pass at every step, who, and what they would get.
/// </summary>
public static class ThresholdSweep
{
    /// <summary>The criterion with a threshold moved over its range.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <param name="fact">The fact that is compared.</param>
    /// <param name="threshold">Where the threshold lies now: wherever the scheme compares the fact with it, cells of tables included, it moves.</param>
    /// <param name="steps">Where it is to lie.</param>
    /// <param name="on">Application date, on which thresholds that depend on it are read.</param>
    /// <returns>One criterion for each step, named by the criterion and the step.</returns>
    public static IReadOnlyList<PlannedCriterion> Of(
        PlannedCriterion criterion, FactDefinition fact, FeelNumber threshold, IReadOnlyList<FeelNumber> steps, DateOnly on) =>
        [.. steps.Select(step => criterion with { Id = $"{criterion.Id}@{step}", Scheme = Move(criterion.Scheme, new ThresholdMover(fact, threshold, step, on)) })];

    private static Scheme Move(Scheme scheme, ThresholdMover mover)
    {
        SchemeDecision[] moved = [.. scheme.Decisions.Select(decision => decision with { Rule = decision.Rule with { Body = mover.Move(decision.Rule) } })];
        return scheme with { Decisions = moved, Thresholds = Threshold.Of(moved, scheme.Catalogue) };
    }
}

/// <summary>Rewrites the comparisons of one fact with one number.</summary>
internal sealed class ThresholdMover(FactDefinition fact, FeelNumber from, FeelNumber to, DateOnly on)
{
    private readonly HashSet<int> aliases = [];
    private RuleExpression rule = null!;

    public BoundExpression Move(RuleExpression expression)
    {
        rule = expression;
        aliases.Clear();
        return Move(expression.Body);
    }

    private BoundExpression Move(BoundExpression node)
    {
        switch (node)
        {
            case BoundComparison comparison when IsFact(comparison.Left):
                return comparison with { Right = Bound(comparison.Right) };
            case BoundComparison comparison when IsFact(comparison.Right):
                return comparison with { Left = Bound(comparison.Left) };
            case BoundBetween between when IsFact(between.Value):
                return between with { Low = Bound(between.Low), High = Bound(between.High) };
            case BoundMembership { Test: BoundLiteral literal } membership when IsFact(membership.Value):
                return membership with { Test = new BoundLiteral(Bound(literal.Value), literal.Type, literal.Span) };
            case BoundMembership { Test: BoundRange range } membership when IsFact(membership.Value):
                return membership with { Test = range with { Low = range.Low is null ? null : Bound(range.Low), High = range.High is null ? null : Bound(range.High) } };
            case BoundIn test:
                if (test.Tested is { } tested && IsFact(test.Value)) aliases.Add(tested.Slot);
                return test with { Tests = (BoundUnaryTests)Move(test.Tests) };
            case BoundLogic logic:
                return new BoundLogic(logic.Operator, Move(logic.Left), Move(logic.Right), logic.Span);
            case BoundUnaryTests tests:
                return new BoundUnaryTests([.. tests.Tests.Select(Move)], tests.Negated, tests.Span);
            case BoundIf conditional:
                return conditional with { Condition = Move(conditional.Condition), Then = Move(conditional.Then), Else = Move(conditional.Else) };
            case BoundBuiltInCall call:
                return new BoundBuiltInCall(call.Function, [.. call.Arguments.Select(Move)], call.Type, call.Span);
            case BoundList list:
                return list with { Items = [.. list.Items.Select(Move)] };
            case BoundCoercion coercion:
                return coercion with { Value = Move(coercion.Value) };
            case BoundArithmetic arithmetic:
                return arithmetic with { Left = Move(arithmetic.Left), Right = Move(arithmetic.Right) };
            case BoundDecisionTable table:
                return Move(table);
            default:
                return node;
        }
    }

    private BoundDecisionTable Move(BoundDecisionTable table)
    {
        foreach (var input in table.Inputs)
        {
            if (IsFact(input.Value)) aliases.Add(input.Variable.Slot);
        }

        return table with
        {
            Rules = [.. table.Rules.Select(row => new BoundRule(row.Number, row.Id, [.. row.Tests.Select(test => test is null ? null : Move(test))], row.Results, row.Annotations))],
        };
    }

    private bool IsFact(BoundExpression node) => node switch
    {
        BoundCoercion coercion => IsFact(coercion.Value),
        BoundVariable variable => aliases.Contains(variable.Slot) || (rule.Bindings[variable.Slot] is SlotBinding.ToFact bound && bound.Definition.Key == fact.Key),
        _ => false,
    };

    private BoundExpression Bound(BoundExpression node)
    {
        foreach (var symbol in BoundNodes.FreeVariables(node))
        {
            if (rule.Bindings[symbol.Slot] is not (SlotBinding.ToDate or SlotBinding.ToConstant)) return node;
        }

        var value = PossibleEvaluator.Evaluate(node, new PossibleFrame(rule, new FixedFacts(on)));
        return value.TryGetValue(out var known) && IsThreshold(known) ? new BoundLiteral(FeelValue.From(to), FeelType.Number, node.Span) : node;
    }

    // A number, or a range or list with the number in it.
    private FeelValue Bound(FeelValue value)
    {
        if (IsThreshold(value)) return FeelValue.From(to);
        if (value.Kind == FeelKind.List) return FeelValue.From(FeelList.From([.. value.AsList().Select(Bound)]));
        if (value.Kind != FeelKind.Range) return value;
        var range = value.AsRange();
        if (!range.HasStart || !range.HasEnd)
        {
            return FeelRange.TryCreate(range.Form, Bound(range.HasStart ? range.Start : range.End)) is { } open ? FeelValue.From(open) : value;
        }

        return FeelRange.TryCreate(Bound(range.Start), Bound(range.End), range.StartIncluded, range.EndIncluded) is { } moved ? FeelValue.From(moved) : value;
    }

    private bool IsThreshold(FeelValue value) => value.Kind == FeelKind.Number && value.AsNumber() == from;
}
