using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;

namespace Funeng.Feel.Dmn;

/// <summary>The elements of the models of one load, found by the references of other elements.</summary>
internal sealed class ModelElements
{
    private readonly List<Diagnostic> diagnostics;
    private readonly Dictionary<string, DefinitionsSource> models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Id), DrgElement> byId = [];
    private readonly List<DrgElement> elements = [];

    /// <param name="sources">The models; of two with one namespace the first counts.</param>
    /// <param name="diagnostics">Where problems go.</param>
    public ModelElements(IEnumerable<DefinitionsSource> sources, List<Diagnostic> diagnostics)
    {
        this.diagnostics = diagnostics;
        foreach (var source in sources)
        {
            if (models.TryAdd(source.Namespace, source)) Add(source);
        }
    }

    /// <summary>The models by namespace.</summary>
    public IReadOnlyDictionary<string, DefinitionsSource> Models => models;

    /// <summary>All elements of all models.</summary>
    public IReadOnlyList<DrgElement> All => elements;

    /// <summary>Reports imports of models that are not there.</summary>
    public void CheckImports(DefinitionsSource model)
    {
        foreach (var import in model.Imports.Where(import => !models.ContainsKey(import.Namespace)))
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticKind.UnknownElement, new TextSpan(new SourceText("", $"import '{import.Name}'"), 0, 0), import.Namespace));
        }
    }

    /// <summary>The name of the import through which one model sees an element of another, with a dot; empty in one model.</summary>
    public string PrefixOf(DrgElement user, DrgElement requirement)
    {
        var import = models[user.Namespace].Imports.FirstOrDefault(import => import.Namespace == requirement.Namespace);
        return user.Namespace == requirement.Namespace || string.IsNullOrEmpty(import?.Name) ? "" : import.Name + ".";
    }

    /// <summary>The element that a reference names: <c>#id</c> in the same model, or <c>namespace#id</c>. Reports one that is not there.</summary>
    public DrgElement? Find(DrgElement user, string href)
    {
        var hash = href.IndexOf('#', StringComparison.Ordinal);
        var modelNamespace = hash > 0 ? href[..hash] : user.Namespace;
        if (byId.TryGetValue((modelNamespace, href[(hash + 1)..]), out var element)) return element;
        Report(DiagnosticKind.UnknownElement, user, href);
        return null;
    }

    /// <summary>How messages name an element.</summary>
    public static string PlaceOf(DrgElement element) => $"'{element.Name}'";

    /// <summary>The place of an element that has no text of its own.</summary>
    public static TextSpan SpanOf(DrgElement element) => new(new SourceText("", PlaceOf(element)), 0, 0);

    private void Add(DefinitionsSource model)
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

    private void Report(DiagnosticKind kind, DrgElement element, string word) =>
        diagnostics.Add(new Diagnostic(kind, SpanOf(element), word));
}
