using System.Xml;
using System.Xml.Linq;
using Funeng.Feel.Evaluation;

namespace Funeng.Feel.Dmn;

/// <summary>Reads the XML of a DMN model, 1.1 to 1.6. The content rules of the versions are the same for what is used here.</summary>
internal sealed class DmnReader
{
    private static readonly string[] ModelNamespaces =
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    ];

    private readonly XNamespace dmn;
    private readonly BoxedExpressionReader boxes;

    private DmnReader(XElement definitions)
    {
        dmn = definitions.Name.Namespace;
        boxes = new BoxedExpressionReader(dmn);
    }

    /// <summary>Reads one file; null, with a diagnostic, when it is no DMN model.</summary>
    public static DefinitionsSource? Read(string xml, List<Diagnostic> diagnostics)
    {
        // A document type could make the reader expand entities without end.
        if (xml.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse("a document type declaration is not allowed in a DMN model", diagnostics);
        }

        try
        {
            var root = XDocument.Parse(xml, LoadOptions.PreserveWhitespace).Root!;
            return root.Name.LocalName == "definitions" && ModelNamespaces.Contains(root.Name.NamespaceName)
                ? new DmnReader(root).ReadDefinitions(root)
                : Refuse($"'{root.Name}' is not the definitions element of a DMN version from 1.1 to 1.6", diagnostics);
        }
        catch (XmlException exception)
        {
            return Refuse($"the file is not well-formed XML: {exception.Message}", diagnostics);
        }
    }

    private static DefinitionsSource? Refuse(string reason, List<Diagnostic> diagnostics)
    {
        diagnostics.Add(new Diagnostic(DiagnosticKind.InvalidModel, default, reason));
        return null;
    }

    private DefinitionsSource ReadDefinitions(XElement root) => new(
        Attribute(root, "id") ?? "",
        Attribute(root, "name") ?? "",
        Attribute(root, "label"),
        Attribute(root, "namespace") ?? "",
        [.. root.Elements(dmn + "import").Select(import => new ImportSource(Attribute(import, "name") ?? "", Attribute(import, "namespace") ?? ""))],
        [.. root.Elements(dmn + "itemDefinition").Select(item => ReadType(item))],
        [.. root.Elements().Select(ReadElement).OfType<ElementSource>()],
        ReadExtensions(root));

    private ItemDefinitionSource ReadType(XElement item)
    {
        var name = Attribute(item, "name") ?? "";
        return new ItemDefinitionSource(
            name,
            boxes.TypeRef(item),
            Attribute(item, "isCollection") == "true",
            [.. item.Elements(dmn + "itemComponent").Select(ReadType)],
            boxes.Text(item.Element(dmn + "allowedValues"), $"allowed values of '{name}'"),
            boxes.Text(item.Element(dmn + "typeConstraint"), $"type constraint of '{name}'"),
            ReadFunctionItem(item.Element(dmn + "functionItem")));
    }

    private FunctionItemSource? ReadFunctionItem(XElement? function) => function is null ? null : new FunctionItemSource(
        [.. function.Elements(dmn + "parameters").Select(boxes.Parameter)],
        boxes.TypeRef(function, "outputTypeRef"));

    private ElementSource? ReadElement(XElement element) => element.Name.Namespace != dmn ? null : element.Name.LocalName switch
    {
        "inputData" => ReadElement(element, ElementKind.InputData, null, null),
        "decision" => ReadElement(element, ElementKind.Decision, boxes.ReadChild(element, Place(element)), null),
        "businessKnowledgeModel" => ReadElement(element, ElementKind.BusinessKnowledgeModel, ReadEncapsulated(element), null),
        "decisionService" => ReadElement(element, ElementKind.DecisionService, null, ReadService(element)),
        _ => null,
    };

    private static string Place(XElement element) => $"{element.Name.LocalName} '{Attribute(element, "name")}'";

    private BoxedExpression? ReadEncapsulated(XElement element) =>
        element.Element(dmn + "encapsulatedLogic") is { } logic ? boxes.Function(logic, Place(element)) : null;

    private ElementSource ReadElement(XElement element, ElementKind kind, BoxedExpression? logic, ServiceSource? service)
    {
        var name = Attribute(element, "name") ?? "";
        var variable = element.Element(dmn + "variable");
        return new ElementSource(
            kind,
            Attribute(element, "id") ?? name,
            name,
            Attribute(element, "label"),
            element.Element(dmn + "description")?.Value.Trim(),
            Attribute(variable, "name") ?? name,
            boxes.TypeRef(variable),
            [.. References(element.Elements(dmn + "informationRequirement").Concat(element.Elements(dmn + "knowledgeRequirement")))],
            logic,
            service,
            ReadExtensions(element));
    }

    private static IEnumerable<string> References(IEnumerable<XElement> requirements) =>
        requirements.Elements().Select(reference => Attribute(reference, "href")).OfType<string>();

    private ServiceSource ReadService(XElement service) => new(
        Hrefs(service, "outputDecision"), Hrefs(service, "encapsulatedDecision"), Hrefs(service, "inputDecision"), Hrefs(service, "inputData"));

    private List<string> Hrefs(XElement element, string name) =>
        [.. element.Elements(dmn + name).Select(reference => Attribute(reference, "href")).OfType<string>()];

    private List<DmnExtension> ReadExtensions(XElement element) =>
        [.. element.Elements(dmn + "extensionElements").Elements().Select(ReadExtension)];

    private static DmnExtension ReadExtension(XElement element) => new(
        element.Name.NamespaceName,
        element.Name.LocalName,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace == XNamespace.None)
            .ToDictionary(attribute => attribute.Name.LocalName, attribute => attribute.Value),
        string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value)).Trim(),
        [.. element.Elements().Select(ReadExtension)]);

    private static string? Attribute(XElement? element, string name) => element?.Attribute(name)?.Value;
}
