using Funeng.Feel.Values;

namespace Funeng.Feel.Syntax;

/// <summary>What types say about names: the members of contexts and the elements of lists.</summary>
internal static class TypeHints
{
    public static bool IsList(this FeelType type) => type is ListType;

    /// <summary>The type of the elements of a list or range; any other type itself.</summary>
    public static FeelType ElementOrSelf(this FeelType type) => type switch
    {
        ListType list => list.Element,
        RangeType range => range.Endpoint,
        _ => type,
    };

    public static FeelType ResultOrAny(this FeelType type) => type is FunctionType function ? function.Result : FeelType.Any;

    public static IReadOnlyList<ContextTypeEntry> MembersOrNone(this FeelType type) => type is ContextType context ? context.Entries : [];

    public static FeelType ContextOf(IEnumerable<(string Name, FeelType Type)> entries) => new ContextType(
        [.. entries.DistinctBy(entry => entry.Name).Select(entry => new ContextTypeEntry(entry.Name, entry.Type))]);
}
