using Funeng.Engines.Facts;
using YamlDotNet.Serialization;

namespace Funeng.Modules.Policies.Effect;

/// <summary>The figures effects are measured by (<c>policies/outcomes.yaml</c>): money of one year of which more is better, and never below zero, for of a loss no share can be taken.</summary>
public sealed class EffectOutcomes
{
    public EffectOutcomes(PolicyBook book)
    {
        var path = Path.Combine(book.Rules.Folder, "policies", "outcomes.yaml");
        var keys = File.Exists(path) ? new DeserializerBuilder().Build().Deserialize<List<string>>(File.ReadAllText(path)) ?? [] : [];
        All = [.. keys.Prepend("revenue").Distinct().Select(key => book.Rules.Catalogue.Find(key) is { IsPerYear: true, IsMoney: true } fact ? fact : throw new InvalidDataException($"{path}: '{key}' is no yearly sum of the catalogue"))];
    }

    /// <summary>The revenue first.</summary>
    public IReadOnlyList<FactDefinition> All { get; }
}
