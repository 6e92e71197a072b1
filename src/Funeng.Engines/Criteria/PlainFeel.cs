using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Plain FEEL for the parts in which every value is certain.</summary>
internal static class PlainFeel
{
    /// <summary>The value of an expression whose variables all have one value; otherwise anything of its type.</summary>
    public static Possible Evaluate(BoundExpression expression, PossibleFrame frame)
    {
        var values = new FeelValue[frame.Size];
        foreach (var symbol in BoundNodes.FreeVariables(expression))
        {
            if (!frame.Get(symbol).TryGetValue(out values[symbol.Slot])) return PossibleEvaluator.AnythingOf(expression.Type);
        }

        var value = Evaluate(expression, values);
        return value.IsNull ? PossibleEvaluator.AnythingOf(expression.Type) : Possible.Of(value);
    }

    /// <summary>The value of an expression on a frame of values.</summary>
    public static FeelValue Evaluate(BoundExpression expression, FeelValue[] frame)
    {
        var context = EvaluationContext.Rent();
        try
        {
            return context.Evaluate(expression, frame);
        }
        finally
        {
            context.Return();
        }
    }

    public static FeelValue Call(BoundBuiltInCall call, FeelValue[] arguments)
    {
        var context = EvaluationContext.Rent();
        try
        {
            return call.Function.Invoke(arguments, context);
        }
        finally
        {
            context.Return();
        }
    }

    public static FeelValue Apply(ArithmeticOperator operation, FeelValue left, FeelValue right) => operation switch
    {
        ArithmeticOperator.Add => FeelOperations.Add(left, right),
        ArithmeticOperator.Subtract => FeelOperations.Subtract(left, right),
        ArithmeticOperator.Multiply => FeelOperations.Multiply(left, right),
        ArithmeticOperator.Divide => FeelOperations.Divide(left, right),
        _ => FeelOperations.Power(left, right),
    };
}
