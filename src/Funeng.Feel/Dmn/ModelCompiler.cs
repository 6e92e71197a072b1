using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>Compiles the models of one load: types first, then the signatures of functions, then each element after those it requires.</summary>
internal sealed class ModelCompiler
{
    private readonly List<DefinitionsSource> sources;
    private readonly List<Diagnostic> diagnostics;
    private readonly Dictionary<string, DefinitionsSource> models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BoxBinder> binders = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Id), DrgElement> byId = [];
    private readonly List<DrgElement> elements = [];
    private readonly Dictionary<DrgElement, bool> compiled = [];
    private readonly List<DrgElement> path = [];

    public ModelCompiler(List<DefinitionsSource> sources, List<Diagnostic> diagnostics)
    {
        this.sources = sources;
        this.diagnostics = diagnostics;
    }

    /// <summary>All elements of all models, compiled.</summary>
    public IReadOnlyList<DrgElement> Compile()
    {
        foreach (var source in sources.Where(source => !models.ContainsKey(source.Namespace)))
        {
            models.Add(source.Namespace, source);
            AddElements(source);
        }

        var types = new ModelTypes(models, diagnostics);
        foreach (var model in models.Values)
        {
            binders.Add(model.Namespace, new BoxBinder(types.TableOf(model), diagnostics));
            CheckImports(model);
        }

        elements.ForEach(DeclareType);
        elements.ForEach(CompileElement);
        return elements;
    }

    private void AddElements(DefinitionsSource model)
    {
        foreach (var source in model.Elements)
        {
            DrgElement element = source.Kind switch
            {
                ElementKind.InputData => new InputData(source, model.Namespace, elements.Count),
                ElementKind.Decision => new Decision(source, model.Namespace, elements.Count),
                ElementKind.BusinessKnowledgeModel => new BusinessKnowledgeModel(source, model.Namespace, elements.Count),
                _ => new DecisionService(source, model.Namespace, elements.Count),
            };
            elements.Add(element);
            if (!byId.TryAdd((model.Namespace, source.Id), element))
            {
                Report(DiagnosticKind.InvalidModel, element, $"the id '{source.Id}' stands twice in the model");
            }
        }
    }

    private void CheckImports(DefinitionsSource model)
    {
        foreach (var import in model.Imports.Where(import => !models.ContainsKey(import.Namespace)))
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticKind.UnknownElement, new TextSpan(new SourceText("", $"import '{import.Name}'"), 0, 0), import.Namespace));
        }
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

    private FeelType TypeOf(DrgElement element, string? typeRef) => binders[element.Namespace].TypeOf(typeRef, PlaceOf(element));

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
        decision.Requirements = [.. decision.Source.Requirements.Select(href => Find(decision, href)).OfType<DrgElement>()];
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
        var logic = binders[decision.Namespace].Bind(decision.Source.Logic, scope, PlaceOf(decision));
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
        var diagnostic = new Diagnostic(DiagnosticKind.Cycle, SpanOf(decision), names);
        diagnostics.Add(diagnostic);
        return new BoundError(diagnostic, diagnostic.Span);
    }

    /// <summary>Puts what an element requires into its scope: values in slots, functions as constants.</summary>
    private List<(DrgElement Element, int Slot)> Declare(DrgElement user, IEnumerable<DrgElement> requirements, Scope scope)
    {
        var inputs = new List<(DrgElement, int)>();
        foreach (var requirement in requirements)
        {
            var prefix = PrefixOf(user, requirement);
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

    /// <summary>The name of the import through which one model sees an element of another, with a dot; empty in one model.</summary>
    private string PrefixOf(DrgElement user, DrgElement requirement)
    {
        var import = models[user.Namespace].Imports.FirstOrDefault(import => import.Namespace == requirement.Namespace);
        return user.Namespace == requirement.Namespace || string.IsNullOrEmpty(import?.Name) ? "" : import.Name + ".";
    }

    private void CompileKnowledge(BusinessKnowledgeModel model)
    {
        if (model.Source.Logic is not BoxedFunction logic)
        {
            return;
        }

        var requirements = model.Source.Requirements.Select(href => Find(model, href)).OfType<DrgElement>().ToList();
        requirements.OfType<DecisionService>().ToList().ForEach(CompileElement);
        var scope = new Scope(Scope.BuiltIns, new FrameLayout());
        var inner = new Scope(scope, scope.Layout);
        foreach (var parameter in model.Value.Parameters)
        {
            inner.Declare(parameter.Name, parameter.Type);
        }

        Declare(model, requirements, scope);
        scope.Define(model.Source.VariableName, model.Value, model.Type);
        var body = logic.IsFeel
            ? binders[model.Namespace].Bind(logic.Body, inner, PlaceOf(model))
            : new BoundError(new Diagnostic(DiagnosticKind.ExternalFunction, SpanOf(model), model.Name), SpanOf(model));
        model.Function.SetBody(BoxBinder.Coerce(body, model.Function.Result), scope.Layout.Size);
    }

    private void CompileService(DecisionService service)
    {
        var parts = service.Source.Service!;
        service.ElementCount = elements.Count;
        service.Outputs = [.. parts.Outputs.Select(href => Find(service, href)).OfType<Decision>()];
        service.Inputs = [.. parts.InputData.Concat(parts.InputDecisions).Select(href => Find(service, href)).OfType<DrgElement>()];
        service.Type = new FunctionType([.. service.Inputs.Select(input => input.Type)], service.Function.Result);
    }

    /// <summary>The element that a reference names: <c>#id</c> in the same model, or <c>namespace#id</c>.</summary>
    private DrgElement? Find(DrgElement user, string href)
    {
        var hash = href.IndexOf('#', StringComparison.Ordinal);
        var modelNamespace = hash > 0 ? href[..hash] : user.Namespace;
        var id = href[(hash + 1)..];
        if (byId.TryGetValue((modelNamespace, id), out var element))
        {
            return element;
        }

        Report(DiagnosticKind.UnknownElement, user, href);
        return null;
    }

    private void Report(DiagnosticKind kind, DrgElement element, string word) =>
        diagnostics.Add(new Diagnostic(kind, SpanOf(element), word));

    private static string PlaceOf(DrgElement element) => $"'{element.Name}'";

    private static TextSpan SpanOf(DrgElement element) => new(new SourceText("", PlaceOf(element)), 0, 0);
}
