using System.Globalization;
using Funeng.Engines.Benefits;
using YamlDotNet.Core;

namespace Funeng.Modules.Policies;

/// <summary>Reads the <c>policy.yaml</c> of a folder. What is missing is said by name; nothing is filled in.</summary>
internal static class PolicyReader
{
    private static readonly string[] Confidences = ["text", "memory", "assumption"];

    /// <exception cref="FormatException">With what is wrong and where, in English.</exception>
    public static PolicyDocument Read(string folder, string text)
    {
        PolicyYaml yaml;
        try
        {
            yaml = PolicyForm.Reader().Deserialize<PolicyYaml>(text) ?? new PolicyYaml();
        }
        catch (YamlException fault)
        {
            throw new FormatException($"line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}");
        }

        var id = Needed(yaml.Id, "id");
        if (id != folder) throw new FormatException($"its folder is '{folder}', its id '{id}'");
        if (Twice(yaml.Benefits.Select(benefit => benefit.Id)) is { } twice) throw new FormatException($"the benefit '{twice}' is there twice");
        var level = Choice<PolicyLevel>(yaml.Level, "level");
        if (Twice(yaml.Ceilings.Select(ceiling => ceiling.Id)) is { } again) throw new FormatException($"the ceiling '{again}' is there twice");
        foreach (var benefit in yaml.Benefits.Where(benefit => yaml.Ceilings.Exists(ceiling => ceiling.Id == benefit.Ceiling))) benefit.Ceiling = $"{id}/{benefit.Ceiling}";
        return new PolicyDocument
        {
            Id = id,
            Title = Needed(yaml.Title, "title"),
            Number = yaml.Number ?? "",
            Issuer = Needed(yaml.Issuer, "issuer"),
            Office = Needed(yaml.Office, "office"),
            Contact = yaml.Contact ?? "",
            Link = Address(yaml.Link ?? ""),
            Level = level,
            Region = Region(yaml.Region ?? "", level),
            IssuedOn = Day(yaml.IssuedOn, "issuedOn"),
            EffectiveFrom = Day(yaml.EffectiveFrom, "effectiveFrom"),
            EffectiveTo = Day(yaml.EffectiveTo, "effectiveTo"),
            IsTrial = yaml.Trial,
            Topics = yaml.Topics,
            Summary = Needed(yaml.Summary, "summary"),
            Source = Needed(yaml.Source, "source"),
            Confidence = Confidence(yaml.Confidence, "the document"),
            Pattern = yaml.Pattern ?? "",
            Withdrawn = yaml.Withdrawn ?? "",
            Clauses = [.. yaml.Clauses.Select(clause => new PolicyClause(Needed(clause.Id, "clauses.id"), Needed(clause.Heading, "clauses.heading"), Needed(clause.Text, "clauses.text"), clause.Plain?.Trim() ?? ""))],
            Benefits = [.. yaml.Benefits.Select(benefit => Make(id, yaml.Confidence, yaml.Source, benefit))],
            Cases = [.. yaml.Cases.Select(one => Make(id, one))],
            Ceilings = [.. yaml.Ceilings.Select(ceiling => new PolicyCeiling(
                $"{id}/{Needed(ceiling.Id, "ceilings.id")}", 1, new Validity(Day(yaml.EffectiveFrom, "effectiveFrom"), Day(yaml.EffectiveTo, "effectiveTo")), Needed(ceiling.Title, "ceilings.title"),
                ceiling.Most > 0 ? ceiling.Most : throw new FormatException($"the ceiling '{ceiling.Id}' allows nothing"), Confidence(yaml.Confidence, "the document"), Needed(yaml.Source, "source"), []))],
        };
    }

    private static string Address(string link) => link.Length == 0 || LinkHealth.IsAddress(link) ? link : throw new FormatException($"link '{link}' is no address of http or https");

    private static Benefit Make(string policy, string? confidence, string? source, BenefitYaml yaml)
    {
        var id = $"{policy}/{Needed(yaml.Id, "benefits.id")}";
        return new Benefit
        {
            Id = id,
            Policy = policy,
            Title = Needed(yaml.Title, $"{id} title"),
            Clause = Needed(yaml.Clause, $"{id} clause"),
            Mode = Choice<RedemptionMode>(yaml.Mode, $"{id} mode"),
            Conditions = [.. yaml.Conditions.Select(condition => new BenefitCondition(
                Needed(condition.Label, $"{id} conditions.label"), Needed(condition.Rule, $"{id} conditions.rule"), condition.Clause ?? yaml.Clause!,
                Confidence(condition.Confidence ?? confidence, id)))],
            Amount = yaml.Amount?.Trim() ?? "",
            AmountText = yaml.AmountText ?? "",
            Cap = yaml.Cap,
            RoundTo = yaml.RoundTo,
            Period = yaml.Period ?? "",
            Deadline = Day(yaml.Deadline, $"{id} deadline"),
            Budget = yaml.Budget,
            Payer = yaml.Payer ?? "",
            Payee = yaml.Payee?.Trim() ?? "",
            Effort = yaml.Effort is >= 1 and <= 5 ? yaml.Effort : throw new FormatException($"{id}: 'effort' is 1 to 5, not {yaml.Effort}"),
            Materials = yaml.Materials?.ConvertAll(material => new PolicyMaterial(Needed(material.Name, $"{id} materials.name"), material.Held ?? "")),
            Asks = [.. yaml.Ask.Select(ask => new PolicyAsk(Needed(ask.Key, $"{id} ask.key"), Needed(ask.Label, $"{id} ask.label"), ask.Hint ?? ""))],
            Route = yaml.Route ?? "",
            Ceiling = yaml.Ceiling?.Trim() ?? "",
            Item = yaml.Item is { } item ? Make(id, item) : null,
            Figures = [.. yaml.Figures.Select(figure => new PolicyFigure(
                Needed(figure.Name, $"{id} figures.name"), figure.Value, figure.Unit ?? "", Confidence(figure.Confidence, $"{id} {figure.Name}"), figure.Source ?? Needed(source, "source")))],
            Relations = [.. Relations(id, RelationKind.Exclusive, yaml.Exclusive), .. Relations(id, RelationKind.HigherOnly, yaml.HigherOnly), .. Relations(id, RelationKind.Needs, yaml.Needs)],
        };
    }

