using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>A decision service as a function. Each call is a run of its own: nothing leaks into the request that calls it, or back.</summary>
internal sealed class ServiceFunction(DecisionService element) : FeelFunction
{
    private FeelParameter[]? parameters;

    public override string Name => element.Name;

    internal override IReadOnlyList<FeelParameter> Parameters =>
        parameters ??= [.. element.Inputs.Select(input => new FeelParameter(input.Source.VariableName, input.Type))];

    internal override FeelType ResultType => Result;

    /// <summary>The declared type of the result.</summary>
    public FeelType Result { get; set; } = FeelType.Any;

    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        var context = (EvaluationContext)host;
        var run = new GraphRun(element.ElementCount, context);
        var values = new FeelValue[arguments.Length];
        if (!Coercion.TryEnter(arguments, Parameters, values, context))
        {
            return FeelValue.Null;
        }

        var call = new ServiceCall(this, values, context.ServiceCall);
        if (call.Circle() is { } names)
        {
            context.Add(new Diagnostic(DiagnosticKind.Cycle, context.Calling?.Span ?? default, names));
            return FeelValue.Null;
        }

        for (var index = 0; index < values.Length; index++)
        {
            run.Give(element.Inputs[index], values[index]);
        }

        context.ServiceCall = call;
        var outputs = Outputs(run);
        context.ServiceCall = call.Outer;
        return Coercion.Apply(outputs, Result, context.Calling?.Span ?? default, element.Name, context);
    }

    private FeelValue Outputs(GraphRun run)
    {
        if (element.Outputs.Count == 1)
        {
            return run.ValueOf(element.Outputs[0]);
        }

        var outputs = new FeelContext.Builder(element.Outputs.Count);
        foreach (var output in element.Outputs)
        {
            outputs.TryAdd(output.Source.VariableName, run.ValueOf(output));
        }

        return outputs.Build();
    }
}
