using YamlDotNet.RepresentationModel;

namespace Funeng.Modules.Facts;

/// <summary>One source of filings; of two that speak of the same fact and period, the one with the lower rank is believed.</summary>
public sealed record FactSource(string Id, string Name, int Rank, string Note);

/// <summary>
/// The sources in order of precedence, from <c>rules/sources.yaml</c>. A source the file does not know ranks last and keeps its id as its name.
/// </summary>
public sealed class FactSources
{
    /// <summary>Id of data made by the generator; marked as such on every page.</summary>
    public const string Synthetic = "synthetic";

    private readonly Dictionary<string, FactSource> byId;

    public FactSources(IReadOnlyList<FactSource> sources)
    {
        All = sources;
        byId = sources.ToDictionary(source => source.Id);
    }

    public IReadOnlyList<FactSource> All { get; }

    public FactSource Get(string id) => byId.GetValueOrDefault(id) ?? new FactSource(id, id, int.MaxValue, "");

    public static FactSources ReadFile(string path) => Read(File.ReadAllText(path));

    /// <summary>Reads a list of <c>id, name, note</c>, best source first.</summary>
    public static FactSources Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var entries = stream.Documents is [{ RootNode: YamlSequenceNode list }] ? list.Children.OfType<YamlMappingNode>() : [];
        return new FactSources([.. entries.Select((entry, rank) => new FactSource(Field(entry, "id"), Field(entry, "name"), rank, Field(entry, "note")))]);
    }

    private static string Field(YamlMappingNode entry, string name) =>
        entry.Children.TryGetValue(name, out var node) && node is YamlScalarNode { Value: { } value } ? value : "";
}
