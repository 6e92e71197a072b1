using System.Security;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn;

/// <summary>Builds small DMN models for tests.</summary>
internal static class Models
{
    public static DmnModel Load(string content, string modelNamespace = "urn:test") => DmnModel.Load(Definitions(content, modelNamespace));

    public static string Definitions(string content, string modelNamespace = "urn:test", string version = "https://www.omg.org/spec/DMN/20230324/MODEL/") =>
        $"<definitions xmlns=\"{version}\" xmlns:fn=\"urn:funeng:criteria:1\" id=\"d\" name=\"test\" namespace=\"{modelNamespace}\">{content}</definitions>";

    public static string Input(string name, string type = "Any") =>
        $"<inputData id=\"{name}\" name=\"{name}\"><variable name=\"{name}\" typeRef=\"{type}\"/></inputData>";

    public static string Decision(string name, string logic, string[] inputs, string[]? decisions = null, string? type = null) =>
        $"<decision id=\"{name}\" name=\"{name}\"><variable name=\"{name}\"{(type is null ? "" : $" typeRef=\"{type}\"")}/>"
        + string.Concat(inputs.Select(input => $"<informationRequirement><requiredInput href=\"#{input}\"/></informationRequirement>"))
        + string.Concat((decisions ?? []).Select(decision => $"<informationRequirement><requiredDecision href=\"#{decision}\"/></informationRequirement>"))
        + $"{logic}</decision>";

    public static string Literal(string text) => $"<literalExpression><text>{SecurityElement.Escape(text)}</text></literalExpression>";

    /// <summary>A table from rows such as <c>&lt; 10 | "a"</c>: cells of the inputs, then those of the outputs.</summary>
    public static string Table(string policy, string[] inputs, string outputs, params string[] rows) =>
        $"<decisionTable {policy}>"
        + string.Concat(inputs.Select(input => $"<input><inputExpression><text>{input}</text></inputExpression></input>"))
        + outputs
        + string.Concat(rows.Select(row => Rule(row.Split('|'), inputs.Length)))
        + "</decisionTable>";

    public static FeelValue Evaluate(DmnModel model, string decision, params (string Name, FeelValue Value)[] inputs) =>
        model.Decision(decision).Evaluate(FeelContext.Create(inputs)).Value;

    private static string Rule(string[] cells, int inputs) => "<rule>"
        + string.Concat(cells.Select((cell, index) => index < inputs ? Cell("inputEntry", cell) : Cell("outputEntry", cell)))
        + "</rule>";

    private static string Cell(string name, string text) => $"<{name}><text>{SecurityElement.Escape(text.Trim())}</text></{name}>";
}
