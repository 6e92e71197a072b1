using System.Xml.Linq;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Conformance;

/// <summary>Values of test files: reading and comparing.</summary>
internal static class TckValue
{
    private static readonly XNamespace Tck = "http://www.omg.org/spec/DMN/20160719/testcase";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly FeelNumber Tolerance = FeelNumber.Parse("0.00000001");

    /// <summary>The value inside a node.</summary>
    /// <param name="node">An element with a value, components or a list; null stands for null.</param>
    /// <param name="declared">The declared type, used where a value has no type of its own.</param>
    public static FeelValue Read(XElement? node, FeelType declared)
    {
        var type = declared is ConstrainedType constrained ? constrained.Base : declared;
        if (node is null)
        {
            return FeelValue.Null;
        }

        if (node.Element(Tck + "list") is { } list)
        {
            return IsNil(list) ? FeelValue.Null : ReadList(list, type);
        }

        if (node.Elements(Tck + "component").Any())
        {
            return ReadContext(node, type);
        }

        return node.Element(Tck + "value") is { } value && !IsNil(value) ? ReadSimple(value, type) : FeelValue.Null;
    }

    /// <summary>Whether a value is the expected one; numbers may differ by 1e-8.</summary>
    public static bool Matches(FeelValue expected, FeelValue actual) => (expected.Kind, actual.Kind) switch
    {
        (FeelKind.Number, FeelKind.Number) => AreClose(expected.AsNumber(), actual.AsNumber()),
        (FeelKind.List, FeelKind.List) => MatchLists(expected.AsList(), actual.AsList()),
        (FeelKind.Context, FeelKind.Context) => MatchContexts(expected.AsContext(), actual.AsContext()),
        _ => expected == actual,
    };

    private static bool IsNil(XElement element) => (string?)element.Attribute(Instance + "nil") == "true";

    private static FeelValue ReadList(XElement list, FeelType type)
    {
        var element = type is ListType listType ? listType.Element : FeelType.Any;
        return FeelList.From(list.Elements(Tck + "item").Select(item => IsNil(item) ? FeelValue.Null : Read(item, element)));
    }

    private static FeelValue ReadContext(XElement node, FeelType type)
    {
        var context = new FeelContext.Builder();
        foreach (var component in node.Elements(Tck + "component"))
        {
            var name = (string?)component.Attribute("name") ?? "";
            var declared = type is ContextType contextType ? contextType.Find(name) : null;
            context.TryAdd(name, IsNil(component) ? FeelValue.Null : Read(component, declared ?? FeelType.Any));
        }

        return context.Build();
    }

    private static FeelValue ReadSimple(XElement value, FeelType type)
    {
        var written = (string?)value.Attribute(Instance + "type") ?? "";
        var text = value.Value;
        return written[(written.IndexOf(':', StringComparison.Ordinal) + 1)..] switch
        {
            "string" => text,
            "decimal" or "double" or "integer" or "int" or "long" => ReadNumber(text),
            "boolean" => text.Trim() is "true" or "1",
            "date" or "time" or "dateTime" or "duration" => TemporalText.Parse(text.Trim()),
            _ => ReadByDeclaration(text, type),
        };
    }

    private static FeelValue ReadByDeclaration(string text, FeelType type)
    {
        if (type == FeelType.Number)
        {
            return ReadNumber(text);
        }

        if (type == FeelType.Boolean)
        {
            return text.Trim() == "true";
        }

        return type == FeelType.String || type == FeelType.Any ? text : TemporalText.Parse(text.Trim());
    }

    private static FeelValue ReadNumber(string text) => FeelNumber.TryParse(text.Trim(), out var number) ? number : FeelValue.Null;

    private static bool AreClose(FeelNumber expected, FeelNumber actual) =>
        expected == actual || (FeelNumber.TrySubtract(expected, actual, out var difference) && difference.Abs() <= Tolerance);

    private static bool MatchLists(FeelList expected, FeelList actual) =>
        expected.Count == actual.Count && expected.Zip(actual, Matches).All(matches => matches);

    private static bool MatchContexts(FeelContext expected, FeelContext actual) =>
        expected.Count == actual.Count
        && expected.Names.All(name => actual.TryGet(name, out var value) && Matches(expected[name], value));
}
