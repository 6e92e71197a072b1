using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Comparisons, logic and tests: everything that answers true, false or neither.</summary>
internal ref partial struct Evaluator<TTracer>
{
    private Truth Compare(BoundComparison node)
    {
        FeelValue leftRoom = default, rightRoom = default;
        ref readonly var left = ref Operand(node.Left, ref leftRoom);
        ref readonly var right = ref Operand(node.Right, ref rightRoom);
        if (FeelValue.TryCompareSmall(left, right, out var order))
        {
            return Holds(node, order);
        }

        return CompareAny(node, left, right);
    }

    private Truth CompareAny(BoundComparison node, in FeelValue left, in FeelValue right)
    {
        if (left.Kind >= FeelKind.String && !context.Spend(SizeOf(left), node.Span))
        {
            return Truth.Other;
        }

        int? order = node.Operator <= ComparisonOperator.NotEqual
            ? FeelOperations.AreEqual(left, right) switch { true => 0, false => 1, null => null }
            : FeelOperations.Compare(left, right);
        if (order is { } known)
        {
            return Holds(node, known);
        }

        var kind = left.IsNull || right.IsNull ? DiagnosticKind.MissingValue : DiagnosticKind.WrongKind;
        context.Report(kind, node.Span, OperatorText.Of(node.Operator), left, right);
        return Truth.Other;
    }

    private static Truth Holds(BoundComparison node, int order) => (Truth)((node.HoldingOrders >> (Math.Sign(order) + 1)) & 1);

    // A false operand of "and" wins even where another one is null or an error, so the search goes on after those; the same for "or" and true.
    private Truth Combine(BoundLogic node)
    {
        var (deciding, neutral) = node.Operator == LogicOperator.And ? (Truth.False, Truth.True) : (Truth.True, Truth.False);
        var result = neutral;
        foreach (var operand in node.Operands)
        {
            var truth = Test(operand);
            if (truth == deciding)
            {
                return deciding;
            }

            if (truth != neutral)
            {
                result = Truth.Other;
            }
        }

        return result;
    }

    private Truth TestBetween(BoundBetween node)
    {
        FeelValue valueRoom = default, lowRoom = default, highRoom = default;
        ref readonly var value = ref Operand(node.Value, ref valueRoom);
        ref readonly var low = ref Operand(node.Low, ref lowRoom);
        ref readonly var high = ref Operand(node.High, ref highRoom);
        // The same as "value >= low and value <= high" (table 55): one end that is missed decides, whatever the other is.
        var (aboveLow, belowHigh) = (FeelOperations.Compare(low, value), FeelOperations.Compare(value, high));
        if (aboveLow > 0 || belowHigh > 0)
        {
            return Truth.False;
        }

        if (aboveLow is not null && belowHigh is not null)
        {
            return Truth.True;
        }

        var isMissing = value.IsNull || low.IsNull || high.IsNull;
        context.Report(isMissing ? DiagnosticKind.MissingValue : DiagnosticKind.WrongKind, node.Span, "between", value);
        return Truth.Other;
    }

    private Truth TestIn(BoundIn node)
    {
        if (node.Tested is { } tested)
        {
            frame[tested.Slot] = Evaluate(node.Value);
        }

        return Test(node.Tests);
    }

    private Truth TestAny(BoundUnaryTests node)
    {
        var result = node.Items.Length == 0 ? Truth.True : Truth.False;
        foreach (var test in node.Items)
        {
            var truth = Test(test);
            if (truth == Truth.True)
            {
                result = Truth.True;
                break;
            }

            if (truth == Truth.Other)
            {
                result = Truth.Other;
            }
        }

        return !node.Negated ? result : result switch
        {
            Truth.True => Truth.False,
            Truth.False => Truth.True,
            _ => Truth.Other,
        };
    }

    private Truth TestMembership(BoundMembership node)
    {
        FeelValue valueRoom = default, testRoom = default;
        ref readonly var value = ref Operand(node.Value, ref valueRoom);
        ref readonly var test = ref Operand(node.Test, ref testRoom);
        var result = FeelOperations.In(value, test);
        if (result.IsNull)
        {
            var kind = value.IsNull || test.IsNull ? DiagnosticKind.MissingValue : DiagnosticKind.WrongKind;
            context.Report(kind, node.Span, "in", value, test);
        }

        return ToTruth(result);
    }
}
