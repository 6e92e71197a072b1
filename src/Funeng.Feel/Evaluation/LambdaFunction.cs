using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>A function literal with the values that it captured where it was made.</summary>
internal sealed class LambdaFunction(BoundFunctionDefinition definition, FeelValue[] captured) : FeelFunction
{
    private readonly FeelParameter[] parameters = [.. definition.Parameters.Select(symbol => new FeelParameter(symbol.Name, symbol.Type))];

    internal override IReadOnlyList<FeelParameter> Parameters => parameters;

    internal override FeelType ResultType => definition.Body.Type;

    /// <summary>A function that is an entry of a context finds itself under the entry's name, where it looked before it was made.</summary>
    public void KnowItself(int slot)
    {
        for (var index = 0; index < captured.Length; index++)
        {
            if (definition.Captures[index].Outer == slot)
            {
                captured[index] = this;
            }
        }
    }

    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        var context = (EvaluationContext)host;
        // Called by sort and the like, without a node of its own.
        if (!host.Spend(EvaluationContext.StepsOfCall))
        {
            return FeelValue.Null;
        }

        // Parameters have the first slots.
        var frame = context.Stack.Take(definition.FrameSize);
        for (var index = 0; index < captured.Length; index++)
        {
            frame[definition.Captures[index].Inner] = captured[index];
        }

        var result = Coercion.TryEnter(arguments, parameters, frame, context) ? context.Evaluate(definition.Body, frame) : FeelValue.Null;
        context.Stack.Release(definition.FrameSize);
        return result;
    }
}
