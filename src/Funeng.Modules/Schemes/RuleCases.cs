using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Funeng.Modules.Schemes;

/// <summary>
/// A <c>cases.yaml</c>: situations written from the clauses under <c>cases</c>, and those made for every threshold under <c>generated</c>.
/// </summary>
public sealed record RuleCases(IReadOnlyList<RuleCase> Written, IReadOnlyList<RuleCase> Generated)
{
    public static RuleCases None { get; } = new([], []);

    public IEnumerable<RuleCase> All => Written.Concat(Generated);

    /// <exception cref="FormatException">The text is not a file of cases; the message says where.</exception>
    public static RuleCases Parse(string text, FactCatalogue catalogue)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new FormatException($"line {error.Start.Line}: {error.Message}", error);
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }]) return None;
        return new RuleCases(Read(root, "cases", catalogue), Read(root, "generated", catalogue));
    }

    private static List<RuleCase> Read(YamlMappingNode root, string part, FactCatalogue catalogue) =>
        root.Children.TryGetValue(part, out var node) && node is YamlSequenceNode cases
            ? [.. cases.OfType<YamlMappingNode>().Select(entry => ReadCase(entry, catalogue))]
            : [];

    private static RuleCase ReadCase(YamlMappingNode entry, FactCatalogue catalogue)
    {
        var name = Text(entry, "case") ?? throw Faulty(entry, "a case needs a name under 'case'");
        if (!DateOnly.TryParseExact(Text(entry, "on"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
            throw Faulty(entry, $"'{name}' needs an application date under 'on', as 2026-06-30");
        return new RuleCase(name, on, Facts(entry, catalogue), Expectations(entry))
        {
            Titles = entry.Children.TryGetValue("titles", out var titles) && titles is YamlSequenceNode held
                ? [.. held.Select(title => title.ToString())]
                : null,
            IsReexamination = Text(entry, "mode") == "reexam",
        };
    }

    private static List<CaseFact> Facts(YamlMappingNode entry, FactCatalogue catalogue) =>
        entry.Children.TryGetValue("facts", out var node) && node is YamlMappingNode facts
            ? [.. facts.Children.Select(pair => ReadFact(pair.Key, pair.Value, catalogue))]
            : [];

    private static CaseFact ReadFact(YamlNode key, YamlNode value, FactCatalogue catalogue)
    {
        var definition = catalogue.FindByName(key.ToString()) ?? throw Faulty(key, $"'{key}' is not a name of the fact catalogue");
        return new CaseFact(definition, ReadValue(value.ToString(), definition) ?? throw Faulty(value, $"'{value}' is not a value of {definition.Name}"));
    }

    private static FeelValue? ReadValue(string text, FactDefinition definition) => definition.Type switch
    {
        FactType.Boolean => text switch { "true" => FeelValue.True, "false" => FeelValue.False, _ => (FeelValue?)null },
        FactType.Number or FactType.Integer => FeelNumber.TryParse(text, out var number) ? FeelValue.From(number) : default(FeelValue?),
        FactType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? FeelValue.From(day) : default(FeelValue?),
        _ => FeelValue.From(text),
    };

    private static List<CaseExpectation> Expectations(YamlMappingNode entry) =>
        entry.Children.TryGetValue("expect", out var node) && node is YamlMappingNode expected
            ? [.. expected.Children.Select(pair => new CaseExpectation(pair.Key.ToString(), TextOf(pair.Value)))]
            : throw Faulty(entry, "a case needs 'expect'");

    private static string TextOf(YamlNode node) => node is YamlSequenceNode range ? $"[{string.Join(", ", range)}]" : node.ToString();

    private static string? Text(YamlMappingNode entry, string field) =>
        entry.Children.TryGetValue(field, out var node) && node is YamlScalarNode scalar ? scalar.Value : null;

    private static FormatException Faulty(YamlNode node, string message) => new($"line {node.Start.Line}: {message}");
}

/// <summary>Facts on an application date and what the scheme must say about them.</summary>
public sealed record RuleCase(string Name, DateOnly On, IReadOnlyList<CaseFact> Facts, IReadOnlyList<CaseExpectation> Expected)
{
    /// <summary>Ids of the schemes whose titles are held on the date; null when nothing is known about titles.</summary>
    public IReadOnlyList<string>? Titles { get; init; }

    public bool IsReexamination { get; init; }

    public SubjectFacts ToSubject(FactCatalogue catalogue)
    {
        var builder = new SubjectFacts.Builder(catalogue).TitlesAreKnown(Titles is not null);
        foreach (var fact in Facts) builder.Assume(fact.Definition, fact.Value, On);
        foreach (var title in Titles ?? []) builder.Add(new TitleGrant(title, "", On, On, FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        return builder.Build();
    }
}

public sealed record CaseFact(FactDefinition Definition, FeelValue Value);

/// <summary>A criterion, by its id, and its outcome, score, score range or class as text.</summary>
public sealed record CaseExpectation(string Criterion, string Text);
