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

    private static readonly (string Name, string Id)[] Units = [("万元", "tenThousandYuan"), ("亿元", "hundredMillionYuan")];

    public static string Xml(LiveList list, FactCatalogue terms)
    {
        // Every name that occurs in the text becomes an input; one that occurs only inside a longer name does no harm.
        var inputs = terms.All.Where(term => list.Condition.Contains(term.Name, StringComparison.Ordinal)).Select(term => term.Key).ToList();
        if (list.Condition.Contains("申请日期", StringComparison.Ordinal)) inputs.Add("applicationDate");
        var units = Units.Where(unit => list.Condition.Contains(unit.Name, StringComparison.Ordinal));
        return new XElement(Dmn + "definitions",
            new XAttribute("id", "list-" + list.Id),
            new XAttribute("name", "list-" + list.Id),
            new XAttribute("namespace", "urn:funeng:lists:" + list.Id),
            new XElement(Dmn + "extensionElements",
                new XElement(Funeng + "scheme",
                    new XAttribute("version", "1"), new XAttribute("kind", "list"), new XAttribute("title", list.Title),
                    new XAttribute("shortName", list.Id), new XAttribute("confidence", "text"))),
            Import("urn:funeng:facts"),
            Import("urn:funeng:units"),
            new XElement(Dmn + "decision",
                new XAttribute("id", "结论"), new XAttribute("name", "结论"), new XAttribute("label", list.Title),
                new XElement(Dmn + "extensionElements",
                    new XElement(Funeng + "criterion",
                        new XAttribute("kind", "conclusion"), new XAttribute("key", "结论"), new XAttribute("clause", ""), new XAttribute("confidence", "text"))),
                new XElement(Dmn + "variable", new XAttribute("name", "结论"), new XAttribute("typeRef", "boolean")),
                inputs.Select(key => Requires("requiredInput", "urn:funeng:facts#" + key)),
                units.Select(unit => Requires("requiredDecision", "urn:funeng:units#" + unit.Id)),
                new XElement(Dmn + "literalExpression", new XElement(Dmn + "text", list.Condition)))).ToString();
    }

    private static XElement Import(string name) =>
        new(Dmn + "import", new XAttribute("name", ""), new XAttribute("namespace", name),
            new XAttribute("importType", "https://www.omg.org/spec/DMN/20230324/MODEL/"));

    private static XElement Requires(string what, string href) =>
        new(Dmn + "informationRequirement", new XElement(Dmn + what, new XAttribute("href", href)));
}
