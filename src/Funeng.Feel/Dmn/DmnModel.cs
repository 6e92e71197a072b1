using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;

namespace Funeng.Feel.Dmn;

/// <summary>
/// A DMN model with the models that it imports, read and compiled once. Immutable and safe for any number of threads. What is wrong with
/// a model is in <see cref="Diagnostics"/>; the parts that are right work all the same.
/// </summary>
public sealed class DmnModel
{
    private readonly DefinitionsSource main;
    private readonly Dictionary<string, DrgElement> byName;

    private DmnModel(DefinitionsSource main, IReadOnlyList<DrgElement> elements, IReadOnlyList<Diagnostic> diagnostics)
    {
        this.main = main;
        AllElements = elements;
        Diagnostics = diagnostics;
        Elements = [.. elements.Where(element => element.Namespace == main.Namespace)];
        byName = Elements.DistinctBy(element => NameText.Normalize(element.Name))
            .ToDictionary(element => NameText.Normalize(element.Name), StringComparer.Ordinal);
    }

    /// <summary>The id of the definitions.</summary>
    public string Id => main.Id;

    /// <summary>The name of the definitions.</summary>
    public string Name => main.Name;

    /// <summary>The label of the definitions; null when the file gives none.</summary>
    public string? Label => main.Label;

    /// <summary>The namespace of the model.</summary>
    public string Namespace => main.Namespace;

    /// <summary>The extension elements of the definitions.</summary>
    internal IReadOnlyList<DmnExtension> Extensions => main.Extensions;

    /// <summary>The elements of the model itself, in the order of the file.</summary>
    public IReadOnlyList<DrgElement> Elements { get; }

    /// <summary>The elements of the model and of all models loaded with it.</summary>
    public IReadOnlyList<DrgElement> AllElements { get; }

    /// <summary>What is wrong with the files, their types, references, expressions and cells.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>There is no diagnostic besides warnings.</summary>
    public bool IsValid => Diagnostics.All(diagnostic => diagnostic.IsWarning);

    /// <summary>Reads a model and those it imports. A file that is no DMN model leaves a diagnostic and is passed over.</summary>
    /// <param name="files">The XML of the files; the first is the model itself, the others are there to be imported.</param>
    public static DmnModel Load(params IEnumerable<string> files)
    {
        var diagnostics = new List<Diagnostic>();
        var sources = files.Select(file => DmnReader.Read(file, diagnostics)).OfType<DefinitionsSource>().ToList();
        if (sources.Count == 0)
        {
            sources.Add(new DefinitionsSource("", "", null, "", [], [], [], []));
        }

        return new DmnModel(sources[0], new ModelCompiler(sources, diagnostics).Compile(), diagnostics);
    }

    /// <summary>The element of a name in the model itself; null when there is none.</summary>
    /// <param name="name">The name; white space in it does not matter.</param>
    public DrgElement? Find(string name) => byName.GetValueOrDefault(NameText.Normalize(name));

    /// <summary>The element of a name in one of the models; null when there is none.</summary>
    /// <param name="modelNamespace">The namespace of the model.</param>
    /// <param name="name">The name.</param>
    public DrgElement? Find(string modelNamespace, string name) => AllElements.FirstOrDefault(
        element => element.Namespace == modelNamespace && NameText.Normalize(element.Name) == NameText.Normalize(name));

    /// <summary>The door to a decision, business knowledge model or decision service of the model.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The model has no such element.</exception>
    public DmnDecision Decision(string name) => Find(name) is { } element
        ? new DmnDecision(this, element)
        : throw new ArgumentException($"The model '{Name}' has no element '{name}'.", nameof(name));
}
