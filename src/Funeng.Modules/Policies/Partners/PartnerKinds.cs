using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Policies.Partners;

/// <summary>A kind of partner with what it gives a right to.</summary>
/// <param name="TermYears">How long a term lasts.</param>
public sealed record PartnerKind(string Id, string Name, int TermYears, IReadOnlyList<string> Rights);

/// <summary>The kinds of partners, their terms and rights (<c>policies/partners.yaml</c>), and the benefit whose list they are nominated from.</summary>
public sealed class PartnerKinds
{
    public PartnerKinds(PolicyBook book)
    {
        var path = Path.Combine(book.Rules.Folder, "policies", "partners.yaml");
        var yaml = File.Exists(path) ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(File.ReadAllText(path)) : new FileYaml();
        (Policy, Benefit, ReviewDays, Confidence) = (yaml.Policy, yaml.Benefit, yaml.ReviewDays, yaml.Confidence);
        All = [.. yaml.Kinds.Select(kind => kind is { Id.Length: > 0, Name.Length: > 0, TermYears: > 0, Rights.Count: > 0 }
            ? new PartnerKind(kind.Id, kind.Name, kind.TermYears, kind.Rights) : throw new InvalidDataException($"{path}: a kind has an id, a name, termYears and rights; '{kind.Id}' has not"))];
    }

    /// <summary>Id of the policy that made them; its office keeps the register.</summary>
    public string Policy { get; }

    /// <summary>Id of the benefit whose list they are nominated from.</summary>
    public string Benefit { get; }

    /// <summary>So many days before a term ends it is reviewed.</summary>
    public int ReviewDays { get; }

    /// <summary><c>text</c>, <c>memory</c> or <c>assumption</c>.</summary>
    public string Confidence { get; }

    public IReadOnlyList<PartnerKind> All { get; }

    public PartnerKind? Find(string id) => All.FirstOrDefault(kind => kind.Id == id);

    private sealed class FileYaml
    {
        public string Policy { get; set; } = "";
        public string Benefit { get; set; } = "";
        public int ReviewDays { get; set; } = 60;
        public string Confidence { get; set; } = "assumption";
        public List<KindYaml> Kinds { get; set; } = [];
    }

    private sealed class KindYaml
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public int TermYears { get; set; }
        public List<string> Rights { get; set; } = [];
    }
}
