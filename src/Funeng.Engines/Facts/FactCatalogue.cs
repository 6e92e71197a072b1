namespace Funeng.Engines.Facts;

/// <summary>Every fact that rules may name, with its formulas and domains read once. Immutable and thread-safe.</summary>
public sealed class FactCatalogue
{
    private readonly Dictionary<string, FactDefinition> byKey = [];
    private readonly Dictionary<string, FactDefinition> byName = [];
    private readonly Dictionary<string, FactDefinition> byLabel = [];
    private readonly List<CatalogueProblem> problems = [];

    /// <summary>Reads the definitions; a faulty entry is reported in <see cref="Problems"/> and its value is always missing.</summary>
    /// <param name="definitions">The entries in order; their numbers are assigned here.</param>
    /// <param name="sha256">Signature of the text they were read from; null when there is none.</param>
    public FactCatalogue(IEnumerable<FactDefinition> definitions, string? sha256 = null)
    {
        Sha256 = sha256;
        All = [.. definitions.Select((definition, index) => definition with { Number = index })];
        foreach (var definition in All) Register(definition);
    }

    /// <summary>All definitions in the order of the file; the number of each is its position.</summary>
    public IReadOnlyList<FactDefinition> All { get; }

    /// <summary>Signature of the text the catalogue was read from; null when there is none.</summary>
    public string? Sha256 { get; }

    /// <summary>What is wrong with the catalogue; empty for a sound one.</summary>
    public IReadOnlyList<CatalogueProblem> Problems => problems;

    /// <summary>The definition of a number.</summary>
    /// <param name="number">Position in the catalogue.</param>
    public FactDefinition this[int number] => All[number];

    /// <summary>Finds a definition by its English key.</summary>
    /// <param name="key">Key, case-sensitive.</param>
    /// <returns>The definition, or null.</returns>
    public FactDefinition? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>Finds a definition by its name in rules.</summary>
    /// <param name="name">Chinese FEEL name.</param>
    /// <returns>The definition, or null.</returns>
    public FactDefinition? FindByName(string name) => byName.GetValueOrDefault(name);

    /// <summary>Finds a definition by the text of sheets and pages.</summary>
    /// <param name="label">Chinese label, exactly.</param>
    /// <returns>The definition, or null.</returns>
    public FactDefinition? FindByLabel(string label) => byLabel.GetValueOrDefault(label);

    /// <summary>The definition of a key that must exist.</summary>
    /// <param name="key">Key, case-sensitive.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The catalogue lacks the key.</exception>
    public FactDefinition Get(string key) => Find(key) ?? throw new ArgumentException($"'{key}' is not in the fact catalogue.", nameof(key));

    /// <summary>A catalogue with more entries at its end, such as the review items of schemes.</summary>
    /// <param name="definitions">Entries whose keys the catalogue lacks; others are left as they are.</param>
    /// <returns>The larger catalogue with the same signature.</returns>
    public FactCatalogue With(IEnumerable<FactDefinition> definitions) =>
        new([.. All, .. definitions.Where(definition => Find(definition.Key) is null)], Sha256);

    private void Register(FactDefinition definition)
    {
        Register(byKey, definition.Key, definition, "key");
        Register(byName, definition.Name, definition, "name");
        Register(byLabel, definition.Label, definition, "label");
    }

    private void Register(Dictionary<string, FactDefinition> index, string text, FactDefinition definition, string what)
    {
        if (index.TryAdd(text, definition)) return;
        var message = $"The {what} '{text}' of '{definition.Key}' is already used by '{index[text].Key}'.";
        problems.Add(new CatalogueProblem(definition.Key, CatalogueProblemKind.Duplicate, message));
    }
}
