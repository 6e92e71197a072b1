using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Funeng.Engines.Facts;

namespace Funeng.Host.Verdicts;

/// <summary>
/// Writes a policy of the neutral workload as a decision model in the criteria profile: its comparisons as one FEEL condition, each indicator
/// as a decision table. So policies go through the same reader as rule packs.
/// </summary>
internal sealed class PolicyModel(FactCatalogue facts)
{
    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private static readonly XNamespace Criteria = "urn:funeng:criteria:1";
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private readonly SortedSet<string> used = new(StringComparer.Ordinal);
    private readonly List<XElement> scores = [];
    private readonly List<string> scoreNames = [];

    /// <summary>The XML of one policy; make a new model for each.</summary>
    public string Write(string id, JsonElement expression)
    {
        var condition = Condition(expression);
        return new XElement(Dmn + "definitions",
            new XAttribute("id", id), new XAttribute("name", id), new XAttribute("namespace", "urn:funeng:workload:" + id),
            new XElement(Dmn + "extensionElements",
                new XElement(Criteria + "scheme", new XAttribute("version", "1"), new XAttribute("kind", "policy"), new XAttribute("title", id))),
            used.Select(Input),
            scores,
            Decision("结论", "boolean", "conclusion", used.Select(Required).Concat(scoreNames.Select(RequiredDecision)), Literal(condition))).ToString();
    }

    private string Condition(JsonElement expression)
    {
        if (expression.TryGetProperty("and", out var all)) return Join(all, " and ");
        if (expression.TryGetProperty("or", out var some)) return Join(some, " or ");
        return expression.TryGetProperty("score", out var score) ? Score(score) : Comparison(expression);
    }

    private string Join(JsonElement items, string word) => "(" + string.Join(word, items.EnumerateArray().Select(Condition)) + ")";

    private string Comparison(JsonElement comparison)
    {
        var fact = Fact(comparison);
        var value = comparison.GetProperty("value");
        return comparison.GetProperty("op").GetString() switch
        {
            "in" => $"{fact.Name} in ({List(fact, value)})",
            "not_in" => $"not({fact.Name} in ({List(fact, value)}))",
            "between" => $"{fact.Name} between {Value(fact, value[0])} and {Value(fact, value[1])}",
            "==" => $"{fact.Name} = {Value(fact, value)}",
            ">=" or "<=" or ">" or "<" or "!=" => $"{fact.Name} {comparison.GetProperty("op").GetString()} {Value(fact, value)}",
            var other => throw new FormatException($"'{other}' is not a comparison of the workload"),
        };
    }

    private FactDefinition Fact(JsonElement part)
    {
        var name = part.GetProperty("fact").GetString()!;
        used.Add(name);
        return facts.Find(name) ?? throw new FormatException($"'{name}' is not a fact of schema.json");
    }

    private static string List(FactDefinition fact, JsonElement values) => string.Join(", ", values.EnumerateArray().Select(value => Value(fact, value)));

    private static string Value(FactDefinition fact, JsonElement value) => fact.Type switch
    {
        FactType.Boolean => value.GetRawText(),
        FactType.Text => $"\"{Number(value)}\"",
        FactType.Date => $"date(\"{Epoch.AddDays((int)decimal.Parse(Number(value), CultureInfo.InvariantCulture)):yyyy-MM-dd}\")",
        _ => Number(value),
    };

    private static string Number(JsonElement value) =>
        decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private string Score(JsonElement score)
    {
        var names = new List<string>();
        foreach (var indicator in score.GetProperty("indicators").EnumerateArray())
        {
            var name = $"指标{scoreNames.Count + 1}";
            scores.Add(Decision(name, "number", "indicator", [Required(Fact(indicator).Name)], Table(indicator)));
            scoreNames.Add(name);
            names.Add(name);
        }

        return $"sum([{string.Join(", ", names)}]) >= {Number(score.GetProperty("min"))}";
    }

    private XElement Table(JsonElement indicator)
    {
        var fact = Fact(indicator);
        string[] cuts = [.. indicator.GetProperty("cuts").EnumerateArray().Select(cut => Value(fact, cut))];
        var points = indicator.GetProperty("points").EnumerateArray().Select(Number);
        return new XElement(Dmn + "decisionTable", new XAttribute("hitPolicy", "UNIQUE"),
            new XElement(Dmn + "input", new XElement(Dmn + "inputExpression", new XAttribute("typeRef", "number"), new XElement(Dmn + "text", fact.Name))),
            new XElement(Dmn + "output", new XAttribute("name", "points"), new XAttribute("typeRef", "number")),
            points.Select((value, band) => new XElement(Dmn + "rule",
                new XElement(Dmn + "inputEntry", new XElement(Dmn + "text", Band(cuts, band))),
                new XElement(Dmn + "outputEntry", new XElement(Dmn + "text", value)))));
    }

    // The band of a value is the number of cuts it reaches.
    private static string Band(string[] cuts, int band) =>
        band == 0 ? $"< {cuts[0]}" : band == cuts.Length ? $">= {cuts[^1]}" : $"[{cuts[band - 1]}..{cuts[band]})";

    private XElement Input(string name) => new(Dmn + "inputData", new XAttribute("id", name), new XAttribute("name", name),
        new XElement(Dmn + "variable", new XAttribute("name", name), new XAttribute("typeRef", TypeOf(facts.Get(name)))));

    private static string TypeOf(FactDefinition fact) => fact.Type switch
    {
        FactType.Boolean => "boolean",
        FactType.Text => "string",
        FactType.Date => "date",
        _ => "number",
    };

    private static XElement Decision(string name, string type, string kind, IEnumerable<XElement> requirements, XElement logic) =>
        new(Dmn + "decision", new XAttribute("id", name), new XAttribute("name", name),
            new XElement(Dmn + "extensionElements", new XElement(Criteria + "criterion", new XAttribute("kind", kind), new XAttribute("key", name))),
            new XElement(Dmn + "variable", new XAttribute("name", name), new XAttribute("typeRef", type)),
            requirements, logic);

    private static XElement Required(string name) => Requirement("requiredInput", name);

    private static XElement RequiredDecision(string name) => Requirement("requiredDecision", name);

    private static XElement Requirement(string what, string name) =>
        new(Dmn + "informationRequirement", new XElement(Dmn + what, new XAttribute("href", "#" + name)));

    private static XElement Literal(string text) => new(Dmn + "literalExpression", new XElement(Dmn + "text", text));
}
