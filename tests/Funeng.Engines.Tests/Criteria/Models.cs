using System.Security;
using System.Text.RegularExpressions;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Dmn;

namespace Funeng.Engines.Tests.Criteria;

/// <summary>Writes small decision models in the criteria profile over a catalogue.</summary>
internal sealed class Models(FactCatalogue? catalogue = null)
{
    private const string Dmn = "https://www.omg.org/spec/DMN/20230324/MODEL/";

    private readonly FactCatalogue catalogue = catalogue ?? Samples.Catalogue;
    private string decisions = "";
    private string inputs = "";
    private readonly List<string> names = [];
    private readonly List<string> reviews = [];

    /// <summary>What was written so far, for messages.</summary>
    public string Text_ => Regex.Replace(Regex.Replace(decisions, "<(decision) id='(\\w+)'[^>]*>", "\n$2: "), "<[^>]*>", " ");

    public Models Condition(string id, string text, string kind = "gate", string extra = "") => Decision(id, kind, extra, "boolean", Literal(text), text);

    public Models Points(string id, string text, string kind = "indicator", string extra = "max=\"10\"") => Decision(id, kind, extra, "number", Literal(text), text);

    public Models Text(string id, string text) => Decision(id, "class", "", "string", Literal(text), text);

    /// <summary>A decision without criterion, which only serves others.</summary>
    public Models Serving(string id, string text)
    {
        names.Add(id);
        decisions += $"<decision id='{id}' name='{id}'><variable name='{id}'/>{Requirements(text)}{Literal(text)}</decision>";
        return this;
    }

    /// <param name="rules">Cells separated by |, the result last: <c>&gt;= 80 | 5</c>.</param>
    public Models Table(string id, string policy, string[] inputExpressions, string[] rules, string type = "number", string kind = "indicator", string aggregation = "", string defaultOutput = "", string priorities = "")
    {
        var text = $"<decisionTable hitPolicy='{policy}'{(aggregation.Length > 0 ? $" aggregation='{aggregation}'" : "")}>";
        foreach (var expression in inputExpressions) text += $"<input><inputExpression><text>{Escape(expression)}</text></inputExpression></input>";
        text += $"<output name='points' typeRef='{type}'>{(priorities.Length > 0 ? $"<outputValues><text>{Escape(priorities)}</text></outputValues>" : "")}{(defaultOutput.Length > 0 ? $"<defaultOutputEntry><text>{Escape(defaultOutput)}</text></defaultOutputEntry>" : "")}</output>";
        foreach (var rule in rules)
        {
            var cells = rule.Split('|', StringSplitOptions.TrimEntries);
            text += "<rule>";
            foreach (var cell in cells[..^1]) text += $"<inputEntry><text>{Escape(cell)}</text></inputEntry>";
            text += $"<outputEntry><text>{Escape(cells[^1])}</text></outputEntry></rule>";
        }

        return Decision(id, kind, "max=\"10\"", type, text + "</decisionTable>", string.Join(' ', [.. inputExpressions, .. rules]));
    }

    public Models Review(string id, string name, string type, string allowed = "")
    {
        reviews.Add($"{name}\t{id}");
        inputs += $"<inputData id='{id}' name='{name}'><extensionElements><fn:review question='{name}？'{(allowed.Length > 0 ? $" allowedValues='{allowed}'" : "")}/></extensionElements><variable name='{name}' typeRef='{type}'/></inputData>";
        return this;
    }

    public DmnModel Load(string id = "test", string header = "version='3' kind='recognition' title='试验' shortName='试验'")
    {
        var main = $"<definitions xmlns='{Dmn}' xmlns:fn='urn:funeng:criteria:1' id='{id}' name='{id}' namespace='urn:funeng:rules:{id}'>"
            + (header.Length > 0 ? $"<extensionElements><fn:scheme {header}/></extensionElements>" : "")
            + $"<import name='' namespace='urn:funeng:facts' importType='{Dmn}'/><import name='' namespace='urn:funeng:units' importType='{Dmn}'/>"
            + inputs + decisions + "</definitions>";
        return DmnModel.Load(main, FactsModel(), UnitsModel());
    }

    public SchemeReading Read(string id = "test")
    {
        var model = Load(id);
        return Scheme.Read(model, catalogue.With(Scheme.ReviewFacts(model)));
    }

    public Scheme Scheme_(string id = "test")
    {
        var reading = Read(id);
        Assert.True(reading.Problems.Count == 0, string.Join('\n', reading.Problems));
        return reading.Scheme!;
    }

    private Models Decision(string id, string kind, string extra, string type, string logic, string text)
    {
        names.Add(id);
        decisions += $"<decision id='{id}' name='{id}' label='标题 {id}'><extensionElements><fn:criterion kind='{kind}' key='{id}' clause='第 {id} 条' confidence='text' {extra}/></extensionElements>"
            + $"<variable name='{id}' typeRef='{type}'/>{Requirements(text)}{logic}</decision>";
        return this;
    }

    private string Requirements(string text)
    {
        var found = "";
        var rest = text;
        foreach (var fact in catalogue.All.OrderByDescending(fact => fact.Name.Length).Where(fact => text.Contains(fact.Name, StringComparison.Ordinal)))
        {
            // 上年度营业收入 is meant, not the 营业收入 inside it.
            if (!rest.Contains(fact.Name, StringComparison.Ordinal)) continue;
            rest = rest.Replace(fact.Name, " ", StringComparison.Ordinal);
            found += $"<informationRequirement><requiredInput href='urn:funeng:facts#{fact.Key.Replace(':', '_')}'/></informationRequirement>";
        }

        foreach (var review in reviews.Select(item => item.Split('\t')).Where(item => text.Contains(item[0], StringComparison.Ordinal)))
        {
            found += $"<informationRequirement><requiredInput href='#{review[1]}'/></informationRequirement>";
        }

        foreach (var name in names.Where(name => Regex.IsMatch(text, $@"(?<!\w){name}(?!\w)") && name != names[^1]))
        {
            found += $"<informationRequirement><requiredDecision href='#{name}'/></informationRequirement>";
        }

        if (text.Contains("万元", StringComparison.Ordinal)) found += "<informationRequirement><requiredDecision href='urn:funeng:units#tenThousandYuan'/></informationRequirement>";
        if (text.Contains("申请日期", StringComparison.Ordinal)) found += "<informationRequirement><requiredInput href='urn:funeng:facts#applicationDate'/></informationRequirement>";
        return found;
    }

    private string FactsModel()
    {
        var text = $"<definitions xmlns='{Dmn}' id='facts' name='facts' namespace='urn:funeng:facts'>";
        text += "<inputData id='applicationDate' name='申请日期'><variable name='申请日期' typeRef='date'/></inputData>";
        foreach (var fact in catalogue.All)
        {
            var type = fact.Type switch { FactType.Boolean => "boolean", FactType.Text => "string", FactType.Date => "date", _ => "number" };
            text += $"<inputData id='{fact.Key.Replace(':', '_')}' name='{fact.Name}'><variable name='{fact.Name}' typeRef='{type}'/></inputData>";
        }

        return text + "</definitions>";
    }

    private static string UnitsModel() => $"<definitions xmlns='{Dmn}' id='units' name='units' namespace='urn:funeng:units'>"
        + "<decision id='tenThousandYuan' name='万元'><variable name='万元' typeRef='number'/><literalExpression><text>10000</text></literalExpression></decision></definitions>";

    private static string Literal(string text) => $"<literalExpression><text>{Escape(text)}</text></literalExpression>";

    private static string Escape(string text) => SecurityElement.Escape(text);
}
