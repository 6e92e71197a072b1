using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn;

/// <summary>Where a value meets a type (DMN 1.5, 10.3.2.9.4): inputs, results, parameters, entries, columns, items of boxes.</summary>
public sealed class TypedBoundaryTests
{
    private const string Types =
        "<itemDefinition name=\"tNames\" isCollection=\"true\"><typeRef>string</typeRef></itemDefinition>"
        + "<itemDefinition name=\"tAge\"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>"
        + "<itemDefinition name=\"tPerson\"><itemComponent name=\"full name\"><typeRef>string</typeRef></itemComponent>"
        + "<itemComponent name=\"age\"><typeRef>tAge</typeRef></itemComponent></itemDefinition>"
        + "<itemDefinition name=\"tPeople\" isCollection=\"true\"><typeRef>tPerson</typeRef></itemDefinition>"
        + "<itemDefinition name=\"tPair\" isCollection=\"true\"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>"
        + "<itemDefinition name=\"tAgeOfAdult\"><typeRef>tAge</typeRef><typeConstraint><text>&gt;= 18</text></typeConstraint></itemDefinition>"
        + "<itemDefinition name=\"tRule\"><functionItem outputTypeRef=\"number\"><parameters name=\"a\" typeRef=\"number\"/></functionItem></itemDefinition>";

    private static readonly string[] None = [];

    [Theory]
    [InlineData("number", "[5]", "5")]
    [InlineData("number", "[[5]]", "null")]
    [InlineData("number", "[]", "null")]
    [InlineData("number", "null", "null")]
    [InlineData("tNames", "\"a\"", "[\"a\"]")]
    [InlineData("tNames", "[\"a\", null]", "[\"a\", null]")]
    [InlineData("tNames", "[\"a\", 1]", "null")]
    [InlineData("tNames", "[]", "[]")]
    [InlineData("date and time", "@\"2026-01-02\"", "@\"2026-01-02T00:00:00Z\"")]
    [InlineData("date", "@\"2026-01-02T10:00:00\"", "null")]
    [InlineData("tPerson", "{full name: \"a\", age: 3}", "{full name: \"a\", age: 3}")]
    [InlineData("tPerson", "{full name: \"a\", age: 3, more: 1}", "{full name: \"a\", age: 3, more: 1}")]
    [InlineData("tPerson", "{full name: \"a\", age: null}", "{full name: \"a\", age: null}")]
    [InlineData("tPerson", "{full name: \"a\"}", "null")]
    [InlineData("tPerson", "{full name: \"a\", age: 151}", "null")]
    [InlineData("tPerson", "[{full name: \"a\", age: 3}]", "{full name: \"a\", age: 3}")]
    [InlineData("tPeople", "{full name: \"a\", age: 3}", "[{full name: \"a\", age: 3}]")]
    [InlineData("tPeople", "[{full name: \"a\", age: -1}]", "null")]
    [InlineData("tPair", "[1, 2]", "[1, 2]")]
    [InlineData("tPair", "[1]", "null")]
    [InlineData("tAge", "[7]", "7")]
    [InlineData("tAgeOfAdult", "17", "null")]
    [InlineData("tAgeOfAdult", "18", "18")]
    [InlineData("tAgeOfAdult", "151", "null")]
    [InlineData("Any", "[5]", "[5]")]
    [InlineData("days and time duration", "@\"P1Y\"", "null")]
    [InlineData("string", "1", "null")]
    public void A_decision_an_input_a_parameter_and_an_entry_convert_alike(string type, string text, string expected)
    {
        var parameter = $"<businessKnowledgeModel id=\"f\" name=\"f\"><encapsulatedLogic><formalParameter name=\"p\" typeRef=\"{type}\"/>{Models.Literal("p")}"
            + "</encapsulatedLogic></businessKnowledgeModel>";
        var entry = $"<context><contextEntry><variable name=\"e\" typeRef=\"{type}\"/>{Models.Literal(text)}</contextEntry><contextEntry>{Models.Literal("e")}"
            + "</contextEntry></context>";
        var model = Models.Load(
            Types + parameter + Models.Input("x", type) + Models.Decision("result", Models.Literal(text), None, type: type)
            + Models.Decision("input", Models.Literal("x"), ["x"]) + Models.Decision("entry", entry, None));
        var given = FeelExpression.Parse(text).Evaluate(FeelContext.Empty).Value;

        Assert.Empty(model.Diagnostics);
        Assert.Equal(expected, Models.Evaluate(model, "result").ToString());
        Assert.Equal(expected, Models.Evaluate(model, "input", ("x", given)).ToString());
        Assert.Equal(expected, Models.Evaluate(model, "f", ("p", given)).ToString());
        Assert.Equal(expected, Models.Evaluate(model, "entry").ToString());
    }

