using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel;

/// <summary>
/// What can be asked of a DMN model: the value of a decision, or the result of a business knowledge model or decision service called with
/// its parameters as inputs. The second of the two doors of this library. Immutable and safe for any number of threads.
/// </summary>
public sealed class DmnDecision
{
    private readonly DmnModel model;

    internal DmnDecision(DmnModel model, DrgElement element)
    {
        this.model = model;
        Element = element;
    }

    /// <summary>The element behind the door.</summary>
    public DrgElement Element { get; }

    /// <summary>
    /// Evaluates with inputs by name. An input that is not given is null and reported; one of the wrong type is null and reported; the
    /// value of a required decision may be given as well, and the decision is then not evaluated.
    /// </summary>
    /// <param name="inputs">Values by the names of elements of the model, or of imported models where no element of the model has the name.</param>
    /// <param name="options">Clock and trace.</param>
    public Evaluated Evaluate(FeelContext inputs, EvaluationOptions options = default) =>
        Evaluate(inputs.Names.Select((name, index) => new DmnInput(null, name, inputs.Values[index])), options);

    /// <summary>Evaluates with inputs that say of which model they are, as those of imported models must.</summary>
    /// <param name="inputs">The values.</param>
    /// <param name="options">Clock and trace.</param>
    public Evaluated Evaluate(IEnumerable<DmnInput> inputs, EvaluationOptions options = default)
    {
        var diagnostics = new List<Diagnostic>();
        var context = EvaluationContext.Rent();
        context.Diagnostics = diagnostics;
        context.Trace = options.Trace;
        context.Now = options.Now;
        context.AllowSteps(options.StepLimit);
        var value = Element switch
        {
            BusinessKnowledgeModel knowledge => Call(knowledge.Value, inputs, context),
            DecisionService service => Call(service.Value, inputs, context),
            _ => Decide(inputs, context),
        };
        value = context.IsExhausted ? FeelValue.Null : value;
        context.Return();
        return new Evaluated(value, diagnostics, options.Trace);
    }

    private FeelValue Decide(IEnumerable<DmnInput> inputs, EvaluationContext context)
    {
        var run = new GraphRun(model.AllElements.Count, context);
        foreach (var input in inputs)
        {
            if (Find(input) is { } element)
            {
                run.Give(element, input.Value);
            }
            else
            {
                context.Report(DiagnosticKind.UnknownElement, default, input.Name);
            }
        }

        return run.ValueOf(Element);
    }

    private DrgElement? Find(DmnInput input) => input.Namespace is not null
        ? model.Find(input.Namespace, input.Name)
        : model.Find(input.Name) ?? model.AllElements.FirstOrDefault(
            element => element is InputData && NameText.Normalize(element.Name) == NameText.Normalize(input.Name));

    private static FeelValue Call(FeelFunction function, IEnumerable<DmnInput> inputs, EvaluationContext context)
    {
        var arguments = new FeelValue[function.Parameters.Count];
        foreach (var input in inputs)
        {
            var name = NameText.Normalize(input.Name);
            var index = function.Parameters.ToList().FindIndex(parameter => NameText.Normalize(parameter.Name) == name);
            if (index >= 0)
            {
                arguments[index] = input.Value;
            }
            else
            {
                context.Report(DiagnosticKind.UnknownElement, default, input.Name);
            }
        }

        return function.Invoke(arguments, context);
    }
}

/// <summary>The value of an input.</summary>
/// <param name="Namespace">The namespace of the model that defines the input; null for the model that is asked.</param>
/// <param name="Name">The name of the input data, decision or parameter.</param>
/// <param name="Value">The value.</param>
public readonly record struct DmnInput(string? Namespace, string Name, FeelValue Value);
