using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>Compiles the models of one load: types first, then the signatures of functions, then each element after those it requires.</summary>
internal sealed class ModelCompiler
{
    private readonly List<Diagnostic> diagnostics;
    private readonly ModelElements elements;
    private readonly Dictionary<string, BoxBinder> binders = new(StringComparer.Ordinal);
    private readonly Dictionary<DrgElement, bool> compiled = [];
    private readonly List<DrgElement> path = [];

    public ModelCompiler(List<DefinitionsSource> sources, List<Diagnostic> diagnostics)
    {
        this.diagnostics = diagnostics;
        elements = new ModelElements(sources, diagnostics);
    }

    /// <summary>All elements of all models, compiled.</summary>
    public IReadOnlyList<DrgElement> Compile()
    {
        var types = new ModelTypes(elements.Models, diagnostics);
        foreach (var model in elements.Models.Values)
        {
            binders.Add(model.Namespace, new BoxBinder(types.TableOf(model), diagnostics));
            elements.CheckImports(model);
        }

        foreach (var element in elements.All) DeclareType(element);
        foreach (var element in elements.All) CompileElement(element);
        foreach (var names in new ServiceCycles().Find(elements.All.OfType<DecisionService>())) diagnostics.Add(new Diagnostic(DiagnosticKind.Cycle, SpanOf(names[0]), names));
        return elements.All;

        static TextSpan SpanOf(string name) => new(new SourceText("", $"'{name}'"), 0, 0);
    }

    private void DeclareType(DrgElement element)
    {
        var declared = TypeOf(element, element.Source.TypeRef);
        switch (element)
        {
            case BusinessKnowledgeModel model:
                DeclareFunction(model, declared);
                break;
            case DecisionService service:
                service.Function.Result = declared is FunctionType function ? function.Result : declared;
                break;
            default:
                element.Type = declared;
                break;
        }
    }

    private void DeclareFunction(BusinessKnowledgeModel model, FeelType declared)
    {
        var logic = model.Source.Logic as BoxedFunction;
        model.Function.Result = declared is FunctionType function ? function.Result : declared;
        model.Function.SetParameters(
        [
            .. (logic?.Parameters ?? []).Select(parameter => new FeelParameter(NameText.Normalize(parameter.Name), TypeOf(model, parameter.TypeRef))),
        ]);
        model.Type = model.Function.Type;
    }

    private FeelType TypeOf(DrgElement element, string? typeRef) => binders[element.Namespace].TypeOf(typeRef, ModelElements.PlaceOf(element));

    private void CompileElement(DrgElement element)
    {
        if (compiled.TryGetValue(element, out var isDone))
        {
            return;
        }

        compiled[element] = false;
        path.Add(element);
        switch (element)
        {
            case Decision decision:
                CompileDecision(decision);
                break;
            case BusinessKnowledgeModel model:
                CompileKnowledge(model);
                break;
            case DecisionService service:
                CompileService(service);
                break;
        }

        path.RemoveAt(path.Count - 1);
        compiled[element] = true;
    }

    private void CompileDecision(Decision decision)
    {
        decision.Requirements = [.. decision.Source.Requirements.Select(href => elements.Find(decision, href)).OfType<DrgElement>()];
        foreach (var requirement in decision.Requirements.Where(requirement => requirement is not BusinessKnowledgeModel))
        {
            CompileElement(requirement);
        }

        if (CycleThrough(decision) is { } cycle)
        {
            decision.Logic = cycle;
            return;
        }

        if (decision.Source.Logic is null)
        {
            return;
        }

        var scope = new Scope(Scope.BuiltIns, new FrameLayout());
        decision.Inputs = Declare(decision, decision.Requirements, scope);
        var logic = binders[decision.Namespace].Bind(decision.Source.Logic, scope, ModelElements.PlaceOf(decision));
        decision.Logic = BoxBinder.Coerce(logic, decision.Type);
        decision.FrameSize = scope.Layout.Size;
        if (decision.Type == FeelType.Any)
        {
            decision.Type = logic.Type;
        }
    }

    /// <summary>An error in place of the logic when a decision requires, through others, itself.</summary>
    private BoundError? CycleThrough(Decision decision)
    {
        var open = decision.Requirements.FirstOrDefault(
            requirement => requirement is Decision && compiled.TryGetValue(requirement, out var isDone) && !isDone);
        if (open is null)
        {
            return null;
        }

        var names = path.SkipWhile(element => element != open).Select(element => element.Name).ToArray();
        var diagnostic = new Diagnostic(DiagnosticKind.Cycle, ModelElements.SpanOf(decision), names);
        diagnostics.Add(diagnostic);
        return new BoundError(diagnostic, diagnostic.Span);
    }

    /// <summary>Puts what an element requires into its scope: values in slots, functions as constants.</summary>
    private List<(DrgElement Element, int Slot)> Declare(DrgElement user, IEnumerable<DrgElement> requirements, Scope scope)
    {
        var inputs = new List<(DrgElement, int)>();
        foreach (var requirement in requirements)
        {
            var prefix = elements.PrefixOf(user, requirement);
            var name = prefix + requirement.Source.VariableName;
            var function = requirement switch
            {
                BusinessKnowledgeModel model => model.Value,
                DecisionService service => service.Value,
                _ => null,
            };
            if (function is not null)
            {
                scope.Define(name, function, requirement.Type);
                continue;
            }

            var symbol = scope.Declare(name, requirement.Type, requirement);
            inputs.Add((requirement, symbol.Slot));
            if (requirement.Name != requirement.Source.VariableName)
            {
                scope.Alias(prefix + requirement.Name, symbol);
            }
        }

        return inputs;
    }

    private void CompileKnowledge(BusinessKnowledgeModel model)
    {
        if (model.Source.Logic is not BoxedFunction logic)
        {
            return;
        }

        var requirements = model.Source.Requirements.Select(href => elements.Find(model, href)).OfType<DrgElement>().ToList();
        requirements.OfType<DecisionService>().ToList().ForEach(CompileElement);
        var scope = new Scope(Scope.BuiltIns, new FrameLayout());
        var inner = new Scope(scope, scope.Layout);
        foreach (var parameter in model.Value.Parameters)
        {
            inner.Declare(parameter.Name, parameter.Type);
        }

        model.Requirements = requirements;
        Declare(model, requirements, scope);
        scope.Define(model.Source.VariableName, model.Value, model.Type);
        var body = logic.IsFeel
            ? binders[model.Namespace].Bind(logic.Body, inner, ModelElements.PlaceOf(model))
            : new BoundError(new Diagnostic(DiagnosticKind.ExternalFunction, ModelElements.SpanOf(model), model.Name), ModelElements.SpanOf(model));
        model.Function.SetBody(BoxBinder.Coerce(body, model.Function.Result), scope.Layout.Size);
    }

    private void CompileService(DecisionService service)
    {
        var parts = service.Source.Service!;
        service.ElementCount = elements.All.Count;
        service.Outputs = [.. parts.Outputs.Select(href => elements.Find(service, href)).OfType<Decision>()];
        service.Inputs = [.. parts.InputData.Concat(parts.InputDecisions).Select(href => elements.Find(service, href)).OfType<DrgElement>()];
        service.Type = new FunctionType([.. service.Inputs.Select(input => input.Type)], service.Function.Result);
    }
}
