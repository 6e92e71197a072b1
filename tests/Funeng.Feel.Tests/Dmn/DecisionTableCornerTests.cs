using Funeng.Feel.Dmn;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn;

/// <summary>Hit policies with several outputs, defaults, gaps and wrong types together.</summary>
public sealed class DecisionTableCornerTests
{
    private const string TwoOutputs = "<output name=\"等级\" typeRef=\"string\"/><output name=\"points\" typeRef=\"number\"/>";
    private const string TwoWithDefaults = "<output name=\"等级\" typeRef=\"string\"><defaultOutputEntry><text>\"D\"</text></defaultOutputEntry></output>"
        + "<output name=\"points\" typeRef=\"number\"/>";
    private const string Ranked = "<output name=\"等级\"><outputValues><text>\"A\", \"B\"</text></outputValues></output>"
        + "<output name=\"points\"><outputValues><text>3, 2, 1</text></outputValues></output>";

    private static readonly string[] Rows = ["> 10 | \"A\" | 1", "> 5 | \"B\" | 3", "> 8 | \"A\" | 3"];

    [Theory]
    [InlineData("UNIQUE", 6, "{等级: \"B\", points: 3}")]
    [InlineData("UNIQUE", 9, "null")]
    [InlineData("UNIQUE", 5, "null")]
    [InlineData("ANY", 6, "{等级: \"B\", points: 3}")]
    [InlineData("ANY", 20, "null")]
    [InlineData("FIRST", 20, "{等级: \"A\", points: 1}")]
    [InlineData("PRIORITY", 20, "{等级: \"A\", points: 3}")]
    [InlineData("PRIORITY", 6, "{等级: \"B\", points: 3}")]
    [InlineData("RULE ORDER", 9, "[{等级: \"B\", points: 3}, {等级: \"A\", points: 3}]")]
    [InlineData("OUTPUT ORDER", 20, "[{等级: \"A\", points: 3}, {等级: \"A\", points: 1}, {等级: \"B\", points: 3}]")]
    [InlineData("COLLECT", 9, "[{等级: \"B\", points: 3}, {等级: \"A\", points: 3}]")]
    [InlineData("COLLECT", 1, "null")]
    public void Several_outputs_are_a_context_by_every_policy(string policy, int value, string expected) =>
        Assert.Equal(expected, Evaluate($"hitPolicy=\"{policy}\"", Ranked, Rows, value).Value.ToString());

    [Fact]
    public void A_default_of_one_output_leaves_the_others_null() =>
        Assert.Equal("{等级: \"D\", points: null}", Evaluate("hitPolicy=\"UNIQUE\"", TwoWithDefaults, Rows, 1).Value.ToString());

    [Fact]
    public void An_output_of_the_wrong_type_is_null_and_reported_and_the_others_stay()
    {
        var evaluated = Evaluate("hitPolicy=\"FIRST\"", TwoOutputs, ["- | \"A\" | \"three\""], 1);

        Assert.Equal("{等级: \"A\", points: null}", evaluated.Value.ToString());
        Assert.Equal(DiagnosticKind.TypeMismatch, Assert.Single(evaluated.Diagnostics).Kind);
    }

    [Theory]
    [InlineData("SUM")]
    [InlineData("COUNT")]
    public void An_aggregation_of_several_outputs_is_null_with_the_reason(string aggregation)
    {
        var evaluated = Evaluate($"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", TwoOutputs, Rows, 9);

        Assert.True(evaluated.Value.IsNull);
        Assert.Equal(DiagnosticKind.InvalidModel, Assert.Single(evaluated.Diagnostics).Kind);
    }

    [Theory]
    [InlineData("SUM", "0.3")]
    [InlineData("MIN", "0.1")]
    [InlineData("MAX", "0.2")]
    public void Aggregations_are_decimal(string aggregation, string expected) => Assert.Equal(
        expected, Evaluate($"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", "<output/>", ["- | 0.1", "- | 0.2"], 1).Value.ToString());

