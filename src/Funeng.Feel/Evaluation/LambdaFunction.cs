using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>A function literal with the values that it captured where it was made.</summary>
internal sealed class LambdaFunction(BoundFunctionDefinition definition, FeelValue[] captured) : FeelFunction
{
    private readonly FeelParameter[] parameters = [.. definition.Parameters.Select(symbol => new FeelParameter(symbol.Name, symbol.Type))];

    public override IReadOnlyList<FeelParameter> Parameters => parameters;

    public override FeelType ResultType => definition.Body.Type;

    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        var context = (EvaluationContext)host;
        var frame = context.Stack.Take(definition.FrameSize);
        for (var index = 0; index < parameters.Length; index++)
        {
            frame[definition.Parameters[index].Slot] =
                Coercion.Apply(arguments[index], parameters[index].Type, definition.Span, parameters[index].Name, context);
        }

        for (var index = 0; index < captured.Length; index++)
        {
            frame[definition.Captures[index].Inner] = captured[index];
        }

        var result = context.Evaluate(definition.Body, frame);
        context.Stack.Release(definition.FrameSize);
        return result;
    }
}
