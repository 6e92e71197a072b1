using System.Text.RegularExpressions;
using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests;

/// <summary>The examples of the library's README, word for word, and what they give.</summary>
public sealed class ReadmeTests
{
    private static readonly string xml = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
          <inputData id="staff" name="从业人员"><variable name="从业人员" typeRef="number"/></inputData>
          <decision id="size" name="规模">
            <variable name="规模" typeRef="string"/>
            <informationRequirement><requiredInput href="#staff"/></informationRequirement>
            <literalExpression><text>if 从业人员 >= 300 then "大型" else "中小型"</text></literalExpression>
          </decision>
        </definitions>
        """;

    private static readonly string table = xml.Replace("typeRef=\"string\"/>", "typeRef=\"number\"/>", StringComparison.Ordinal).Replace(
        "<literalExpression><text>if 从业人员 >= 300 then \"大型\" else \"中小型\"</text></literalExpression>",
        "<decisionTable><input><inputExpression><text>从业人员</text></inputExpression></input><output/>"
        + "<rule><inputEntry><text>&lt; 20</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>"
        + "<rule><inputEntry><text>&gt; 20</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>",
        StringComparison.Ordinal);

    [Fact]
    public void The_examples_give_what_the_README_promises()
    {
        var rule = FeelExpression.Parse(
            "营业收入 >= 1000 * 万元 and 研发费用 / 营业收入 * 100 >= 3",
            new FeelVariable("营业收入", FeelType.Number),
            new FeelVariable("研发费用", FeelType.Number),
            new FeelVariable("万元", FeelType.Number));

        FeelValue holds = rule.EvaluateValue([12_000_000m, 400_000m, 10_000]);

        Assert.True(holds.IsTrue);

        var share = FeelExpression.Parse("研发费用 / 营业收入", new FeelVariable("研发费用"), new FeelVariable("营业收入"));

        Evaluated result = share.Evaluate(FeelContext.Create(("研发费用", 400_000), ("营业收入", 0)));

        string why = result.Diagnostics[0].Message;

        Assert.True(result.Value.IsNull);
        Assert.Contains("400000, 0", why, StringComparison.Ordinal);

        var model = DmnModel.Load(xml);

        Evaluated size = model.Decision("规模").Evaluate(FeelContext.Create(("从业人员", 260)));

        Assert.Equal("中小型", size.Value.AsString());

        var trace = new Trace();

        rule.EvaluateValue([12_000_000m, 300_000m, 10_000], new EvaluationOptions(default, trace));

        string[] steps = [.. trace.Steps.Select(step => step.ToString())];

        Assert.Contains("研发费用 / 营业收入 * 100 = 2.5", steps);

        TableAnalysis bands = TableAnalysis.Of(DmnModel.Load(table))[0];

        string finding = bands.Findings[0].Message;

        Assert.Equal("no rule matches 从业人员: 20, for example 从业人员 = 20", finding);
    }

    [Fact]
    public void The_README_shows_the_code_that_is_tested()
    {
        var root = FindRoot();
        Assert.SkipWhen(root is null, "the sources are not at hand");
        var tested = Squeezed(File.ReadAllText(Path.Combine(root!, "tests", "Funeng.Feel.Tests", "ReadmeTests.cs")));
        var readme = File.ReadAllText(Path.Combine(root!, "src", "Funeng.Feel", "README.md"));

        var examples = Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline);

        Assert.Equal(5, examples.Count);
        Assert.All(examples, example => Assert.Contains(Squeezed(example.Groups[1].Value), tested, StringComparison.Ordinal));
    }

    private static string Squeezed(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Funeng.slnx")))
                return folder.FullName;
        }

        return null;
    }
}