    [Theory]
    [InlineData("SUM", "\"a\"")]
    [InlineData("SUM", "\"a\" ; \"b\"")]
    [InlineData("SUM", "null")]
    [InlineData("MIN", "true")]
    [InlineData("MAX", "[1]")]
    [InlineData("MAX", "null")]
    [InlineData("MIN", "1 ; \"a\"")]
    public void An_aggregation_of_what_cannot_be_summed_or_ordered_is_null_with_the_reason(string aggregation, string outputs)
    {
        string[] rows = [.. outputs.Split(';').Select(output => $"- | {output}")];

        var evaluated = Evaluate($"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", "<output/>", rows, 1);

        Assert.True(evaluated.Value.IsNull);
        Assert.NotEmpty(evaluated.Diagnostics);
    }

    [Fact]
    public void A_null_input_matches_only_what_asks_for_null_or_for_nothing()
    {
        string[] rows = ["< 5 | 1", "not(< 5) | 2", "null | 3", "- | 4"];

        Assert.Equal("[3, 4]", Evaluate("hitPolicy=\"RULE ORDER\"", "<output/>", rows, FeelValue.Null).Value.ToString());
    }

    [Fact]
    public void Outputs_that_stand_in_no_order_come_last_and_are_reported()
    {
        var evaluated = Evaluate("hitPolicy=\"OUTPUT ORDER\"", Ranked, ["- | \"Z\" | 1", "- | \"B\" | 1"], 1);

        Assert.Equal("B", evaluated.Value.AsList()[0].AsContext()["等级"].AsString());
        Assert.Contains(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.NotInOutputValues);
    }

    [Theory]
    [InlineData("https://www.omg.org/spec/DMN/20230324/FEEL/", "3")]
    [InlineData("FEEL", "3")]
    [InlineData("https://www.omg.org/spec/DMN/20240513/B-FEEL/", "null")]
    [InlineData("http://www.w3.org/1999/XPath", "null")]
    public void A_model_in_another_language_is_not_taken_for_FEEL(string language, string expected)
    {
        var xml = Models.Definitions(Models.Decision("y", Models.Literal("1 + 2"), [])).Replace("id=\"d\"", $"id=\"d\" expressionLanguage=\"{language}\"", StringComparison.Ordinal);

        var evaluated = DmnModel.Load(xml).Decision("y").Evaluate(FeelContext.Empty);

        Assert.Equal(expected, evaluated.Value.ToString());
        Assert.Equal(expected == "null", evaluated.Diagnostics.Any(diagnostic => diagnostic.Kind == DiagnosticKind.ExternalFunction));
    }

    [Theory]
    [InlineData("id=\"d\" expressionLanguage=\"https://www.omg.org/spec/DMN/20240513/B-FEEL/\"", "id=\"d\"")]
    [InlineData("<inputEntry expressionLanguage=\"http://www.w3.org/1999/XPath\">", "<inputEntry>")]
    [InlineData("<outputEntry expressionLanguage=\"http://www.w3.org/1999/XPath\">", "<outputEntry>")]
    public void A_table_in_another_language_is_not_answered_in_FEEL(string written, string plain)
    {
        var xml = Models.Definitions(Models.Input("x", "number") + Models.Decision("result", Models.Table("", ["x"], "<output/>", ["> 1 | 7"]), ["x"]));
        Assert.Contains(plain, xml, StringComparison.Ordinal);

        var evaluated = DmnModel.Load(xml.Replace(plain, written, StringComparison.Ordinal)).Decision("result").Evaluate(FeelContext.Create(("x", FeelValue.From(2))));

        Assert.Equal("null", evaluated.Value.ToString());
        Assert.Contains(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.ExternalFunction);
    }

    private static Evaluated Evaluate(string policy, string outputs, string[] rows, FeelValue value)
    {
        var model = Models.Load(Models.Input("x", "number") + Models.Decision("result", Models.Table(policy, ["x"], outputs, rows), ["x"]));
        return model.Decision("result").Evaluate(FeelContext.Create(("x", value)));
    }
}
