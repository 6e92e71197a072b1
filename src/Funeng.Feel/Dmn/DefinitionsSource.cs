using Funeng.Feel.Syntax;

namespace Funeng.Feel.Dmn;

/// <summary>One DMN file as it stands: what it imports, its types and its elements, with references still as text.</summary>
internal sealed record DefinitionsSource(
    string Id, string Name, string? Label, string Namespace, IReadOnlyList<ImportSource> Imports,
    IReadOnlyList<ItemDefinitionSource> Types, IReadOnlyList<ElementSource> Elements, IReadOnlyList<DmnExtension> Extensions);

/// <param name="Name">Empty: the members are in the default scope (since DMN 1.5).</param>
internal sealed record ImportSource(string Name, string Namespace);

internal sealed record ItemDefinitionSource(
    string Name, string? TypeRef, bool IsCollection, IReadOnlyList<ItemDefinitionSource> Components, SourceText? AllowedValues,
    SourceText? Constraint, FunctionItemSource? Function);

internal sealed record FunctionItemSource(IReadOnlyList<FormalParameter> Parameters, string? ResultTypeRef);

internal enum ElementKind
{
    InputData,
    Decision,
    BusinessKnowledgeModel,
    DecisionService,
}

/// <param name="VariableName">The name under which others use the element; the element's own name where the file gives none.</param>
/// <param name="Requirements">What a decision or business knowledge model requires.</param>
/// <param name="Service">The parts of a decision service.</param>
internal sealed record ElementSource(
    ElementKind Kind, string Id, string Name, string? Label, string? Description, string VariableName, string? TypeRef,
    IReadOnlyList<string> Requirements, BoxedExpression? Logic, ServiceSource? Service, IReadOnlyList<DmnExtension> Extensions);

internal sealed record ServiceSource(
    IReadOnlyList<string> Outputs, IReadOnlyList<string> Encapsulated, IReadOnlyList<string> InputDecisions, IReadOnlyList<string> InputData);
