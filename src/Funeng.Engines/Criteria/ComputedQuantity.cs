using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>What a quantity that a rule computes is called and measured in: 截至当日应完成投资 − 本年度完成投资, in yuan.</summary>
internal sealed class ComputedQuantity(RuleExpression rule)
{
    private const string Nameless = "按规则算出的数";

    public FactDefinition Define(BoundExpression quantity)
    {
        var label = Said(quantity, isPart: false) ?? Nameless;
        return new FactDefinition("", label, label, FactType.Number, new FactOrigin.Derived("")) { Unit = Unit(quantity) ?? "" };
    }

    // Null where there is something in it that no reader of figures would say, such as a function.
    private string? Said(BoundExpression node, bool isPart) => node switch
    {
        BoundCoercion coercion => Said(coercion.Value, isPart),
        BoundVariable => Fact(node)?.Label,
        BoundLiteral { Value: { Kind: FeelKind.Number } value } => value.ToString(),
        BoundArithmetic { Operator: not ArithmeticOperator.Power } sum when Said(sum.Left, true) is { } left && Said(sum.Right, true) is { } right =>
            isPart ? $"（{left} {Sign(sum.Operator)} {right}）" : $"{left} {Sign(sum.Operator)} {right}",
        _ => null,
    };

    // The unit both sides share, or that of the side that has one; null where it cannot be told.
    private string? Unit(BoundExpression node) => node switch
    {
        BoundCoercion coercion => Unit(coercion.Value),
        BoundVariable => Fact(node)?.Unit,
        BoundLiteral => "",
        BoundArithmetic { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract } sum => Unit(sum.Left) is { } left && left == Unit(sum.Right) ? left : null,
        BoundArithmetic { Operator: ArithmeticOperator.Multiply } product => (Unit(product.Left), Unit(product.Right)) switch
        {
            ("", var other) => other,
            (var other, "") => other,
            _ => null,
        },
        BoundArithmetic { Operator: ArithmeticOperator.Divide } ratio => (Unit(ratio.Left), Unit(ratio.Right)) switch
        {
            (var left, "") => left,
            _ => null,
        },
        _ => null,
    };

    private FactDefinition? Fact(BoundExpression node) => node is BoundVariable variable ? (rule.Bindings[variable.Slot] as SlotBinding.ToFact)?.Definition : null;

    private static string Sign(ArithmeticOperator arithmetic) => arithmetic switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "−",
        ArithmeticOperator.Multiply => "×",
        _ => "÷",
    };
}
