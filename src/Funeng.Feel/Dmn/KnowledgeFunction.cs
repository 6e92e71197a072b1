using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>A business knowledge model as a function.</summary>
internal sealed class KnowledgeFunction(BusinessKnowledgeModel element) : FeelFunction
{
    private FeelParameter[] parameters = [];

    public override string Name => element.Name;

    internal override IReadOnlyList<FeelParameter> Parameters => parameters;

    internal override FeelType ResultType => Result;

    /// <summary>The declared type of the result.</summary>
    public FeelType Result { get; set; } = FeelType.Any;

    /// <summary>The bound logic; null for a model without logic.</summary>
    public BoundExpression? Body { get; private set; }

    /// <summary>How many slots the logic needs: the parameters come first.</summary>
    public int FrameSize { get; private set; }

    /// <summary>Set before any body is bound, because bodies may call each other.</summary>
    public void SetParameters(FeelParameter[] declared) => parameters = declared;

    public void SetBody(BoundExpression logic, int size) => (Body, FrameSize) = (logic, size);

    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        if (Body is null)
        {
            return FeelValue.Null;
        }

        var context = (EvaluationContext)host;
        var frame = context.Stack.Take(FrameSize);
        var result = Coercion.TryEnter(arguments, parameters, frame, context) ? context.Evaluate(Body, frame) : FeelValue.Null;
        context.Stack.Release(FrameSize);
        return result;
    }
}