    [Theory]
    [InlineData("function(a: number) a + 1", "3")]
    [InlineData("function(a) a + 1", "3")]
    [InlineData("abs", "2")]
    [InlineData("function(a: string) a", "null")]
    [InlineData("function(a, b) a", "null")]
    [InlineData("5", "null")]
    public void A_function_meets_a_type_of_functions(string text, string expected)
    {
        var model = Models.Load(Types + Models.Decision("f", Models.Literal(text), None, type: "tRule")
            + Models.Decision("result", Models.Literal("f(2)"), None, ["f"]));

        Assert.Equal(expected, Models.Evaluate(model, "result").ToString());
    }

    [Theory]
    [InlineData("f(\"x\")", "null", DiagnosticKind.TypeMismatch)]
    [InlineData("f(null)", "\"entered\"", null)]
    [InlineData("f([1])", "\"entered\"", null)]
    [InlineData("f()", "null", DiagnosticKind.WrongArguments)]
    [InlineData("f(1, 2)", "null", DiagnosticKind.WrongArguments)]
    [InlineData("f(q: 1)", "null", DiagnosticKind.WrongArguments)]
    [InlineData("f(p: 1)", "\"entered\"", null)]
    public void A_function_is_not_entered_with_an_argument_that_does_not_fit(string call, string expected, DiagnosticKind? reason)
    {
        var model = Models.Load(
            "<businessKnowledgeModel id=\"f\" name=\"f\"><encapsulatedLogic><formalParameter name=\"p\" typeRef=\"number\"/>"
            + $"{Models.Literal("\"entered\"")}</encapsulatedLogic></businessKnowledgeModel>"
            + "<decision id=\"r\" name=\"r\"><variable name=\"r\"/><knowledgeRequirement><requiredKnowledge href=\"#f\"/></knowledgeRequirement>"
            + $"{Models.Literal(call)}</decision>");

        var evaluated = model.Decision("r").Evaluate(FeelContext.Empty);

        Assert.Equal(expected, evaluated.Value.ToString());
        Assert.Equal(reason, evaluated.Diagnostics.Count == 0 ? null : evaluated.Diagnostics[0].Kind);
    }

    [Fact]
    public void Inputs_and_outputs_of_a_service_are_boundaries_and_what_it_encapsulates_is_computed_inside()
    {
        var model = Models.Load(
            Types + Models.Input("x", "number") + Models.Decision("given", Models.Literal("1"), None, type: "number")
            + Models.Decision("inside", Models.Literal("x + given"), ["x"], ["given"], "number")
            + Models.Decision("out", Models.Literal("inside * 10"), None, ["inside"])
            + "<decisionService id=\"s\" name=\"s\"><variable name=\"s\" typeRef=\"tNames\"/><outputDecision href=\"#out\"/>"
            + "<encapsulatedDecision href=\"#inside\"/><inputDecision href=\"#given\"/><inputData href=\"#x\"/></decisionService>"
            + "<decisionService id=\"t\" name=\"t\"><variable name=\"t\" typeRef=\"number\"/><outputDecision href=\"#out\"/>"
            + "<encapsulatedDecision href=\"#inside\"/><inputDecision href=\"#given\"/><inputData href=\"#x\"/></decisionService>"
            + "<decision id=\"r\" name=\"r\"><variable name=\"r\"/><knowledgeRequirement><requiredKnowledge href=\"#s\"/></knowledgeRequirement>"
            + "<knowledgeRequirement><requiredKnowledge href=\"#t\"/></knowledgeRequirement>"
            + $"{Models.Literal("[t(2, 3), t(x: 2, given: 3), t([2], 3), t(2, null), t(2, \"3\"), s(2, 3)]")}</decision>");

        Assert.Equal("[50, 50, 50, null, null, null]", Models.Evaluate(model, "r").ToString());
    }

    [Theory]
    [InlineData("units", "units.tAge", "units.limit", "units.double(7)", "units.svc(4)")]
    [InlineData("my units", "my units.tAge", "my units.limit", "my units.double(7)", "my units.svc(4)")]
    [InlineData("", "tAge", "limit", "double(7)", "svc(4)")]
    public void Types_decisions_functions_and_services_are_imported(string name, string type, string decision, string function, string service)
    {
        var imported = Models.Definitions(
            Types + Models.Input("x", "number") + Models.Decision("limit", Models.Literal("100"), None, type: "number")
            + Models.Decision("out", Models.Literal("x + 1"), ["x"])
            + "<businessKnowledgeModel id=\"double\" name=\"double\"><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>"
            + $"{Models.Literal("n * 2")}</encapsulatedLogic></businessKnowledgeModel>"
            + "<decisionService id=\"svc\" name=\"svc\"><variable name=\"svc\"/><outputDecision href=\"#out\"/><inputData href=\"#x\"/></decisionService>",
            "urn:units");
        var main = Models.Definitions(
            $"<import name=\"{name}\" namespace=\"urn:units\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
            + "<decision id=\"r\" name=\"r\"><variable name=\"r\"/><informationRequirement><requiredDecision href=\"urn:units#limit\"/></informationRequirement>"
            + "<knowledgeRequirement><requiredKnowledge href=\"urn:units#double\"/></knowledgeRequirement>"
            + "<knowledgeRequirement><requiredKnowledge href=\"urn:units#svc\"/></knowledgeRequirement>"
            + $"{Models.Literal($"[{decision}, {function}, {service}, 5 instance of {type}, \"5\" instance of {type}]")}</decision>"
            + $"<decision id=\"typed\" name=\"typed\"><variable name=\"typed\" typeRef=\"{type}\"/>{Models.Literal("151")}</decision>");
        var model = DmnModel.Load(main, imported);

        Assert.Empty(model.Diagnostics);
        Assert.Equal("[100, 14, 5, true, false]", Models.Evaluate(model, "r").ToString());
        Assert.True(Models.Evaluate(model, "typed").IsNull);
    }

    [Theory]
    [InlineData("<for iteratorVariable=\"i\"><in>[1, 2, 3]</in><return>if count(partial) = 0 then i else i + partial[-1]</return></for>", "[1, 3, 6]")]
    [InlineData("<for iteratorVariable=\"i\"><in>1</in><return>i + 1</return></for>", "[2]")]
    [InlineData("<for iteratorVariable=\"i\"><in>null</in><return>i + 1</return></for>", "null")]
    [InlineData("<for iteratorVariable=\"i\"><in>[3..1]</in><return>i</return></for>", "null")]
    [InlineData("<for iteratorVariable=\"i\"><in>[1..3]</in><return>i</return></for>", "[1, 2, 3]")]
    [InlineData("<filter><in>[1, 2, 3]</in><match>item &gt; 1</match></filter>", "[2, 3]")]
    [InlineData("<filter><in>[1, 2, 3]</in><match>2</match></filter>", "2")]
    [InlineData("<filter><in>[{a: 1}, {a: 2}]</in><match>a = 2</match></filter>", "[{a: 2}]")]
    [InlineData("<filter><in>5</in><match>item = 5</match></filter>", "[5]")]
    [InlineData("<filter><in>[1, 2]</in><match>\"x\"</match></filter>", "null")]
    [InlineData("<some iteratorVariable=\"i\"><in>[1, 2]</in><satisfies>i = 2</satisfies></some>", "true")]
    [InlineData("<every iteratorVariable=\"i\"><in>[]</in><satisfies>false</satisfies></every>", "true")]
    [InlineData("<conditional><if>1 = 1</if><then>\"a\"</then><else>\"b\"</else></conditional>", "\"a\"")]
    [InlineData("<conditional><if>null</if><then>\"a\"</then><else>\"b\"</else></conditional>", "\"b\"")]
    [InlineData("<conditional><if>\"x\"</if><then>\"a\"</then><else>\"b\"</else></conditional>", "null")]
    [InlineData("<list>~1~~null~~[2]~</list>", "[1, null, [2]]")]
    public void Boxes_mean_what_their_texts_mean(string box, string expected)
    {
        var read = System.Text.RegularExpressions.Regex.Replace(
            box, "<(in|return|match|satisfies|if|then|else)>(.*?)</\\1>", match => $"<{match.Groups[1].Value}>{Wrapped(match.Groups[2].Value)}</{match.Groups[1].Value}>");
        var model = Models.Load(Models.Decision("r", System.Text.RegularExpressions.Regex.Replace(read, "~(.*?)~", match => Wrapped(match.Groups[1].Value)), None));

        Assert.Empty(model.Diagnostics);
        Assert.Equal(expected, Models.Evaluate(model, "r").ToString());
    }

    [Theory]
    [InlineData("typeRef=\"tNames\"", "[\"a\"]")]
    [InlineData("typeRef=\"number\"", "null")]
    public void A_box_with_a_type_of_its_own_is_a_boundary(string type, string expected)
    {
        var box = $"<conditional {type}><if>{Models.Literal("true")}</if><then>{Models.Literal("\"a\"")}</then><else>{Models.Literal("\"b\"")}</else></conditional>";
        var model = Models.Load(Types + Models.Decision("r", box, None));

        Assert.Equal(expected, Models.Evaluate(model, "r").ToString());
    }

    private static string Wrapped(string text) => $"<literalExpression><text>{text}</text></literalExpression>";
}
