using Funeng.Modules.Foundation.Access;
using YamlDotNet.RepresentationModel;

namespace Funeng.Modules.Facts;

/// <summary>One source of filings; of two that speak of the same fact and period, the one with the lower rank is believed.</summary>
public sealed record FactSource(string Id, string Name, int Rank, string Note)
{
    /// <summary>Whose accounts may file under it by hand; empty for a source that only programs file under.</summary>
    public IReadOnlyList<Role> By { get; init; } = [];
}

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

    /// <summary>The sources somebody may name for what he files, the most trusted first: a precedence is worth nothing if anybody may claim the top.</summary>
    public IReadOnlyList<FactSource> OpenTo(Role role) => [.. All.Where(source => source.By.Contains(role))];

    public FactSource Get(string id) => byId.GetValueOrDefault(id) ?? new FactSource(id, id, int.MaxValue, "");

    public static FactSources ReadFile(string path) => Read(File.ReadAllText(path));

    /// <summary>Reads a list of <c>id, name, note</c>, best source first.</summary>
    public static FactSources Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var entries = stream.Documents is [{ RootNode: YamlSequenceNode list }] ? list.Children.OfType<YamlMappingNode>() : [];
        return new FactSources([.. entries.Select((entry, rank) => new FactSource(Field(entry, "id"), Field(entry, "name"), rank, Field(entry, "note")) { By = Roles(entry) })]);
    }

    private static IReadOnlyList<Role> Roles(YamlMappingNode entry) =>
        entry.Children.TryGetValue("by", out var node) && node is YamlSequenceNode roles
            ? [.. roles.Children.Select(role => Enum.Parse<Role>(((YamlScalarNode)role).Value!, ignoreCase: true))]
            : [];

    private static string Field(YamlMappingNode entry, string name) =>
        entry.Children.TryGetValue(name, out var node) && node is YamlScalarNode { Value: { } value } ? value : "";
}
