using System.Xml.Linq;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Notices;

/// <summary>Writes drafted conditions as a decision model in the criteria profile, so that they are compiled and tried by the door of rule packs and by no other.</summary>
internal static class DraftModel
{
    private static readonly XNamespace Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private static readonly XNamespace Criteria = "urn:funeng:criteria:1";
    private static readonly (string Name, string Id)[] Units = [("万元", "tenThousandYuan"), ("亿元", "hundredMillionYuan")];

    /// <summary>The model of a draft; the condition of a sentence is the decision <c>c</c> with its position.</summary>
    public static string Xml(string title, IReadOnlyList<(int Position, string Feel, string Clause, int Group)> conditions, FactCatalogue catalogue)
    {
        var names = conditions.Select(condition => $"c{condition.Position}").ToList();
        return new XElement(Dmn + "definitions",
            new XAttribute("id", "notice-draft"), new XAttribute("name", "notice-draft"), new XAttribute("namespace", "urn:funeng:drafts"),
            new XElement(Dmn + "extensionElements",
                new XElement(Criteria + "scheme", new XAttribute("version", "1"), new XAttribute("kind", "draft"), new XAttribute("title", title), new XAttribute("shortName", "draft"), new XAttribute("confidence", "text"))),
            Import("urn:funeng:facts"), Import("urn:funeng:units"),
            conditions.Select(condition => Gate(condition.Position, condition.Feel, condition.Clause, catalogue)),
            Decision("结论", "conclusion", title, names.Select(name => Requires("requiredDecision", "#" + name)), Conclusion(conditions))).ToString();
    }

    private static string Conclusion(IReadOnlyList<(int Position, string Feel, string Clause, int Group)> conditions) => conditions.Count == 0 ? "false" : string.Join(" and ",
        conditions.GroupBy(condition => condition.Group > 0 ? -condition.Group : condition.Position)
            .Select(group => group.Count() == 1 ? $"c{group.First().Position}" : "(" + string.Join(" or ", group.Select(condition => $"c{condition.Position}")) + ")"));

    private static XElement Gate(int position, string feel, string clause, FactCatalogue catalogue)
    {
        // Every name that occurs in the text becomes an input; one that occurs only inside a longer name does no harm.
        var inputs = catalogue.All.Where(fact => feel.Contains(fact.Name, StringComparison.Ordinal)).Select(fact => fact.Key).ToList();
        if (feel.Contains("申请日期", StringComparison.Ordinal)) inputs.Add("applicationDate");
        var units = Units.Where(unit => feel.Contains(unit.Name, StringComparison.Ordinal));
        return Decision($"c{position}", "gate", clause, inputs.Select(key => Requires("requiredInput", "urn:funeng:facts#" + key))
            .Concat(units.Select(unit => Requires("requiredDecision", "urn:funeng:units#" + unit.Id))), feel);
    }

    private static XElement Decision(string name, string kind, string label, IEnumerable<XElement> requirements, string feel) =>
        new(Dmn + "decision", new XAttribute("id", name), new XAttribute("name", name), new XAttribute("label", label),
            new XElement(Dmn + "extensionElements",
                new XElement(Criteria + "criterion", new XAttribute("kind", kind), new XAttribute("key", name), new XAttribute("clause", ""), new XAttribute("confidence", "text"))),
            new XElement(Dmn + "variable", new XAttribute("name", name), new XAttribute("typeRef", "boolean")),
            requirements, new XElement(Dmn + "literalExpression", new XElement(Dmn + "text", feel)));

    private static XElement Import(string name) =>
        new(Dmn + "import", new XAttribute("name", ""), new XAttribute("namespace", name), new XAttribute("importType", "https://www.omg.org/spec/DMN/20230324/MODEL/"));

    private static XElement Requires(string what, string href) => new(Dmn + "informationRequirement", new XElement(Dmn + what, new XAttribute("href", href)));
}
