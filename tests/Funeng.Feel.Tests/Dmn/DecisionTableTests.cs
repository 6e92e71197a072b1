using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn;

public sealed class DecisionTableTests
{
    private const string OneOutput = "<output/>";
    private const string RankedOutput = "<output><outputValues><text>\"high\", \"middle\", \"low\"</text></outputValues></output>";

    private static readonly string[] Overlapping = ["< 10 | \"low\"", "[5..20] | \"middle\"", "> 15 | \"high\"", "20 | \"middle\""];

    [Theory]
    [InlineData("hitPolicy=\"UNIQUE\"", 3, "\"low\"")]
    [InlineData("hitPolicy=\"UNIQUE\"", 7, "null")]
    [InlineData("", 7, "null")]
    [InlineData("hitPolicy=\"FIRST\"", 7, "\"low\"")]
    [InlineData("hitPolicy=\"FIRST\"", 18, "\"middle\"")]
    [InlineData("hitPolicy=\"ANY\"", 7, "null")]
    [InlineData("hitPolicy=\"ANY\"", 3, "\"low\"")]
    [InlineData("hitPolicy=\"PRIORITY\"", 18, "\"high\"")]
    [InlineData("hitPolicy=\"PRIORITY\"", 7, "\"middle\"")]
    [InlineData("hitPolicy=\"RULE ORDER\"", 18, "[\"middle\", \"high\"]")]
    [InlineData("hitPolicy=\"OUTPUT ORDER\"", 18, "[\"high\", \"middle\"]")]
    [InlineData("hitPolicy=\"OUTPUT ORDER\"", 20, "[\"high\", \"middle\", \"middle\"]")]
    [InlineData("hitPolicy=\"COLLECT\"", 20, "[\"middle\", \"high\", \"middle\"]")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", 20, "3")]
    public void Each_policy_answers_in_its_way_where_rules_overlap(string policy, int value, string expected) =>
        Assert.Equal(expected, Evaluate(policy, RankedOutput, Overlapping, value).Value.ToString());

    [Theory]
    [InlineData("SUM", "60")]
    [InlineData("MIN", "10")]
    [InlineData("MAX", "30")]
    [InlineData("COUNT", "3")]
    public void Collected_outputs_are_aggregated(string aggregation, string expected)
    {
        string[] rows = ["> 0 | 10", "> 1 | 30", "> 2 | 20", "> 100 | 1000"];

        var evaluated = Evaluate($"hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"", OneOutput, rows, 5);

        Assert.Equal(expected, evaluated.Value.ToString());
    }

    [Fact]
    public void A_sum_over_a_text_is_null_with_the_reason()
    {
        var evaluated = Evaluate("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", OneOutput, ["> 0 | 10", "> 1 | \"x\""], 5);

        Assert.True(evaluated.Value.IsNull);
        Assert.Equal(DiagnosticKind.WrongKind, Assert.Single(evaluated.Diagnostics).Kind);
    }

    [Fact]
    public void Unique_rules_that_overlap_are_named()
    {
        var diagnostic = Assert.Single(Evaluate("hitPolicy=\"UNIQUE\"", OneOutput, Overlapping, 7).Diagnostics);

        Assert.Equal("rules 1, 2 match, and only one may (decision 'result', line 1, column 1)", diagnostic.ToString());
    }

    [Fact]
    public void Any_lets_rules_overlap_that_agree()
    {
        var evaluated = Evaluate("hitPolicy=\"ANY\"", OneOutput, ["< 10 | \"low\"", "< 20 | \"low\""], 5);

        Assert.Equal("\"low\"", evaluated.Value.ToString());
    }

    [Theory]
    [InlineData("UNIQUE")]
    [InlineData("FIRST")]
    [InlineData("PRIORITY")]
    [InlineData("COLLECT")]
    [InlineData("RULE ORDER")]
    public void A_gap_is_null_with_a_diagnostic_and_a_default_fills_it(string policy)
    {
        var gap = Evaluate($"hitPolicy=\"{policy}\"", RankedOutput, ["< 10 | \"low\""], 50);
        var filled = Evaluate(
            $"hitPolicy=\"{policy}\"", "<output><defaultOutputEntry><text>\"none\"</text></defaultOutputEntry></output>", ["< 10 | \"low\""], 50);

        Assert.True(gap.Value.IsNull);
        Assert.Equal(DiagnosticKind.NoRuleMatches, Assert.Single(gap.Diagnostics).Kind);
        Assert.Equal("\"none\"", filled.Value.ToString());
    }

    [Fact]
    public void Several_outputs_give_a_context_and_order_by_columns_from_left_to_right()
    {
        const string outputs = "<output name=\"grade\"><outputValues><text>\"A\",\"B\"</text></outputValues></output>"
            + "<output name=\"Approved/Declined\"><outputValues><text>\"yes\",\"no\"</text></outputValues></output>";
        string[] rows = ["- | \"B\" | \"yes\"", "- | \"A\" | \"no\"", "> 100 | \"A\" | \"yes\""];

        var priority = Evaluate("hitPolicy=\"PRIORITY\"", outputs, rows, 5);
        var order = Evaluate("hitPolicy=\"OUTPUT ORDER\"", outputs, rows, 500);

        Assert.Equal("no", priority.Value.AsContext()["Approved/Declined"].AsString());
        Assert.Equal(
            ["A yes", "A no", "B yes"],
            order.Value.AsList().Select(row => $"{row.AsContext()["grade"].AsString()} {row.AsContext()["Approved/Declined"].AsString()}"));
    }

    [Theory]
    [InlineData("<= 5", 5, true)]
    [InlineData("(5..10]", 5, false)]
    [InlineData("(5..10]", 10, true)]
    [InlineData("1, 3, 5", 3, true)]
    [InlineData("not(1, 3)", 3, false)]
    [InlineData("not(> 4)", 3, true)]
    [InlineData("? * 2 > 5", 3, true)]
    [InlineData("limit", 4, true)]
    [InlineData("> limit", 5, true)]
    [InlineData("allowed", 2, true)]
    [InlineData("allowed", 4, false)]
    [InlineData("null", 3, false)]
    [InlineData("-", 3, true)]
    [InlineData("", 3, true)]
    public void A_cell_tests_the_input(string cell, int value, bool matches)
    {
        var model = Models.Load(
            Models.Input("x", "number") + Models.Input("limit", "number") + Models.Input("allowed")
            + Models.Decision("result", Models.Table("hitPolicy=\"FIRST\"", ["x"], OneOutput, $"{cell} | true", "- | false"), ["x", "limit", "allowed"]));

        var result = Models.Evaluate(model, "result", ("x", value), ("limit", 4), ("allowed", FeelList.Create([1, 2])));

        Assert.Equal(FeelValue.From(matches), result);
    }

    [Fact]
    public void An_input_of_the_wrong_type_matches_no_test_and_says_why()
    {
        var evaluated = Evaluate("hitPolicy=\"FIRST\"", OneOutput, ["< 10 | \"low\"", "- | \"rest\""], "text");

        Assert.Equal("\"rest\"", evaluated.Value.ToString());
        Assert.Contains(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.WrongKind);
    }

    [Fact]
    public void The_trace_shows_for_each_rule_the_cell_that_failed()
    {
        var model = Models.Load(
            Models.Input("x", "number") + Models.Input("y", "number") + Models.Decision(
                "result",
                Models.Table("hitPolicy=\"FIRST\"", ["x", "y"], OneOutput, "< 10 | - | 1", "> 10 | < 3 | 2", "> 10 | >= 3 | 3"),
                ["x", "y"]));
        var trace = new Trace();

        model.Decision("result").Evaluate(FeelContext.Create(("x", 20), ("y", 7)), new EvaluationOptions(default, trace));

        Assert.Equal([0, 1, -1], trace.Rules.Select(rule => rule.FailedInput));
        Assert.True(trace.Rules[2].Matched);
    }

    [Fact]
    public void A_value_outside_of_the_input_values_is_refused()
    {
        const string table = "<decisionTable hitPolicy=\"FIRST\"><input label=\"等级\"><inputExpression><text>x</text></inputExpression>"
            + "<inputValues><text>\"A\", \"B\"</text></inputValues></input><output/>"
            + "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>";
        var model = Models.Load(Models.Input("x", "string") + Models.Decision("result", table, ["x"]));

        var refused = model.Decision("result").Evaluate(FeelContext.Create(("x", "C")));

        Assert.True(refused.Value.IsNull);
        Assert.Equal("the value is not among the allowed values of 等级: \"C\"", refused.Diagnostics[0].Message);
        Assert.Equal("1", Models.Evaluate(model, "result", ("x", "B")).ToString());
    }

    private static Evaluated Evaluate(string policy, string output, string[] rows, FeelValue value)
    {
        var model = Models.Load(Models.Input("x") + Models.Decision("result", Models.Table(policy, ["x"], output, rows), ["x"]));
        Assert.Empty(model.Diagnostics);
        return model.Decision("result").Evaluate(FeelContext.Create(("x", value)));
    }
}
