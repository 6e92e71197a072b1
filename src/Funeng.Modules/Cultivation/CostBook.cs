using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Cultivation;

/// <summary>What it costs to change a fact and how the change is then filed, from <c>rules/costs.yaml</c>. Platform defaults; a reader of a path may change them.</summary>
public sealed class CostBook
{
    private readonly Dictionary<string, CostEntry> entries;
    private readonly FixedYaml kept;

    private CostBook(FileYaml yaml)
    {
        Confidence = yaml.Confidence ?? "";
        entries = yaml.Facts.ToDictionary(fact => fact.Key, fact => fact.Value.ToEntry(fact.Key));
        kept = yaml.Fixed ?? new FixedYaml();
    }

    /// <summary>What the figures rest on; shown wherever they are used.</summary>
    public string Confidence { get; }

    public static CostBook Load(string rulesFolder)
    {
        var file = Path.Combine(rulesFolder, "costs.yaml");
        return Read(File.Exists(file) ? File.ReadAllText(file) : "{}");
    }

    public static CostBook Read(string text) => new(
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(text) ?? new FileYaml());

    /// <summary>The entries for what a scheme depends on: filed facts and views' filed facts. Everything else stays as it is.</summary>
    /// <param name="scheme">The scheme to reach.</param>
    /// <param name="leaves">Filed facts the scheme depends on, formulas followed down.</param>
    public IReadOnlyList<CostEntry> For(Scheme scheme, IEnumerable<FactDefinition> leaves) =>
        [.. leaves.Select(EntryOf).OfType<CostEntry>().DistinctBy(entry => entry.Cost.Key).OrderBy(entry => entry.Cost.Key, StringComparer.Ordinal)];

    /// <summary>How a change of this fact is filed; empty when the book does not say.</summary>
    public string HowToFile(FactDefinition definition) => EntryOf(definition)?.How ?? "";

    /// <summary>Why a known fact cannot be changed.</summary>
    public string WhyFixed(FixedFact fact)
    {
        var definition = fact.Fact.Definition;
        var key = definition.Origin is FactOrigin.View view ? view.Of : definition.Key;
        if (kept.Facts.TryGetValue(key, out var reason)) return reason;
        return definition.Origin switch
        {
            FactOrigin.Review => kept.Review,
            FactOrigin.TitleHeld => kept.Title,
            FactOrigin.SchemeResult => kept.Scheme,
            _ when fact.IsClosed => $"{fact.Fact.Period} {kept.ClosedYear}",
            _ => kept.Other,
        };
    }

    private CostEntry? EntryOf(FactDefinition definition) => definition.Origin switch
    {
        FactOrigin.View view => entries.GetValueOrDefault(view.Of),
        _ => entries.GetValueOrDefault(definition.Key),
    };

    private sealed class FileYaml
    {
        public string? Confidence { get; set; }
        public string? Unit { get; set; }
        public FixedYaml? Fixed { get; set; }
        public Dictionary<string, EntryYaml> Facts { get; set; } = [];
    }

    private sealed class FixedYaml
    {
        public string ClosedYear { get; set; } = "";
        public string Review { get; set; } = "";
        public string Title { get; set; } = "";
        public string Scheme { get; set; } = "";
        public string Other { get; set; } = "";
        public Dictionary<string, string> Facts { get; set; } = [];
    }

    private sealed class EntryYaml
    {
        public decimal PerUnit { get; set; }
        public decimal Fixed { get; set; }
        public string? Direction { get; set; }
        public decimal? MaxShare { get; set; }
        public decimal? MaxChange { get; set; }
        public decimal? Step { get; set; }
        public string? How { get; set; }

        public CostEntry ToEntry(string key) => new(
            new FactCost(key, PerUnit, Fixed)
            {
                Direction = Direction switch { "down" => ChangeDirection.Down, "either" => ChangeDirection.Either, _ => ChangeDirection.Up },
                MaxShare = Number(MaxShare),
                MaxChange = Number(MaxChange),
                Step = Number(Step),
            },
            How ?? "");

        private static FeelNumber? Number(decimal? value) => value is { } number ? FeelNumber.FromDecimal(number) : null;
    }
}

/// <param name="How">What to file once the change is made.</param>
public sealed record CostEntry(FactCost Cost, string How);
