using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Cultivation;

/// <summary>Every library of every ladder, read once from rules/libraries.</summary>
public sealed class LibraryCatalogue
{
    private readonly Dictionary<string, LibraryDefinition> byId;

    private LibraryCatalogue(IReadOnlyList<LibraryDefinition> libraries)
    {
        Libraries = libraries;
        Ladders = [.. libraries.Select(library => library.Ladder).Distinct().OrderBy(ladder => ladder.Order)];
        byId = libraries.ToDictionary(library => library.Id);
    }

    public IReadOnlyList<Ladder> Ladders { get; }

    /// <summary>By ladder, then by rank.</summary>
    public IReadOnlyList<LibraryDefinition> Libraries { get; }

    public LibraryDefinition? Find(string id) => byId.GetValueOrDefault(id);

    public IEnumerable<LibraryDefinition> Of(Ladder ladder) => Libraries.Where(library => library.Ladder == ladder);

    /// <summary>The library one rung up, if there is one.</summary>
    public LibraryDefinition? Above(LibraryDefinition library) =>
        Of(library.Ladder).FirstOrDefault(other => other.Rank > library.Rank);

    public static LibraryCatalogue Load(string folder)
    {
        if (!Directory.Exists(folder))
            return new LibraryCatalogue([]);

        var files = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
        return Read(files.Select(file => (Path.GetFileName(file), File.ReadAllText(file))));
    }

    public static LibraryCatalogue Read(IEnumerable<(string Name, string Text)> files)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        var libraries = files
            .SelectMany(file => Definitions(reader.Deserialize<LadderYaml>(file.Text), file.Name))
            .OrderBy(library => library.Ladder.Order).ThenBy(library => library.Rank)
            .ToList();

        var twice = libraries.GroupBy(library => library.Id).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new LibraryCatalogue(libraries)
            : throw new InvalidDataException($"library '{twice.Key}' is defined {twice.Count()} times under rules/libraries");
    }

    private static IEnumerable<LibraryDefinition> Definitions(LadderYaml yaml, string file)
    {
        var ladder = new Ladder(
            Needed(yaml.Id, "id", file), Needed(yaml.Title, "title", file), yaml.Order, yaml.Owner ?? "", yaml.About ?? "", yaml.Source ?? "",
            yaml.Confidence is not null);
        return yaml.Libraries.Select(library => new LibraryDefinition(
            Needed(library.Id, "libraries.id", file),
            Needed(library.Title, "libraries.title", file),
            Needed(library.ShortName, "libraries.shortName", file),
            ladder, library.Rank, library.Schemes, library.Tier, library.Reading,
            new ReviewDay(library.Review.Month, library.Review.Day, library.Review.Basis ?? ""),
            library.WarningDays, library.OutsideOpinions, library.Closeness) { IsForSmes = library.ForSmes });
    }

    private static string Needed(string? value, string name, string file) =>
        string.IsNullOrWhiteSpace(value) ? throw new InvalidDataException($"{file}: '{name}' is missing") : value;

    private sealed class LadderYaml
    {
        public string? Id { get; set; }
        public string? Title { get; set; }
        public int Order { get; set; }
        public string? Owner { get; set; }
        public string? About { get; set; }
        public string? Source { get; set; }
        public string? Confidence { get; set; }
        public List<LibraryYaml> Libraries { get; set; } = [];
    }

    private sealed class LibraryYaml
    {
        public string? Id { get; set; }
        public string? Title { get; set; }
        public string? ShortName { get; set; }
        public int Rank { get; set; }
        public List<string> Schemes { get; set; } = [];
        public string? Tier { get; set; }
        public bool Reading { get; set; }
        public ReviewYaml Review { get; set; } = new();
        public int WarningDays { get; set; } = 60;
        public int OutsideOpinions { get; set; } = 1;
        public int Closeness { get; set; } = 2;
        public bool ForSmes { get; set; }
    }

    private sealed class ReviewYaml
    {
        public int Month { get; set; } = 6;
        public int Day { get; set; } = 30;
        public string? Basis { get; set; }
    }
}
