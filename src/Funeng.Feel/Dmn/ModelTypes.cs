using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>Builds the types of all models from their item definitions, which may refer to each other in any order.</summary>
internal sealed class ModelTypes
{
    private readonly IReadOnlyDictionary<string, DefinitionsSource> models;
    private readonly List<Diagnostic> diagnostics;
    private readonly Dictionary<(string Namespace, string Name), FeelType?> resolved = [];

    public ModelTypes(IReadOnlyDictionary<string, DefinitionsSource> models, List<Diagnostic> diagnostics)
    {
        this.models = models;
        this.diagnostics = diagnostics;
    }

    /// <summary>The types that a model may name: its own, and those of its imports under the import's name.</summary>
    public TypeTable TableOf(DefinitionsSource model)
    {
        var table = new TypeTable();
        AddTypes(table, model, "");
        foreach (var import in model.Imports)
        {
            if (models.TryGetValue(import.Namespace, out var imported))
            {
                AddTypes(table, imported, import.Name.Length == 0 ? "" : $"{import.Name}.");
            }
        }

        return table;
    }

    private void AddTypes(TypeTable table, DefinitionsSource model, string prefix)
    {
        foreach (var item in model.Types)
        {
            table.Add(prefix + item.Name, Resolve(model, item));
        }
    }

    private FeelType Resolve(DefinitionsSource model, ItemDefinitionSource item)
    {
        var key = (model.Namespace, NameText.Normalize(item.Name));
        if (resolved.TryGetValue(key, out var known))
        {
            // A type that contains itself is open at that place.
            return known ?? FeelType.Any;
        }

        resolved[key] = null;
        var type = Build(model, item);
        resolved[key] = type;
        return type;
    }

    private FeelType Build(DefinitionsSource model, ItemDefinitionSource item)
    {
        var single = Constrain(item, SingleType(model, item), item.AllowedValues);
        return Constrain(item, item.IsCollection ? FeelType.ListOf(single) : single, item.Constraint);
    }

    private FeelType SingleType(DefinitionsSource model, ItemDefinitionSource item)
    {
        if (item.Components.Count > 0)
        {
            return new ContextType(
                [.. item.Components.Select(component => new ContextTypeEntry(NameText.Normalize(component.Name), Build(model, component)))]);
        }

        if (item.Function is { } function)
        {
            return new FunctionType(
                [.. function.Parameters.Select(parameter => Find(model, parameter.TypeRef, item.Name))],
                Find(model, function.ResultTypeRef, item.Name));
        }

        return Find(model, item.TypeRef, item.Name);
    }

    private FeelType Find(DefinitionsSource model, string? typeRef, string user)
    {
        if (typeRef is null)
        {
            return FeelType.Any;
        }

        var name = NameText.Normalize(typeRef);
        if (FindItem(model, name) is var (owner, item))
        {
            return Resolve(owner, item);
        }

        if (TypeTable.BuiltIn.Find(name) is { } builtIn)
        {
            return builtIn;
        }

        diagnostics.Add(new Diagnostic(
            DiagnosticKind.UnknownType, new TextSpan(new SourceText("", $"itemDefinition '{user}'"), 0, 0),
            [typeRef, .. Suggestions.For(typeRef, model.Types.Select(type => type.Name))]));
        return FeelType.Any;
    }

    private (DefinitionsSource Owner, ItemDefinitionSource Item)? FindItem(DefinitionsSource model, string name)
    {
        if (model.Types.FirstOrDefault(type => NameText.Normalize(type.Name) == name) is { } own)
        {
            return (model, own);
        }

        foreach (var import in model.Imports)
        {
            var prefix = import.Name.Length == 0 ? "" : NameText.Normalize(import.Name) + ".";
            if (name.StartsWith(prefix, StringComparison.Ordinal) && models.TryGetValue(import.Namespace, out var imported)
                && imported.Types.FirstOrDefault(type => NameText.Normalize(type.Name) == name[prefix.Length..]) is { } item)
            {
                return (imported, item);
            }
        }

        return null;
    }

    private FeelType Constrain(ItemDefinitionSource item, FeelType type, SourceText? tests)
    {
        if (tests is null || tests.Text.AsSpan().Trim() is "" or "-")
        {
            return type;
        }

        var constrained = new ConstrainedType(item.Name, type);
        var scope = new Scope(Scope.BuiltIns, new FrameLayout());
        var tested = scope.Declare("?", type);
        constrained.Test = new ExpressionCompiler(TypeTable.BuiltIn, diagnostics).CompileTests(tests, tested, scope) as BoundUnaryTests;
        constrained.FrameSize = scope.Layout.Size;
        return constrained;
    }
}
