using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn;

public sealed class DmnModelTests
{
    private static readonly string[] None = [];

    [Theory]
    [InlineData("http://www.omg.org/spec/DMN/20151101/dmn.xsd")]
    [InlineData("http://www.omg.org/spec/DMN/20180521/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20191111/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20211108/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20230324/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20240513/MODEL/")]
    public void Every_version_of_the_format_is_read(string version)
    {
        var model = DmnModel.Load(Models.Definitions(Models.Decision("two", Models.Literal("1 + 1"), None), version: version));

        Assert.Equal("2", Models.Evaluate(model, "two").ToString());
    }

    [Theory]
    [InlineData("<definitions/>")]
    [InlineData("not xml")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>")]
    public void What_is_no_model_leaves_a_diagnostic(string file)
    {
        var model = DmnModel.Load(file);

        Assert.False(model.IsValid);
        Assert.Equal(DiagnosticKind.InvalidModel, Assert.Single(model.Diagnostics).Kind);
    }

    [Fact]
    public void Elements_keep_id_label_and_extension_elements()
    {
        var model = Models.Load(
            "<decision id=\"g1\" name=\"g1\" label=\"从事特定细分市场2年以上\"><extensionElements><fn:criterion kind=\"gate\" clause=\"附件2 一\">"
            + "<fn:note>待核实</fn:note></fn:criterion></extensionElements><variable name=\"g1\" typeRef=\"boolean\"/>"
            + $"{Models.Literal("true")}</decision>");

        var element = Assert.Single(model.Elements);
        var extension = Assert.Single(element.Extensions);

        Assert.Equal(("g1", "从事特定细分市场2年以上"), (element.Id, element.Label));
        Assert.Equal(("urn:funeng:criteria:1", "criterion", "gate"), (extension.Namespace, extension.Name, extension["kind"]));
        Assert.Equal("待核实", Assert.Single(extension.Children).Text);
    }

    [Fact]
    public void A_decision_sees_only_what_it_requires()
    {
        var model = Models.Load(
            Models.Input("营业收入", "number") + Models.Input("研发费用", "number") + Models.Decision("result", Models.Literal("营业收入 + 研发费用"), ["营业收入"]));

        var diagnostic = Assert.Single(model.Diagnostics);

        Assert.Equal(DiagnosticKind.UnknownName, diagnostic.Kind);
        Assert.StartsWith("'研发费用' is not defined", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_reported_with_those_that_are_like_it()
    {
        var model = Models.Load(
            Models.Input("营业收入", "number") + Models.Input("营业利润", "number") + Models.Input("职工人数", "number")
            + Models.Decision("result", Models.Literal("营收 > 1000"), ["营业收入", "营业利润", "职工人数"]));

        Assert.Equal(
            "'营收' is not defined; there is 营业收入 (decision 'result', line 1, column 1)", Assert.Single(model.Diagnostics).ToString());
    }

    [Fact]
    public void Decisions_that_require_each_other_are_reported_and_null()
    {
        var model = Models.Load(
            Models.Decision("a", Models.Literal("b + 1"), None, ["b"]) + Models.Decision("b", Models.Literal("c + 1"), None, ["c"])
            + Models.Decision("c", Models.Literal("a + 1"), None, ["a"]));

        Assert.Equal("these require each other: a, b, c", Assert.Single(model.Diagnostics).Message);
        Assert.True(Models.Evaluate(model, "a").IsNull);
    }

    [Fact]
    public void A_given_decision_is_not_evaluated()
    {
        var model = Models.Load(
            Models.Decision("base", Models.Literal("1"), None, type: "number") + Models.Decision("result", Models.Literal("base + 1"), None, ["base"]));

        Assert.Equal("2", Models.Evaluate(model, "result").ToString());
        Assert.Equal("11", Models.Evaluate(model, "result", ("base", 10)).ToString());
    }

    [Fact]
    public void An_input_that_is_missing_and_one_that_is_wrong_are_null_for_different_reasons()
    {
        var model = Models.Load(Models.Input("x", "number") + Models.Decision("result", Models.Literal("x"), ["x"]));

        var missing = model.Decision("result").Evaluate(FeelContext.Empty);
        var wrong = model.Decision("result").Evaluate(FeelContext.Create(("x", "many")));

        Assert.Equal(DiagnosticKind.MissingInput, Assert.Single(missing.Diagnostics).Kind);
        Assert.Equal("the value is not of type number: \"many\" ('x', line 1, column 1)", Assert.Single(wrong.Diagnostics).ToString());
    }

    [Theory]
    [InlineData("[5]", "5")]
    [InlineData("5", "5")]
    [InlineData("\"5\"", "null")]
    [InlineData("[5, 6]", "null")]
    public void The_result_of_a_decision_is_converted_to_its_type(string text, string expected)
    {
        var model = Models.Load(Models.Decision("result", Models.Literal(text), None, type: "number"));

        Assert.Equal(expected, Models.Evaluate(model, "result").ToString());
    }

    [Fact]
    public void Allowed_values_hold_for_elements_and_a_type_constraint_for_the_list()
    {
        const string type = "<itemDefinition name=\"grades\" isCollection=\"true\"><typeRef>string</typeRef>"
            + "<allowedValues><text>\"A\", \"B\"</text></allowedValues><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>";
        var model = Models.Load(type + Models.Input("x", "grades") + Models.Decision("result", Models.Literal("x"), ["x"]));

        Assert.Equal("[\"A\", \"B\"]", Models.Evaluate(model, "result", ("x", FeelList.Create(["A", "B"]))).ToString());
        Assert.True(Models.Evaluate(model, "result", ("x", FeelList.Create(["A", "C"]))).IsNull);
        Assert.True(Models.Evaluate(model, "result", ("x", FeelList.Create(["A", "A", "A"]))).IsNull);
    }

    [Theory]
    [InlineData("", "yuan * 2")]
    [InlineData("units", "units.yuan * 2")]
    public void Imports_are_seen_under_their_name_or_in_the_default_scope(string importName, string text)
    {
        var units = Models.Definitions(Models.Decision("yuan", Models.Literal("10000"), None, type: "number"), "urn:units");
        var main = Models.Definitions(
            $"<import name=\"{importName}\" namespace=\"urn:units\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
            + "<decision id=\"result\" name=\"result\"><variable name=\"result\"/><informationRequirement><requiredDecision href=\"urn:units#yuan\"/>"
            + $"</informationRequirement>{Models.Literal(text)}</decision>");

        Assert.Equal("20000", Models.Evaluate(DmnModel.Load(main, units), "result").ToString());
    }

    [Fact]
    public void An_import_that_is_not_there_is_reported()
    {
        var model = Models.Load("<import name=\"units\" namespace=\"urn:units\" importType=\"x\"/>");

        Assert.Equal(DiagnosticKind.UnknownElement, Assert.Single(model.Diagnostics).Kind);
    }

    [Fact]
    public void A_knowledge_model_is_a_function_that_may_call_itself()
    {
        var model = Models.Load(
            "<businessKnowledgeModel id=\"fact\" name=\"fact\"><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>"
            + $"{Models.Literal("if n <= 1 then 1 else n * fact(n - 1)")}</encapsulatedLogic></businessKnowledgeModel>"
            + "<decision id=\"r\" name=\"r\"><variable name=\"r\"/><knowledgeRequirement><requiredKnowledge href=\"#fact\"/></knowledgeRequirement>"
            + $"{Models.Literal("fact(20)")}</decision>");

        Assert.Equal("2432902008176640000", Models.Evaluate(model, "r").ToString());
        Assert.Equal("120", Models.Evaluate(model, "fact", ("n", 5)).ToString());
    }

    [Fact]
    public void Recursion_without_end_is_stopped_with_a_diagnostic()
    {
        var model = Models.Load(
            "<businessKnowledgeModel id=\"f\" name=\"f\"><encapsulatedLogic><formalParameter name=\"n\"/>"
            + $"{Models.Literal("1 + f(n + 1)")}</encapsulatedLogic></businessKnowledgeModel>");

        var evaluated = model.Decision("f").Evaluate(FeelContext.Create(("n", 1)));

        Assert.True(evaluated.Value.IsNull);
        Assert.Contains(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.LimitExceeded);
    }

    [Fact]
    public void A_service_runs_apart_from_the_request_that_calls_it()
    {
        var model = Models.Load(
            Models.Input("x", "number") + Models.Decision("double", Models.Literal("x * 2"), ["x"], type: "number")
            + "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#double\"/><inputData href=\"#x\"/></decisionService>"
            + "<decision id=\"r\" name=\"r\"><variable name=\"r\"/><informationRequirement><requiredDecision href=\"#double\"/></informationRequirement>"
            + "<knowledgeRequirement><requiredKnowledge href=\"#s\"/></knowledgeRequirement>"
            + $"{Models.Literal("[double, s(100), double]")}</decision>");

        Assert.Equal("[10, 200, 10]", Models.Evaluate(model, "r", ("x", 5)).ToString());
    }

    [Fact]
    public void A_decision_without_logic_is_null_unless_it_is_given()
    {
        var model = Models.Load(Models.Decision("a", "", None, type: "number") + Models.Decision("b", Models.Literal("a + 1"), None, ["a"]));

        Assert.True(Models.Evaluate(model, "b").IsNull);
        Assert.Equal("6", Models.Evaluate(model, "b", ("a", 5)).ToString());
    }

    [Fact]
    public async Task One_model_serves_many_threads()
    {
        var model = Models.Load(
            Models.Input("x", "number") + Models.Decision("result", Models.Literal("sum(for i in 1..x return i)"), ["x"]));
        var decision = model.Decision("result");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(
            () => decision.Evaluate(FeelContext.Create(("x", number))).Value)));

        Assert.Equal(Enumerable.Range(0, 200).Select(number => number == 0 ? "1" : $"{number * (number + 1) / 2}"), answers.Select(answer => answer.ToString()));
    }
}
