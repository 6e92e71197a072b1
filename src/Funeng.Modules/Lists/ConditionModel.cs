using System.Xml.Linq;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Lists;

/// <summary>
/// Writes a list condition as a decision model of one conclusion, so that lists are decided, explained and asked for missing facts
/// by the evaluator of the schemes and by no other.
/// </summary>
internal static class ConditionModel
{
    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private static readonly XNamespace Funeng = "urn:funeng:criteria:1";

    private static readonly (string Name, string Value)[] Units = [("万元", "10000"), ("亿元", "100000000")];

    public static string Xml(LiveList list, FactCatalogue terms)
    {
        // Every name that occurs in the text becomes an input; one that occurs only inside a longer name does no harm.
        var named = terms.All.Where(term => list.Condition.Contains(term.Name, StringComparison.Ordinal)).ToList();
        var units = Units.Where(unit => list.Condition.Contains(unit.Name, StringComparison.Ordinal)).ToList();
        var dated = list.Condition.Contains("申请日期", StringComparison.Ordinal) && named.All(term => term.Name != "申请日期");
        var inputs = named.Select(term => (term.Key, term.Name, Type: TypeOf(term.Type)));
        if (dated) inputs = inputs.Append(("applicationDate", "申请日期", "date"));

        var document = new XElement(Dmn + "definitions",
            new XAttribute("id", "list-" + list.Id),
            new XAttribute("name", "list-" + list.Id),
            new XAttribute("namespace", "urn:funeng:lists:" + list.Id),
            new XElement(Dmn + "extensionElements",
                new XElement(Funeng + "scheme",
                    new XAttribute("version", list.Sha256[..8]), new XAttribute("kind", "list"),
                    new XAttribute("title", list.Title), new XAttribute("shortName", list.Id), new XAttribute("confidence", "text"))),
            inputs.Select(input => Input(input.Key, input.Name, input.Type)),
            units.Select(unit => Constant(unit.Name, unit.Value)),
            new XElement(Dmn + "decision",
                new XAttribute("id", "conclusion"), new XAttribute("name", "结论"), new XAttribute("label", list.Title),
                new XElement(Dmn + "extensionElements",
                    new XElement(Funeng + "criterion",
                        new XAttribute("kind", "conclusion"), new XAttribute("key", "conclusion"), new XAttribute("clause", ""),
                        new XAttribute("confidence", "text"))),
                new XElement(Dmn + "variable", new XAttribute("name", "结论"), new XAttribute("typeRef", "boolean")),
                inputs.Select(input => Requires("requiredInput", input.Key)),
                units.Select(unit => Requires("requiredDecision", unit.Name)),
                new XElement(Dmn + "literalExpression", new XElement(Dmn + "text", list.Condition))));
        return document.ToString();
    }

    private static XElement Input(string key, string name, string type) =>
        new(Dmn + "inputData", new XAttribute("id", key), new XAttribute("name", name),
            new XElement(Dmn + "variable", new XAttribute("name", name), new XAttribute("typeRef", type)));

    private static XElement Constant(string name, string value) =>
        new(Dmn + "decision", new XAttribute("id", name), new XAttribute("name", name),
            new XElement(Dmn + "variable", new XAttribute("name", name), new XAttribute("typeRef", "number")),
            new XElement(Dmn + "literalExpression", new XElement(Dmn + "text", value)));

    private static XElement Requires(string what, string id) =>
        new(Dmn + "informationRequirement", new XElement(Dmn + what, new XAttribute("href", "#" + id)));

    private static string TypeOf(FactType type) => type switch
    {
        FactType.Boolean => "boolean",
        FactType.Date => "date",
        FactType.Text => "string",
        _ => "number",
    };
}
