using System.Collections.Frozen;

namespace Funeng.Feel.BuiltIns;

/// <summary>The built-in functions by name (DMN 1.5, 10.3.4).</summary>
internal static class BuiltInLibrary
{
    private static readonly FrozenDictionary<string, BuiltIn> ByName = new BuiltIn[][]
    {
        ConversionFunctions.All,
        BooleanFunctions.All,
        StringFunctions.All,
        ListFunctions.All,
        AggregateFunctions.All,
        NumericFunctions.All,
        TemporalFunctions.All,
        ContextFunctions.All,
        RangeFunctions.All,
    }.SelectMany(functions => functions).ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>All functions.</summary>
    public static IReadOnlyCollection<BuiltIn> All => ByName.Values;

    /// <summary>The function of a name; null when there is none.</summary>
    public static BuiltIn? Find(string name) => ByName.GetValueOrDefault(name);
}
