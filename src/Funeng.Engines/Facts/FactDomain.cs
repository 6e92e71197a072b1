using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>The values a fact may take, as far as bounds and choices can say it; a value inside may still fail a finer test of the domain.</summary>
/// <param name="Low">Least number; null for none.</param>
/// <param name="LowIncluded">Whether the least number itself may occur.</param>
/// <param name="High">Greatest number; null for none.</param>
/// <param name="HighIncluded">Whether the greatest number itself may occur.</param>
/// <param name="Texts">The texts that may occur; null for any.</param>
public sealed record FactDomain(FeelNumber? Low, bool LowIncluded, FeelNumber? High, bool HighIncluded, IReadOnlyList<string>? Texts)
{
    /// <summary>No bounds at all.</summary>
    public static FactDomain Unbounded { get; } = new(null, false, null, false, null);
}
