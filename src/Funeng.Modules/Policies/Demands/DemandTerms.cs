using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Policies.Demands;

/// <summary>Which office answers which demand (<c>policies/demands.yaml</c>). A slip in the file stops the start.</summary>
public sealed class DemandTerms
{
    private readonly Dictionary<DemandKind, string> offices;

    public DemandTerms(PolicyBook book)
    {
        var path = Path.Combine(book.Rules.Folder, "policies", "demands.yaml");
        var yaml = File.Exists(path) ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<TermsYaml>(File.ReadAllText(path)) ?? new() : new();
        offices = yaml.Offices.ToDictionary(pair => Enum.TryParse<DemandKind>(pair.Key, ignoreCase: true, out var kind) ? kind : throw new InvalidDataException($"{path}: '{pair.Key}' is no kind of demand"), pair => pair.Value);
    }

    /// <summary>As the register ends its name; empty where none is given.</summary>
    public string OfficeOf(DemandKind kind) => offices.GetValueOrDefault(kind, "");

    private sealed class TermsYaml
    {
        public Dictionary<string, string> Offices { get; set; } = [];
    }
}
