using System.Xml.Linq;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>A scheme as people read it: each criterion with its rule, either an expression or a table, as it stands in the model.</summary>
public sealed record SchemeOutline(IReadOnlyList<OutlineItem> Items)
{
    public static SchemeOutline Of(RulePack pack, FactCatalogue catalogue)
    {
        var decisions = XDocument.Parse(pack.Text.Criteria).Root!.Elements().Where(element => element.Name.LocalName == "decision")
            .ToDictionary(element => (string)element.Attribute("id")!, element => element);
        var words = new RuleWords(catalogue, pack.Scheme);
        return new SchemeOutline([.. pack.Scheme.Criteria.Select(criterion => Item(criterion, decisions[criterion.Id], catalogue, words))]);
    }

    private static OutlineItem Item(Criterion criterion, XElement decision, FactCatalogue catalogue, RuleWords words)
    {
        var note = Child(decision, "description")?.Value.Trim();
        if (Child(decision, "decisionTable") is { } table) return new OutlineItem(criterion, "", null, Table(table, catalogue), note);
        var text = Child(decision, "literalExpression") is { } literal ? Text(literal) : "";
        return new OutlineItem(criterion, text, text.Length == 0 ? null : words.Of(text), null, note);
    }

    private static OutlineTable Table(XElement table, FactCatalogue catalogue)
    {
        var facts = Children(table, "input").Select(input => catalogue.FindByName(Text(Child(input, "inputExpression")!))).ToList();
        return new OutlineTable(
            [.. Children(table, "input").Select(input => (string?)input.Attribute("label") ?? Text(Child(input, "inputExpression")!))],
            (string?)table.Attribute("outputLabel") ?? "结果",
            [.. Children(table, "annotation").Select(annotation => (string?)annotation.Attribute("name") ?? "")],
            [.. Children(table, "rule").Select(rule => new OutlineRow(
                [.. Texts(rule, "inputEntry").Zip(facts, CellWords.Of)], Texts(rule, "outputEntry")[0].Trim('"'), Texts(rule, "annotationEntry")))]);
    }

    private static List<string> Texts(XElement rule, string name) => [.. Children(rule, name).Select(Text)];

    private static string Text(XElement holder) =>
        string.Join('\n', (Child(holder, "text")?.Value ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);
}

/// <param name="Criterion">The criterion.</param>
/// <param name="Expression">Its FEEL text; empty for a table.</param>
/// <param name="Words">The expression in words; null for a table.</param>
/// <param name="Table">Its decision table; null for an expression.</param>
/// <param name="Note">What the model says about the reading of the clause.</param>
public sealed record OutlineItem(Criterion Criterion, string Expression, string? Words, OutlineTable? Table, string? Note)
{
    /// <summary>True when another item has the same rule, whatever the criterion is called.</summary>
    public bool SaysTheSameAs(OutlineItem other) =>
        Expression == other.Expression && (Table, other.Table) switch
        {
            (null, null) => true,
            ({ } one, { } two) => one.Inputs.SequenceEqual(two.Inputs) && one.Rows.Count == two.Rows.Count && one.Rows.Zip(two.Rows).All(pair => pair.First.Output == pair.Second.Output && pair.First.Inputs.SequenceEqual(pair.Second.Inputs)),
            _ => false,
        };
}

public sealed record OutlineTable(IReadOnlyList<string> Inputs, string Output, IReadOnlyList<string> Annotations, IReadOnlyList<OutlineRow> Rows);

public sealed record OutlineRow(IReadOnlyList<string> Inputs, string Output, IReadOnlyList<string> Annotations);
