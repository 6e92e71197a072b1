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
        return new SchemeOutline([.. pack.Scheme.Criteria.Select(criterion => Item(criterion, decisions[criterion.Id], catalogue))]);
    }

    private static OutlineItem Item(Criterion criterion, XElement decision, FactCatalogue catalogue)
    {
        var note = Child(decision, "description")?.Value.Trim();
        if (Child(decision, "decisionTable") is { } table) return new OutlineItem(criterion, null, Table(table, catalogue), note);
        var text = Child(decision, "literalExpression") is { } literal ? Text(literal) : "";
        return new OutlineItem(criterion, text, null, note);
    }

    private static OutlineTable Table(XElement table, FactCatalogue catalogue)
    {
        var facts = Children(table, "input").Select(input => catalogue.FindByName(Text(Child(input, "inputExpression")!))).ToList();
        return new OutlineTable(
            [.. Children(table, "input").Select(input => (string?)input.Attribute("label") ?? Text(Child(input, "inputExpression")!))],
            (string?)table.Attribute("outputLabel") ?? "结果",
            [.. Children(table, "annotation").Select(annotation => (string?)annotation.Attribute("name") ?? "")],
            [.. Children(table, "rule").Select(rule => new OutlineRow(
                [.. Texts(rule, "inputEntry").Zip(facts, Readable)], Texts(rule, "outputEntry")[0].Trim('"'), Texts(rule, "annotationEntry")))]);
    }

    // A test as officials write it: ≥ 80, 70（含）至 80, 省级; the model keeps the FEEL text.
    private static string Readable(string test, FactDefinition? fact) => test switch
    {
        "-" => "不限",
        "true" => "是",
        "false" => "否",
        ['"', .. var code, '"'] => fact?.Choices.FirstOrDefault(choice => choice.Code == code)?.Label ?? code,
        ['[', .. var range, ')'] => range.Replace("..", "（含）至 ", StringComparison.Ordinal),
        ['(', .. var range, ']'] => range.Replace("..", " 至 ", StringComparison.Ordinal) + "（含）",
        _ => test.Replace(">=", "≥", StringComparison.Ordinal).Replace("<=", "≤", StringComparison.Ordinal),
    };

    private static List<string> Texts(XElement rule, string name) => [.. Children(rule, name).Select(Text)];

    private static string Text(XElement holder) =>
        string.Join('\n', (Child(holder, "text")?.Value ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);
}

/// <param name="Criterion">The criterion.</param>
/// <param name="Expression">Its FEEL text; null for a table.</param>
/// <param name="Table">Its decision table; null for an expression.</param>
/// <param name="Note">What the model says about the reading of the clause.</param>
public sealed record OutlineItem(Criterion Criterion, string? Expression, OutlineTable? Table, string? Note);

public sealed record OutlineTable(IReadOnlyList<string> Inputs, string Output, IReadOnlyList<string> Annotations, IReadOnlyList<OutlineRow> Rows);

public sealed record OutlineRow(IReadOnlyList<string> Inputs, string Output, IReadOnlyList<string> Annotations);
