using System.Runtime.CompilerServices;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>One request to a decision graph: each decision is evaluated at most once, after those it requires.</summary>
internal sealed class GraphRun(int elementCount, EvaluationContext context)
{
    private readonly FeelValue[] values = new FeelValue[elementCount];
    private readonly bool[] known = new bool[elementCount];

    /// <summary>Gives the value of an input, or of a decision, which is then not evaluated.</summary>
    public void Give(DrgElement element, in FeelValue value)
    {
        values[element.Index] = Coercion.Apply(value, element.Type, PlaceOf(element), element.Name, context);
        known[element.Index] = true;
    }

    public FeelValue ValueOf(DrgElement element)
    {
        if (known[element.Index])
        {
            return values[element.Index];
        }

        var value = element switch
        {
            Decision decision => Decide(decision),
            InputData => Missing(element),
            BusinessKnowledgeModel model => model.Function,
            DecisionService service => service.Function,
            _ => FeelValue.Null,
        };
        values[element.Index] = value;
        known[element.Index] = true;
        return value;
    }

    private FeelValue Missing(DrgElement element)
    {
        context.Report(DiagnosticKind.MissingInput, PlaceOf(element), element.Name);
        return FeelValue.Null;
    }

    private FeelValue Decide(Decision decision)
    {
        if (decision.Logic is null)
        {
            return Missing(decision);
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            context.Report(DiagnosticKind.LimitExceeded, PlaceOf(decision), "the decisions require each other too deeply");
            return FeelValue.Null;
        }

        var frame = context.Stack.Take(decision.FrameSize);
        foreach (var (element, slot) in decision.Inputs)
        {
            frame[slot] = ValueOf(element);
        }

        var value = context.Evaluate(decision.Logic, frame);
        context.Stack.Release(decision.FrameSize);
        return value;
    }

    private static TextSpan PlaceOf(DrgElement element) => new(new SourceText("", $"'{element.Name}'"), 0, 0);
}
