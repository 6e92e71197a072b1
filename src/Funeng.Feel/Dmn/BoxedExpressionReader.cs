using System.Xml.Linq;
using Funeng.Feel.Syntax;

namespace Funeng.Feel.Dmn;

/// <summary>Reads boxed expressions from XML.</summary>
internal sealed class BoxedExpressionReader(XNamespace dmn)
{
    private static readonly HashSet<string> Boxes =
    [
        "literalExpression", "context", "invocation", "list", "relation", "functionDefinition", "conditional", "filter", "for", "some",
        "every", "decisionTable",
    ];

    private static readonly string[] FeelNamespaces =
    [
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
        "https://www.omg.org/spec/DMN/20240513/FEEL/",
    ];

    /// <summary>The box inside an element; null when there is none.</summary>
    public BoxedExpression? ReadChild(XElement? parent, string place) =>
        parent?.Elements().FirstOrDefault(IsBox) is { } box ? Read(box, place) : null;

    /// <summary>A function's parameters and body, from an element that holds them.</summary>
    public BoxedFunction Function(XElement element, string place) => new(
        Attribute(element, "kind") is null or "FEEL",
        [.. element.Elements(dmn + "formalParameter").Select(Parameter)],
        ReadChild(element, place),
        TypeRef(element),
        place);

    public FormalParameter Parameter(XElement parameter) => new(Attribute(parameter, "name") ?? "", TypeRef(parameter));

    /// <summary>A reference to a type, from an attribute or a child, without the prefix of DMN 1.1 where it is FEEL's or the model's own.</summary>
    public string? TypeRef(XElement? element, string name = "typeRef")
    {
        var reference = (Attribute(element, name) ?? element?.Element(dmn + name)?.Value)?.Trim();
        if (string.IsNullOrEmpty(reference))
        {
            return null;
        }

        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || element!.GetNamespaceOfPrefix(reference[..colon]) is not { } prefixed)
        {
            return reference;
        }

        var local = reference[(colon + 1)..];
        if (FeelNamespaces.Contains(prefixed.NamespaceName))
        {
            return local;
        }

