using System.Globalization;
using System.Xml.Linq;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn;

/// <summary>Models that are broken in any way load with diagnostics and evaluate to something; nothing throws.</summary>
public sealed class DmnRobustnessTests
{
    private static readonly int Count = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 100_000 : 1_000;

    private static readonly string Model = Models.Definitions(
        "<itemDefinition name=\"grade\"><typeRef>string</typeRef><allowedValues><text>\"A\",\"B\"</text></allowedValues></itemDefinition>"
        + "<itemDefinition name=\"row\"><itemComponent name=\"x\"><typeRef>number</typeRef></itemComponent><itemComponent name=\"g\"><typeRef>grade</typeRef></itemComponent></itemDefinition>"
        + "<itemDefinition name=\"rows\" isCollection=\"true\"><typeRef>row</typeRef></itemDefinition>"
        + Models.Input("rows", "rows") + Models.Input("x", "number")
        + "<businessKnowledgeModel id=\"k\" name=\"k\"><variable name=\"k\" typeRef=\"number\"/><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>"
        + Models.Literal("n + 1") + "</encapsulatedLogic></businessKnowledgeModel>"
        + Models.Decision("total", Models.Literal("sum(rows[g = \"A\"].x)"), ["rows"], type: "number")
        + Models.Decision("table", Models.Table("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", ["x", "total"], "<output/>", "> 1 | [0..10] | 1", "- | - | x"), ["x"], ["total"])
        + Models.Decision("box", "<context><contextEntry><variable name=\"a\"/><conditional><if>" + Models.Literal("x > 1") + "</if><then>"
            + Models.Literal("x") + "</then><else>" + Models.Literal("0") + "</else></conditional></contextEntry><contextEntry><variable name=\"b\"/>"
            + "<for iteratorVariable=\"i\"><in>" + Models.Literal("1..3") + "</in><return>" + Models.Literal("i * a") + "</return></for></contextEntry>"
            + "<contextEntry><relation><column name=\"p\"/><column name=\"q\"/><row>" + Models.Literal("1") + Models.Literal("2") + "</row></relation></contextEntry></context>", ["x"])
        + "<decision id=\"call\" name=\"call\"><variable name=\"call\"/><knowledgeRequirement><requiredKnowledge href=\"#k\"/></knowledgeRequirement><invocation>"
        + Models.Literal("k") + "<binding><parameter name=\"n\"/>" + Models.Literal("5") + "</binding></invocation></decision>"
        + "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#table\"/><outputDecision href=\"#total\"/>"
        + "<encapsulatedDecision href=\"#total\"/><inputData href=\"#rows\"/><inputData href=\"#x\"/></decisionService>");

    [Fact]
    public void Models_with_parts_missing_or_moved_never_throw()
    {
        var inputs = FeelContext.Create(("x", 5), ("rows", FeelList.Create([FeelContext.Create(("x", 3), ("g", "A"))])));
        for (var seed = 0; seed < Count; seed++)
        {
            try
            {
                var model = DmnModel.Load(Mutate(seed));
                foreach (var element in model.Elements)
                {
                    if (model.Find(element.Name) is not InputData)
                    {
                        model.Decision(element.Name).Evaluate(inputs);
                    }
                }
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"), problem);
            }
        }
    }

    [Fact]
    public void The_unbroken_model_has_no_diagnostics_and_the_right_values()
    {
        var model = DmnModel.Load(Model.Replace("1..3", "[1..3]", StringComparison.Ordinal));
        var rows = FeelList.Create([FeelContext.Create(("x", 3), ("g", "A")), FeelContext.Create(("x", 9), ("g", "B"))]);

        Assert.Empty(model.Diagnostics);
        Assert.Equal("6", Models.Evaluate(model, "table", ("x", 5), ("rows", rows)).ToString());
        Assert.Equal("6", Models.Evaluate(model, "call").ToString());
        Assert.Equal("{table: 6, total: 3}", Models.Evaluate(model, "s", ("x", 5), ("rows", rows)).ToString());
    }

    private static string Mutate(int seed)
    {
        var random = new Random(seed);
        var document = XDocument.Parse(Model);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var elements = document.Root!.Descendants().ToList();
            var element = elements[random.Next(elements.Count)];
            switch (random.Next(5))
            {
                case 0:
                    element.Remove();
                    break;
                case 1:
                    element.Attributes().FirstOrDefault()?.Remove();
                    break;
                case 2:
                    element.Add(new XElement(elements[random.Next(elements.Count)]));
                    break;
                case 3 when element.Attributes().FirstOrDefault() is { IsNamespaceDeclaration: false } attribute:
                    attribute.Value = elements[random.Next(elements.Count)].Attribute("name")?.Value ?? "";
                    break;
                default:
                    element.ReplaceWith(new XElement(elements[random.Next(elements.Count)]));
                    break;
            }
        }

        return document.ToString();
    }
}
