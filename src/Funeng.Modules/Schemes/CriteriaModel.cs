using System.Xml.Linq;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Writes decision models in the criteria profile for whatever is decided by the evaluator of the schemes without being a scheme of the
/// rules folder: conditions of lists, benefits of policies, drafts of notices.
/// </summary>
internal static class CriteriaModel
{
    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private static readonly XNamespace Profile = "urn:funeng:criteria:1";

    private static readonly (string Name, string Id)[] Units = [("万元", "tenThousandYuan"), ("亿元", "hundredMillionYuan")];

    /// <param name="scheme">Attributes of the scheme: kind, title and what else the profile knows; empty ones may be given.</param>
    public static string Write(string id, string space, IEnumerable<(string Name, string Value)> scheme, IEnumerable<ModelDecision> decisions, FactCatalogue terms) =>
        new XElement(Dmn + "definitions",
            new XAttribute(XNamespace.Xmlns + "fn", Profile.NamespaceName),
            new XAttribute("id", id), new XAttribute("name", id), new XAttribute("namespace", space),
            new XElement(Dmn + "extensionElements", new XElement(Profile + "scheme", new XAttribute("version", "1"), scheme.Select(item => new XAttribute(item.Name, item.Value)))),
            Import("urn:funeng:facts"), Import("urn:funeng:units"),
            decisions.Select(decision => Element(decision, terms))).ToString();

    private static XElement Element(ModelDecision decision, FactCatalogue terms)
    {
        var criterion = new XElement(Profile + "criterion",
            new XAttribute("kind", decision.Kind), new XAttribute("key", decision.Name), new XAttribute("clause", decision.Clause), new XAttribute("confidence", decision.Confidence));
        if (decision.Most is { } most) criterion.Add(new XAttribute("max", most));
        return new XElement(Dmn + "decision",
            new XAttribute("id", decision.Name), new XAttribute("name", decision.Name), new XAttribute("label", decision.Label),
            new XElement(Dmn + "extensionElements", criterion),
            new XElement(Dmn + "variable", new XAttribute("name", decision.Name), new XAttribute("typeRef", decision.IsNumber ? "number" : "boolean")),
            decision.After is { } after ? after.Select(name => Requires("requiredDecision", "#" + name)) : Named(decision.Rule, terms),
            new XElement(Dmn + "literalExpression", new XElement(Dmn + "text", decision.Rule)));
    }

    // Every name that occurs in the text becomes an input; one that occurs only inside a longer name does no harm.
    private static IEnumerable<XElement> Named(string rule, FactCatalogue terms) =>
    [
        .. terms.All.Where(term => rule.Contains(term.Name, StringComparison.Ordinal)).Select(term => Requires("requiredInput", "urn:funeng:facts#" + term.Key)),
        .. rule.Contains("申请日期", StringComparison.Ordinal) ? [Requires("requiredInput", "urn:funeng:facts#applicationDate")] : Array.Empty<XElement>(),
        .. Units.Where(unit => rule.Contains(unit.Name, StringComparison.Ordinal)).Select(unit => Requires("requiredDecision", "urn:funeng:units#" + unit.Id)),
    ];

    private static XElement Import(string name) =>
        new(Dmn + "import", new XAttribute("name", ""), new XAttribute("namespace", name), new XAttribute("importType", Dmn.NamespaceName));

    private static XElement Requires(string what, string href) => new(Dmn + "informationRequirement", new XElement(Dmn + what, new XAttribute("href", href)));
}

/// <summary>One decision of a written model: a truth, or a number.</summary>
/// <param name="Kind">Kind of criterion in the profile.</param>
/// <param name="Rule">FEEL.</param>
internal sealed record ModelDecision(string Name, string Label, string Kind, string Rule)
{
    public string Clause { get; init; } = "";

    public string Confidence { get; init; } = "";

    public bool IsNumber { get; init; }

    /// <summary>The most the number can be, as text; null without.</summary>
    public string? Most { get; init; }

    /// <summary>Names of the decisions it rests on; null where it rests on facts.</summary>
    public IReadOnlyList<string>? After { get; init; }
}
