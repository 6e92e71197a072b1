using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Policies.Care;

/// <summary>After how long the library asks again (<c>policies/care.yaml</c>). A slip in the file stops the start.</summary>
public sealed class CareTerms
{
    private const int MostYears = 20;

    public CareTerms(PolicyBook book)
    {
        var path = Path.Combine(book.Rules.Folder, "policies", "care.yaml");
        var yaml = File.Exists(path) ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<TermsYaml>(File.ReadAllText(path)) ?? new() : new();
        TrialYears = yaml.TrialYears is >= 1 and <= MostYears ? yaml.TrialYears : throw new InvalidDataException($"{path}: 'trialYears' is 1 to {MostYears}, not {yaml.TrialYears}");
    }

    /// <summary>How many years a text on trial usually holds.</summary>
    public int TrialYears { get; }

    private sealed class TermsYaml
    {
        public int TrialYears { get; set; } = 2;
    }
}
