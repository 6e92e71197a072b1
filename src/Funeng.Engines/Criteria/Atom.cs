using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>One comparison inside a rule: a quantity against a bound, in the sense in which the rule wants it to hold.</summary>
/// <param name="Rule">The rule whose frame the expressions stand in.</param>
/// <param name="Quantity">What is compared.</param>
/// <param name="Source">The fact or decision it is, where it is one alone; null for a computed quantity.</param>
/// <param name="Operator">The comparison, turned round where the rule negates it.</param>
/// <param name="Bound">What it is compared with.</param>
/// <param name="Row">The rule of the decision table it is a cell of; null outside tables.</param>
internal sealed record Atom(
    RuleExpression Rule, BoundExpression Quantity, SlotBinding? Source, ComparisonOperator Operator, BoundExpression Bound, BoundRule? Row)
{
    public FactDefinition? Fact => (Source as SlotBinding.ToFact)?.Definition;
}

/// <summary>Takes rules apart into comparisons.</summary>
/// <param name="rule">The rule.</param>
/// <param name="takes">Which branches of a conditional count; null for both.</param>
internal sealed class AtomReader(RuleExpression rule, Func<BoundIf, (bool Then, bool Else)>? takes = null)
{
    private readonly Dictionary<int, BoundExpression> aliases = [];
    private readonly List<Atom> atoms = [];
    private BoundRule? row;

    public IReadOnlyList<Atom> Read()
    {
        Visit(rule.Body, false);
        return atoms;
    }

    private void Visit(BoundExpression node, bool isNegated)
    {
        switch (node)
        {
            case BoundComparison comparison:
                Compare(comparison, isNegated);
                break;
            case BoundBetween between:
                Add(between.Value, ComparisonOperator.GreaterOrEqual, between.Low, isNegated);
                Add(between.Value, ComparisonOperator.LessOrEqual, between.High, isNegated);
                break;
            case BoundIn test:
                if (test.Tested is { } tested) aliases[tested.Slot] = test.Value;
                Visit(test.Tests, isNegated);
                break;
            case BoundUnaryTests tests:
                foreach (var item in tests.Tests) Visit(item, isNegated != tests.Negated);
                break;
            case BoundMembership membership:
                Contain(membership, isNegated);
                break;
            case BoundBuiltInCall { Function.Name: "not", Arguments: [var argument] }:
                Visit(argument, !isNegated);
                break;
            case BoundIf conditional:
                Choose(conditional, isNegated);
                break;
            case BoundDecisionTable table:
                Tabulate(table);
                break;
            case BoundVariable when node.Type == FeelType.Boolean && SourceOf(node) is SlotBinding.ToFact:
                Add(node, ComparisonOperator.Equal, new BoundLiteral(FeelValue.From(!isNegated), FeelType.Boolean, node.Span), false);
                break;
            default:
                foreach (var part in BoundNodes.Parts(node)) Visit(part, isNegated);
                break;
        }
    }

    private void Compare(BoundComparison comparison, bool isNegated)
    {
        // Conditions compared with true or false are conditions: (a > 3) = true.
        if (comparison.Operator == ComparisonOperator.Equal && comparison.Right is BoundLiteral { Value.Kind: FeelKind.Boolean } wanted && SourceOf(comparison.Left) is null)
        {
            Visit(comparison.Left, isNegated != wanted.Value.IsFalse);
            return;
        }

        if (Speaks(comparison.Left)) Add(comparison.Left, comparison.Operator, comparison.Right, isNegated);
        else if (Speaks(comparison.Right)) Add(comparison.Right, Mirror(comparison.Operator), comparison.Left, isNegated);
    }

    private void Contain(BoundMembership membership, bool isNegated)
    {
        switch (membership.Test)
        {
            case BoundRange range:
                if (range.Low is not null) Add(membership.Value, Above(range.LowIncluded), range.Low, isNegated);
                if (range.High is not null) Add(membership.Value, Below(range.HighIncluded), range.High, isNegated);
                break;
            case BoundLiteral { Value.Kind: FeelKind.Range } literal:
                var fixedRange = literal.Value.AsRange();
                if (fixedRange.HasStart) Add(membership.Value, Above(fixedRange.StartIncluded || fixedRange.Form == FeelRangeForm.GreaterOrEqual), Literal(fixedRange.Start, literal), isNegated);
                if (fixedRange.HasEnd) Add(membership.Value, Below(fixedRange.EndIncluded || fixedRange.Form == FeelRangeForm.LessOrEqual), Literal(fixedRange.End, literal), isNegated);
                break;
            case BoundLiteral { Value.Kind: FeelKind.List } literal:
                foreach (var item in literal.Value.AsList()) Add(membership.Value, ComparisonOperator.Equal, Literal(item, literal), isNegated);
                break;
            case BoundList list:
                foreach (var item in list.Items) Add(membership.Value, ComparisonOperator.Equal, item, isNegated);
                break;
            default:
                Add(membership.Value, ComparisonOperator.Equal, membership.Test, isNegated);
                break;
        }
    }

    private void Choose(BoundIf conditional, bool isNegated)
    {
        Visit(conditional.Condition, false);
        var (then, otherwise) = takes?.Invoke(conditional) ?? (true, true);
        if (then) Visit(conditional.Then, isNegated);
        if (otherwise) Visit(conditional.Else, isNegated);
    }

    private void Tabulate(BoundDecisionTable table)
    {
        foreach (var input in table.Inputs)
        {
            if (input.NeedsSlot) aliases[input.Variable.Slot] = input.Value;
        }

        foreach (var item in table.Rules)
        {
            row = item;
            foreach (var test in item.Tests.OfType<BoundExpression>()) Visit(test, false);
            row = null;
            foreach (var result in item.Results) Visit(result, false);
        }
    }

    private void Add(BoundExpression quantity, ComparisonOperator comparison, BoundExpression bound, bool isNegated)
    {
        var source = Unwrap(quantity);
        if (!Speaks(source)) return;
        atoms.Add(new Atom(rule, source, SourceOf(source), isNegated ? Opposite(comparison) : comparison, Unwrap(bound), row));
    }

    // The expression behind the variable of a cell, without typed boundaries.
    private BoundExpression Unwrap(BoundExpression node) => node switch
    {
        BoundCoercion coercion => Unwrap(coercion.Value),
        BoundVariable variable when aliases.TryGetValue(variable.Slot, out var behind) => Unwrap(behind),
        _ => node,
    };

    private SlotBinding? SourceOf(BoundExpression node) => Unwrap(node) is BoundVariable variable ? rule.Bindings[variable.Slot] switch
    {
        SlotBinding.ToFact or SlotBinding.ToDecision => rule.Bindings[variable.Slot],
        _ => null,
    } : null;

    // Whether facts or decisions are in it, so that it can change.
    private bool Speaks(BoundExpression node) => BoundNodes.All(Unwrap(node)).OfType<BoundVariable>().Any(variable =>
        SourceOf(variable) is not null || (aliases.TryGetValue(variable.Slot, out var behind) && Speaks(behind)));

    private static BoundLiteral Literal(FeelValue value, BoundLiteral place) => new(value, FeelType.Of(value), place.Span);

    private static ComparisonOperator Above(bool isIncluded) => isIncluded ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.Greater;

    private static ComparisonOperator Below(bool isIncluded) => isIncluded ? ComparisonOperator.LessOrEqual : ComparisonOperator.Less;

    private static ComparisonOperator Mirror(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };

    private static ComparisonOperator Opposite(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        _ => ComparisonOperator.Equal,
    };
}