    private static PolicyItem Make(string benefit, ItemYaml yaml)
    {
        (ItemBy By, string Of)[] given = [.. new[] { (ItemBy.Number, yaml.Number), (ItemBy.Value, yaml.Value), (ItemBy.Title, yaml.Title), (ItemBy.Year, yaml.Year ? "year" : null) }
            .Where(one => !string.IsNullOrWhiteSpace(one.Item2)).Select(one => (one.Item1, one.Item2!.Trim()))];
        if (given is not [var only]) throw new FormatException($"{benefit}: 'item' says exactly one of number, value, title and year");
        if (only.By != ItemBy.Number && (yaml.Facts.Count > 0 || yaml.Counts is not null)) throw new FormatException($"{benefit}: only items with a number have facts of their own");
        return new PolicyItem(only.By, Needed(yaml.Name, $"{benefit} item.name"))
        {
            Number = only.By == ItemBy.Number ? only.Of : "", Of = only.By is ItemBy.Value or ItemBy.Title ? only.Of : "", Facts = yaml.Facts, Counts = yaml.Counts?.Trim() ?? "", SharesCap = yaml.SharesCap,
        };
    }

    public static IReadOnlyList<PolicyCeiling> ReadCeilings(string text)
    {
        List<CeilingYaml> yaml;
        try
        {
            yaml = PolicyForm.Reader().Deserialize<List<CeilingYaml>>(text) ?? [];
        }
        catch (YamlException fault)
        {
            throw new FormatException($"line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}");
        }

        if (Twice(yaml.Select(ceiling => $"{ceiling.Id} version {ceiling.Version}")) is { } twice) throw new FormatException($"the ceiling {twice} is there twice");
        return [.. yaml.Select(Make)];
    }

    // A ceiling belongs to no policy that would say when it holds, so that it says it itself.
    private static PolicyCeiling Make(CeilingYaml yaml)
    {
        var id = Needed(yaml.Id, "id");
        return new PolicyCeiling(
            id, yaml.Version >= 1 ? yaml.Version : throw new FormatException($"{id}: 'version' counts from 1"),
            new Validity(Day(Needed(yaml.EffectiveFrom, $"{id} effectiveFrom"), $"{id} effectiveFrom"), Day(yaml.EffectiveTo, $"{id} effectiveTo")),
            Needed(yaml.Title, $"{id} title"), yaml.Most, Confidence(yaml.Confidence, id), Needed(yaml.Source, $"{id} source"), yaml.Benefits);
    }

    private static string? Twice(IEnumerable<string?> ids) => ids.OfType<string>().GroupBy(id => id.Trim()).FirstOrDefault(group => group.Count() > 1)?.Key;

    private static string Region(string region, PolicyLevel level) => (region.Length > 0) == (level != PolicyLevel.Nation)
        ? region
        : throw new FormatException(level == PolicyLevel.Nation ? $"'region' is '{region}', but a policy of the nation holds everywhere" : $"'region' is missing: a policy of the level {level} does not hold in the whole country");

    private static PolicyCase Make(string policy, CaseYaml yaml) => new(Needed(yaml.Case, "cases.case"), $"{policy}/{Needed(yaml.Benefit, "cases.benefit")}");

    private static IEnumerable<BenefitRelation> Relations(string from, RelationKind kind, List<RelationYaml> to) => to.Select(one => new BenefitRelation(from, kind, Needed(one.With, $"{from} with"))
    {
        During = new Validity(Day(one.EffectiveFrom, $"{from} effectiveFrom"), Day(one.EffectiveTo, $"{from} effectiveTo")),
    });

    private static string Needed(string? value, string name) => string.IsNullOrWhiteSpace(value) ? throw new FormatException($"'{name}' is missing") : value.Trim();

    private static string Confidence(string? value, string place) =>
        Confidences.Contains(value) ? value! : throw new FormatException($"{place}: 'confidence' is {string.Join(", ", Confidences)}, not '{value}'");

    private static T Choice<T>(string? value, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(value, ignoreCase: true, out var choice) && !int.TryParse(value, out _)
            ? choice
            : throw new FormatException($"'{name}' is one of {string.Join(", ", Enum.GetNames<T>())}, not '{value}'");

    private static DateOnly? Day(string? text, string name) =>
        string.IsNullOrEmpty(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new FormatException($"'{name}' is a day as 2026-03-31, not '{text}'");
}
