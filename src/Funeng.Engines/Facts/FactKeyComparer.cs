using System.Diagnostics.CodeAnalysis;

namespace Funeng.Engines.Facts;

/// <summary>Definitions are the same fact when they have the same key, also when they come from two readings of a catalogue.</summary>
internal sealed class FactKeyComparer : IEqualityComparer<FactDefinition>
{
    public static FactKeyComparer Instance { get; } = new();

    public bool Equals(FactDefinition? x, FactDefinition? y) => ReferenceEquals(x, y) || string.Equals(x?.Key, y?.Key, StringComparison.Ordinal);

    public int GetHashCode([DisallowNull] FactDefinition obj) => obj.Key.GetHashCode(StringComparison.Ordinal);
}
