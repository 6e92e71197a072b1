using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>A business knowledge model as a function.</summary>
internal sealed class KnowledgeFunction(BusinessKnowledgeModel element) : FeelFunction
{
    private FeelParameter[] parameters = [];
    private BoundExpression? body;
    private int frameSize;

    public override string Name => element.Name;

    public override IReadOnlyList<FeelParameter> Parameters => parameters;

    public override FeelType ResultType => Result;

    /// <summary>The declared type of the result.</summary>
    public FeelType Result { get; set; } = FeelType.Any;

    /// <summary>Set before any body is bound, because bodies may call each other.</summary>
    public void SetParameters(FeelParameter[] declared) => parameters = declared;

    public void SetBody(BoundExpression logic, int size) => (body, frameSize) = (logic, size);

    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        if (body is null)
        {
            return FeelValue.Null;
        }

        var context = (EvaluationContext)host;
        var frame = context.Stack.Take(frameSize);
        var result = Coercion.TryEnter(arguments, parameters, frame, context) ? context.Evaluate(body, frame) : FeelValue.Null;
        context.Stack.Release(frameSize);
        return result;
    }
}
