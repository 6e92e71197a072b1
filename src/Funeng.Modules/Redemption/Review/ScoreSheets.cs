using Funeng.Modules.Foundation;
using Funeng.Modules.Policies;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Redemption.Review;

/// <summary>One line of a score sheet.</summary>
public sealed record ScoreItem(string Id, string Label, decimal Max, string Hint);

/// <summary>A score sheet in one version.</summary>
public sealed record ScoreSheet(string Id, int Version, string Name, IReadOnlyList<ScoreItem> Items)
{
    public decimal Max => Items.Sum(item => item.Max);

    /// <summary>Id and version; what a round names.</summary>
    public string Key => $"{Id}@{Version}";

    /// <summary>As pages say it: 技改项目评分表 第 2 版.</summary>
    public string Said => $"{Name} 第 {Version} 版";
}

/// <summary>The score sheets of <c>rules/redemption/scoresheets.yaml</c>. A round keeps a copy of the one it began with.</summary>
public sealed class ScoreSheets
{
    private readonly IReadOnlyList<(ScoreSheet Sheet, IReadOnlyList<RedemptionMode> Modes)> all;

    private ScoreSheets(IReadOnlyList<(ScoreSheet, IReadOnlyList<RedemptionMode>)> all) => this.all = all;

    /// <summary>The latest sheet for a benefit; null when its way of redemption has none.</summary>
    public ScoreSheet? Of(Benefit benefit) => all.Where(one => one.Modes.Contains(benefit.Mode)).Select(one => one.Sheet).MaxBy(sheet => sheet.Version);

    /// <summary>The sheet a round names, as pages say it; one that is no longer there by its version alone.</summary>
    public string Said(string key) =>
        all.Select(one => one.Sheet).FirstOrDefault(sheet => sheet.Key == key)?.Said ?? $"评分表第 {key[(key.LastIndexOf('@') + 1)..]} 版";

    public static ScoreSheets Load(Installation installation) => Read(Path.Combine(installation.RulesFolder, "redemption", "scoresheets.yaml"));

    internal static ScoreSheets Read(string file)
    {
        if (!File.Exists(file)) return new ScoreSheets([]);
        using var reader = File.OpenText(file);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader) ?? new FileYaml();
        return new ScoreSheets([.. yaml.Sheets.Select(sheet => (sheet.Read(file), (IReadOnlyList<RedemptionMode>)[.. sheet.Modes.Select(mode => Enum.Parse<RedemptionMode>(mode, ignoreCase: true))]))]);
    }

    private sealed class FileYaml
    {
        public List<SheetYaml> Sheets { get; set; } = [];
    }

    private sealed class SheetYaml
    {
        public string Id { get; set; } = "";
        public int Version { get; set; }
        public string Name { get; set; } = "";
        public List<string> Modes { get; set; } = [];
        public List<ItemYaml> Items { get; set; } = [];

        public ScoreSheet Read(string file) => Items.Count > 0 && Items.TrueForAll(item => item.Max > 0)
            ? new ScoreSheet(Id, Version, Name, [.. Items.Select(item => new ScoreItem(item.Id, item.Label, item.Max, item.Hint))])
            : throw new InvalidDataException($"{file}: sheet {Id} needs items, each with points above zero");
    }

    private sealed class ItemYaml
    {
        public string Id { get; set; } = "";
        public string Label { get; set; } = "";
        public decimal Max { get; set; }
        public string Hint { get; set; } = "";
    }
}
