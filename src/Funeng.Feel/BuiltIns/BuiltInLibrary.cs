namespace Funeng.Feel.BuiltIns;

/// <summary>The built-in functions by name (DMN 1.5, 10.3.4).</summary>
internal static class BuiltInLibrary
{
    private static readonly Dictionary<string, BuiltIn> ByName = new(StringComparer.Ordinal);

    /// <summary>All functions.</summary>
    public static IReadOnlyCollection<BuiltIn> All => ByName.Values;

    /// <summary>The function of a name; null when there is none.</summary>
    public static BuiltIn? Find(string name) => ByName.GetValueOrDefault(name);
}
