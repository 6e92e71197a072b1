using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>The types that a text may name: FEEL's own and those of a model.</summary>
internal sealed class TypeTable
{
    private static readonly string[] SimpleNames =
    [
        "Any", "Null", "number", "string", "boolean", "date", "time", "date and time", "dateTime", "days and time duration",
        "dayTimeDuration", "years and months duration", "yearMonthDuration",
    ];

    private readonly Dictionary<string, FeelType> types = new(StringComparer.Ordinal);

    public TypeTable()
    {
        foreach (var name in SimpleNames)
        {
            Names.Declare(name, FeelType.Any);
        }
    }

    /// <summary>FEEL's own types only.</summary>
    public static TypeTable BuiltIn { get; } = new();

    /// <summary>The names for the parser.</summary>
    public NameScope Names { get; } = new(null);

    public void Add(string name, FeelType type) => types[Names.Declare(name, type)] = type;

    /// <summary>The type of a name as it stands in a model's <c>typeRef</c>; null when there is none.</summary>
    public FeelType? Find(string name) =>
        types.GetValueOrDefault(NameText.Normalize(name)) ?? FeelType.FindByName(name) ?? FindGeneral(name);

    /// <summary>The type of a written type; null when a part of it is not known.</summary>
    public FeelType? Resolve(TypeSyntax syntax) => syntax switch
    {
        NamedTypeSyntax named => types.GetValueOrDefault(named.Name) ?? FeelType.FindByName(named.Name),
        ListTypeSyntax list => Resolve(list.Element) is { } element ? FeelType.ListOf(element) : null,
        RangeTypeSyntax range => Resolve(range.Element) is { } endpoint ? FeelType.RangeOf(endpoint) : null,
        ContextTypeSyntax context => ResolveContext(context),
        FunctionTypeSyntax function => ResolveFunction(function),
        _ => null,
    };

    public IEnumerable<string> AllNames() => types.Keys.Concat(SimpleNames);

    // In a typeRef, though not after "instance of", these stand without their parts.
    private static FeelType? FindGeneral(string name) => name switch
    {
        "list" => FeelType.AnyList,
        "context" => FeelType.AnyContext,
        "range" => FeelType.AnyRange,
        _ => null,
    };

    private ContextType? ResolveContext(ContextTypeSyntax context)
    {
        var entries = context.Entries.Select(entry => (entry.Name, Type: Resolve(entry.Type))).ToList();
        return entries.Exists(entry => entry.Type is null)
            ? null
            : new ContextType([.. entries.Select(entry => new ContextTypeEntry(entry.Name, entry.Type!))]);
    }

    private FunctionType? ResolveFunction(FunctionTypeSyntax function)
    {
        var parameters = function.Parameters.Select(Resolve).ToList();
        return Resolve(function.Result) is { } result && !parameters.Contains(null)
            ? new FunctionType([.. parameters.Select(type => type!)], result)
            : null;
    }
}
