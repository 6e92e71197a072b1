using System.Xml.Linq;

namespace Funeng.Feel.Conformance;

/// <summary>A test file of the DMN technology compatibility kit: cases for one model.</summary>
/// <param name="ModelName">The file name of the main model; empty when the file does not say.</param>
internal sealed record TckFile(string ModelName, IReadOnlyList<TckCase> Cases)
{
    private static readonly XNamespace Tck = "http://www.omg.org/spec/DMN/20160719/testcase";

    public static TckFile Read(string xml)
    {
        var root = XDocument.Parse(xml, LoadOptions.PreserveWhitespace).Root!;
        return new TckFile(
            root.Element(Tck + "modelName")?.Value.Trim() ?? "",
            [.. root.Elements(Tck + "testCase").Select((element, index) => ReadCase(element, index + 1))]);
    }

    private static TckCase ReadCase(XElement element, int number) => new(
        (string?)element.Attribute("id") ?? $"{number}",
        (string?)element.Attribute("type") ?? "decision",
        (string?)element.Attribute("invocableName"),
        [.. element.Elements(Tck + "inputNode").Select(ReadInput)],
        [.. element.Elements(Tck + "resultNode").Select(ReadResult)]);

    private static TckInput ReadInput(XElement node) =>
        new((string?)node.Attribute("namespace"), (string?)node.Attribute("name") ?? "", node);

    private static TckResult ReadResult(XElement node) => new(
        (string?)node.Attribute("name") ?? "",
        (string?)node.Attribute("errorResult") == "true",
        node.Element(Tck + "expected"));
}

/// <param name="Type">decision, bkm or decisionService.</param>
/// <param name="Invocable">The business knowledge model or service that is called; null for a case of decisions.</param>
internal sealed record TckCase(string Id, string Type, string? Invocable, IReadOnlyList<TckInput> Inputs, IReadOnlyList<TckResult> Results);

internal sealed record TckInput(string? Namespace, string Name, XElement Value);

internal sealed record TckResult(string Name, bool IsError, XElement? Expected);

/// <summary>How one result node came out.</summary>
/// <param name="Detail">Empty for a success; else what was expected and what came.</param>
internal sealed record TckOutcome(string Folder, string File, string CaseId, string Result, bool Success, string Detail);
