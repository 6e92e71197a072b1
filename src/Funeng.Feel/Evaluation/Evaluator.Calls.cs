using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Calls of functions.</summary>
internal ref partial struct Evaluator<TTracer>
{
    private FeelValue CallBuiltIn(BoundBuiltInCall node)
    {
        var arguments = context.Stack.Take(node.Items.Length);
        var cost = 1L;
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = Evaluate(node.Items[index]);
            cost += SizeOf(arguments[index]);
        }

        if (!context.Spend(cost, node.Span))
        {
            context.Stack.Release(arguments.Length);
            return FeelValue.Null;
        }

        var callingBefore = context.Calling;
        context.Calling = node;
        var result = node.Function.Invoke(arguments, context);
        context.Calling = callingBefore;
        context.Stack.Release(arguments.Length);
        return result;
    }

    /// <summary>The steps that it takes to pass through a value once: a fraction of what an iteration over it takes.</summary>
    private static long SizeOf(in FeelValue value) => value.Kind switch
    {
        FeelKind.String => value.AsString().Length / 16,
        FeelKind.List => value.AsList().Count / 4,
        _ => 0,
    };

    private FeelValue Invoke(BoundInvocation node)
    {
        var called = Evaluate(node.Function);
        if (called.Kind != FeelKind.Function)
        {
            return Fail(DiagnosticKind.NotAFunction, node, "", called);
        }

        var function = called.AsFunction();
        return node.Names is null ? InvokeByPosition(node, function) : InvokeByName(node, function, node.Names);
    }

    private FeelValue InvokeByPosition(BoundInvocation node, FeelFunction function)
    {
        var arguments = context.Stack.Take(node.Arguments.Count);
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = Evaluate(node.Arguments[index]);
        }

        var result = Call(node, function, arguments);
        context.Stack.Release(arguments.Length);
        return result;
    }

    private FeelValue InvokeByName(BoundInvocation node, FeelFunction function, IReadOnlyList<string> names)
    {
        if (PlacesOf(function, names) is not { } places)
        {
            return RefuseArguments(node, function);
        }

        var arguments = context.Stack.Take(places.Count);
        arguments.Clear();
        for (var index = 0; index < names.Count; index++)
        {
            arguments[places.Positions[index]] = Evaluate(node.Arguments[index]);
        }

        var result = Call(node, function is BuiltIn builtIn ? builtIn.Named(names) : function, arguments);
        context.Stack.Release(places.Count);
        return result;
    }

    private FeelValue Call(BoundInvocation node, FeelFunction function, ReadOnlySpan<FeelValue> arguments)
    {
        if (!function.Accepts(arguments.Length))
        {
            return RefuseArguments(node, function);
        }

        if (!context.Spend(EvaluationContext.StepsOfCall, node.Span))
        {
            return FeelValue.Null;
        }

        var callingBefore = context.Calling;
        context.Calling = node;
        var result = function.Invoke(arguments, context);
        context.Calling = callingBefore;
        return result;
    }

    private FeelValue RefuseArguments(BoundInvocation node, FeelFunction function) =>
        Fail(DiagnosticKind.WrongArguments, node, function.ToString()!);

    /// <summary>Where named arguments go; null when the function has no such parameter, or one is named twice.</summary>
    private static NamedArguments? PlacesOf(FeelFunction function, IReadOnlyList<string> names)
    {
        if (function is BuiltIn builtIn)
        {
            return builtIn.Arrange(names);
        }

        var positions = new int[names.Count];
        for (var index = 0; index < positions.Length; index++)
        {
            positions[index] = IndexOf(function.Parameters, names[index]);
            if (positions[index] < 0 || Array.IndexOf(positions, positions[index], 0, index) >= 0)
            {
                return null;
            }
        }

        return new NamedArguments(function.Parameters.Count, positions);
    }

    private static int IndexOf(IReadOnlyList<FeelParameter> parameters, string name)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            if (parameters[index].Name == name)
            {
                return index;
            }
        }

        return -1;
    }

    private FeelValue MakeFunction(BoundFunctionDefinition node)
    {
        var captured = new FeelValue[node.Captures.Count];
        for (var index = 0; index < captured.Length; index++)
        {
            captured[index] = frame[node.Captures[index].Outer];
        }

        return new LambdaFunction(node, captured);
    }
}
