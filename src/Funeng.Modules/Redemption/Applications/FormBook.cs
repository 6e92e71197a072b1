using Funeng.Modules.Foundation;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>What is asked of every applicant besides facts, and how long papers count, from <c>rules/redemption/forms.yaml</c>.</summary>
public sealed record FormBook(IReadOnlyList<AskedField> Asked, IReadOnlyList<MaterialKind> Materials)
{
    /// <summary>For how many years what went with a decided application is kept.</summary>
    public int KeptYears { get; init; } = 10;

    /// <summary>For how many days what went with a withdrawn one is kept.</summary>
    public int KeptDays { get; init; }

    public static FormBook Load(Installation installation) => Read(Path.Combine(installation.RulesFolder, "redemption", "forms.yaml"));

    /// <summary>Which kind of paper a material of a policy is; one that no kind claims is a kind of its own.</summary>
    public MaterialKind KindOf(string material) =>
        Materials.FirstOrDefault(kind => kind.Words.Any(word => material.Contains(word, StringComparison.Ordinal))) ?? new MaterialKind(material, material, [material], 0);

    internal static FormBook Read(string file)
    {
        if (!File.Exists(file)) return new FormBook([], []);
        using var reader = File.OpenText(file);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader) ?? new FileYaml();
        return new FormBook(
            [.. yaml.Ask.Select(ask => new AskedField(ask.Key, ask.Label, Kind(ask.Type, file), ask.Hint, ask.Remember, ask.Account))],
            [.. yaml.Materials.Select(kind => new MaterialKind(kind.Kind, kind.Name, kind.Match, kind.Months))])
        {
            KeptYears = yaml.Retention.DecidedYears is >= 1 and <= 100 and var years ? years : throw new InvalidDataException($"{file}: 'decidedYears' is 1 to 100, not {yaml.Retention.DecidedYears}"),
            KeptDays = yaml.Retention.WithdrawnDays is >= 0 and <= 3650 and var days ? days : throw new InvalidDataException($"{file}: 'withdrawnDays' is 0 to 3650, not {yaml.Retention.WithdrawnDays}"),
        };
    }

    private static AskedKind Kind(string text, string file) => Enum.TryParse<AskedKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? kind
        : throw new InvalidDataException($"{file}: '{text}' is none of {string.Join(", ", Enum.GetNames<AskedKind>())}");

    private sealed class FileYaml
    {
        public List<AskYaml> Ask { get; set; } = [];
        public List<MaterialYaml> Materials { get; set; } = [];
        public RetentionYaml Retention { get; set; } = new();
    }

    private sealed class RetentionYaml
    {
        public int DecidedYears { get; set; } = 10;
        public int WithdrawnDays { get; set; }
    }

    private sealed class AskYaml
    {
        public string Key { get; set; } = "";
        public string Label { get; set; } = "";
        public string Type { get; set; } = "text";
        public string Hint { get; set; } = "";
        public bool Remember { get; set; }
        public bool Account { get; set; }
    }

    private sealed class MaterialYaml
    {
        public string Kind { get; set; } = "";
        public string Name { get; set; } = "";
        public List<string> Match { get; set; } = [];
        public int Months { get; set; }
    }
}

public enum AskedKind
{
    Text,
    Phone,
    LongText,
}

/// <summary>A field no fact can fill.</summary>
/// <param name="Remember">What was handed in last time stands in the next application.</param>
/// <param name="IsAccountName">Begins with the name of whoever fills it in.</param>
public sealed record AskedField(string Key, string Label, AskedKind Kind, string Hint, bool Remember, bool IsAccountName = false);

/// <param name="Words">A material whose name contains one of them is of this kind.</param>
/// <param name="Months">How long a paper counts from the day it is kept; 0 without end.</param>
public sealed record MaterialKind(string Id, string Name, IReadOnlyList<string> Words, int Months);