        var import = element.Document!.Root!.Elements(dmn + "import")
            .FirstOrDefault(import => Attribute(import, "namespace") == prefixed.NamespaceName);
        return string.IsNullOrEmpty(Attribute(import, "name")) ? local : $"{Attribute(import, "name")}.{local}";
    }

    /// <summary>The text of an element, with its place in the file's terms; null when there is no such element.</summary>
    public SourceText? Text(XElement? element, string place) =>
        element is null ? null : new SourceText((element.Element(dmn + "text") ?? element).Value, place);

    private bool IsBox(XElement element) => element.Name.Namespace == dmn && Boxes.Contains(element.Name.LocalName);

    private BoxedExpression Read(XElement box, string place) => box.Name.LocalName switch
    {
        "literalExpression" => ReadLiteral(box, place),
        "context" => ReadContext(box, place),
        "invocation" => ReadInvocation(box, place),
        "list" => new BoxedList([.. box.Elements().Where(IsBox).Select(item => Read(item, place))], TypeRef(box), place),
        "relation" => ReadRelation(box, place),
        "functionDefinition" => Function(box, place),
        "conditional" => new BoxedConditional(
            Part(box, "if", place), Part(box, "then", place), Part(box, "else", place), TypeRef(box), place),
        "filter" => new BoxedFilter(Part(box, "in", place), Part(box, "match", place), TypeRef(box), place),
        "for" => new BoxedFor(Variable(box), Part(box, "in", place), Part(box, "return", place), TypeRef(box), place),
        "some" => ReadQuantified(box, Quantifier.Some, place),
        "every" => ReadQuantified(box, Quantifier.Every, place),
        // A table is answered in one language: where a part of it is in another, nothing of it is answered.
        _ when box.Descendants().Any(part => IsTablePart(part) && !IsFeel(part)) => new BoxedLiteral(new SourceText("", place), false, TypeRef(box), place),
        _ => ReadTable(box, place),
    };

    private static bool IsTablePart(XElement part) => part.Name.LocalName is "inputExpression" or "inputEntry" or "outputEntry" or "defaultOutputEntry" or "inputValues" or "outputValues";

    private BoxedExpression? Part(XElement box, string name, string place) => ReadChild(box.Element(dmn + name), $"{place}, {name}");

    private static string Variable(XElement box) => Attribute(box, "iteratorVariable") ?? "";

    private BoxedQuantified ReadQuantified(XElement box, Quantifier quantifier, string place) =>
        new(quantifier, Variable(box), Part(box, "in", place), Part(box, "satisfies", place), TypeRef(box), place);

    private BoxedLiteral ReadLiteral(XElement box, string place)
    {
        return new BoxedLiteral(new SourceText(box.Element(dmn + "text")?.Value ?? "", place), IsFeel(box), TypeRef(box), place);
    }

    // The language of the model where the expression names none; B-FEEL of DMN 1.6 answers otherwise than FEEL and is not taken for it.
    private static bool IsFeel(XElement expression)
    {
        var language = Attribute(expression, "expressionLanguage") ?? Attribute(expression.Document?.Root, "expressionLanguage");
        return string.IsNullOrEmpty(language) || language.Equals("feel", StringComparison.OrdinalIgnoreCase) || FeelNamespaces.Contains(language);
    }

    private BoxedContext ReadContext(XElement box, string place) => new(
        [.. box.Elements(dmn + "contextEntry").Select(entry => ReadEntry(entry, place))], TypeRef(box), place);

    private BoxedEntry ReadEntry(XElement entry, string place)
    {
        var variable = entry.Element(dmn + "variable");
        var name = Attribute(variable, "name");
        return new BoxedEntry(name, TypeRef(variable), ReadChild(entry, name is null ? place : $"{place}, entry '{name}'"));
    }

    private BoxedInvocation ReadInvocation(XElement box, string place) => new(
        ReadChild(box, place),
        [.. box.Elements(dmn + "binding").Select(binding => ReadBinding(binding, place))],
        TypeRef(box),
        place);

    private (string Name, BoxedExpression? Value) ReadBinding(XElement binding, string place)
    {
        var name = Attribute(binding.Element(dmn + "parameter"), "name") ?? "";
        return (name, ReadChild(binding, $"{place}, parameter '{name}'"));
    }

    private BoxedRelation ReadRelation(XElement box, string place) => new(
        [.. box.Elements(dmn + "column").Select(column => (Attribute(column, "name") ?? "", TypeRef(column)))],
        [.. box.Elements(dmn + "row").Select((row, index) => ReadRow(row, $"{place}, row {index + 1}"))],
        TypeRef(box),
        place);

    private List<BoxedExpression?> ReadRow(XElement row, string place) =>
        [.. row.Elements().Where(IsBox).Select(cell => Read(cell, place))];

    private BoxedTable ReadTable(XElement box, string place) => new(
        HitPolicyOf(Attribute(box, "hitPolicy")),
        AggregationOf(Attribute(box, "aggregation")),
        [.. box.Elements(dmn + "input").Select((input, index) => ReadInput(input, $"{place}, input {index + 1}"))],
        [.. box.Elements(dmn + "output").Select((output, index) => ReadOutput(output, $"{place}, output {index + 1}"))],
        [.. box.Elements(dmn + "rule").Select((rule, index) => ReadRule(rule, $"{place}, rule {index + 1}"))],
        TypeRef(box),
        place);

    private TableInput ReadInput(XElement input, string place)
    {
        var expression = input.Element(dmn + "inputExpression");
        return new TableInput(
            Attribute(input, "label"),
            Text(expression, place) ?? new SourceText("null", place),
            TypeRef(expression),
            Text(input.Element(dmn + "inputValues"), $"{place}, input values"));
    }

    private TableOutput ReadOutput(XElement output, string place) => new(
        Attribute(output, "name"),
        Attribute(output, "label"),
        TypeRef(output),
        Text(output.Element(dmn + "outputValues"), $"{place}, output values"),
        Text(output.Element(dmn + "defaultOutputEntry"), $"{place}, default"));

    private TableRule ReadRule(XElement rule, string place) => new(
        Attribute(rule, "id"),
        [.. rule.Elements(dmn + "inputEntry").Select((cell, index) => Text(cell, $"{place}, input {index + 1}")!)],
        [.. rule.Elements(dmn + "outputEntry").Select((cell, index) => Text(cell, $"{place}, output {index + 1}")!)],
        [.. rule.Elements(dmn + "annotationEntry").Select(annotation => annotation.Value.Trim())]);

    private static HitPolicy HitPolicyOf(string? name) => name switch
    {
        "ANY" => HitPolicy.Any,
        "PRIORITY" => HitPolicy.Priority,
        "FIRST" => HitPolicy.First,
        "RULE ORDER" => HitPolicy.RuleOrder,
        "OUTPUT ORDER" => HitPolicy.OutputOrder,
        "COLLECT" => HitPolicy.Collect,
        _ => HitPolicy.Unique,
    };

    private static Aggregation AggregationOf(string? name) => name switch
    {
        "SUM" => Aggregation.Sum,
        "MIN" => Aggregation.Min,
        "MAX" => Aggregation.Max,
        "COUNT" => Aggregation.Count,
        _ => Aggregation.None,
    };

    private static string? Attribute(XElement? element, string name) => element?.Attribute(name)?.Value;
}
