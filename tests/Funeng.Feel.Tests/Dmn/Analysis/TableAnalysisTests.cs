using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Feel.Evaluation;

namespace Funeng.Feel.Tests.Dmn.Analysis;

public sealed class TableAnalysisTests
{
    private const string OneOutput = "<output/>";

    [Fact]
    public void Bands_that_cover_everything_once_have_no_finding()
    {
        var analysis = Analyse("hitPolicy=\"UNIQUE\"", [("x", "number")], ["< 10 | 1", "[10..20) | 2", ">= 20 | 3"]);

        Assert.Empty(analysis.Findings);
        Assert.Empty(analysis.NotAnalysed);
    }

    [Theory]
    [InlineData("number", "< 10", "> 20", "[10..20]")]
    [InlineData("number", "<= 10", ">= 20", "(10..20)")]
    [InlineData("number", "< 10", "> 10", "10")]
    [InlineData("number", "not(5)", "> 10", "5")]
    [InlineData("number", "[0..1]", "(1..3]", "not([0..3])")]
    [InlineData("number", "< 0.1", "> 0.1", "0.1")]
    [InlineData("string", "\"A\"", "\"B\", \"C\"", "not(\"A\", \"B\", \"C\")")]
    [InlineData("string", "< \"m\"", "> \"m\"", "\"m\"")]
    [InlineData("boolean", "true", "true", "false")]
    [InlineData("date", "< date(\"2026-01-01\")", ">= date(\"2026-03-01\")", "[@\"2026-01-01\"..@\"2026-03-01\")")]
    [InlineData("date", "<= date(\"2026-01-01\")", ">= date(\"2026-01-03\")", "(@\"2026-01-01\"..@\"2026-01-03\")")]
    [InlineData("time", "< @\"08:00:00\"", "> @\"08:00:00\"", "@\"08:00:00\"")]
    [InlineData("dateTime", "< @\"2026-01-01T00:00:00Z\"", "> @\"2026-01-01T00:00:00Z\"", "@\"2026-01-01T00:00:00Z\"")]
    [InlineData("dayTimeDuration", "< @\"P1D\"", ">= @\"P2D\"", "[@\"P1D\"..@\"P2D\")")]
    [InlineData("yearMonthDuration", "<= @\"P1Y\"", ">= @\"P1Y2M\"", "(@\"P1Y\"..@\"P1Y2M\")")]
    [InlineData("time", "@\"08:00:00.5\"", "< @\"08:00:00\", >= @\"08:00:01\"", null)]
    [InlineData("number", "null", "not(null)", null)]
    [InlineData("number", "null", "> 1", "<= 1")]
    [InlineData("number", "? > 1 and ? < 5", "<= 1", ">= 5")]
    [InlineData("number", "? between 1 and 5", "? in ([6..7], 9)", "not([1..5], [6..7], 9)")]
    public void A_gap_is_found_with_an_input_that_falls_into_it(string type, string first, string second, string? gap)
    {
        var model = Model("hitPolicy=\"FIRST\"", [("x", type)], OneOutput, [$"{first} | 1", $"{second} | 2"]);
        var analysis = Assert.Single(TableAnalysis.Of(model));

        Assert.Empty(analysis.NotAnalysed);
        var gaps = analysis.Findings.Where(finding => finding.Kind == TableFindingKind.Gap).ToList();
        Assert.Equal(gap is null ? [] : [gap], gaps.Select(finding => finding.Region[0]));
        Assert.All(gaps, finding => Assert.Contains(
            model.Decision("result").Evaluate(finding.Witness!).Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.NoRuleMatches));
    }

    [Fact]
    public void Days_that_follow_each_other_leave_no_gap_between_them() =>
        Assert.Empty(Analyse("hitPolicy=\"UNIQUE\"", [("x", "date")], ["<= date(\"2026-01-01\") | 1", ">= date(\"2026-01-02\") | 2"]).Findings);

    [Fact]
    public void A_default_output_closes_every_gap() => Assert.Empty(Analyse(
        "hitPolicy=\"FIRST\"", [("x", "number")], ["< 10 | 1"], "<output><defaultOutputEntry><text>0</text></defaultOutputEntry></output>").Findings);

    [Fact]
    public void A_gap_matters_less_where_all_matches_are_collected() => Assert.Equal(
        FindingSeverity.Note, Assert.Single(Analyse("hitPolicy=\"COLLECT\"", [("x", "number")], ["< 10 | 1"]).Findings).Severity);

    [Fact]
    public void Rules_of_a_unique_table_that_overlap_are_an_error()
    {
        var finding = Assert.Single(Analyse("hitPolicy=\"UNIQUE\"", [("x", "number"), ("y", "string")],
            ["<= 10 | - | 1", "> 10 | \"A\" | 2", ">= 10 | not(\"A\") | 3"]).Findings);

        Assert.Equal(
            "error: rules 1 and 3 both match x: 10; y: not(\"A\"), for example x = 10, y = \"other\"", finding.ToString());
    }

    [Fact]
    public void Any_lets_rules_overlap_that_agree_and_no_others()
    {
        var findings = Analyse("hitPolicy=\"ANY\"", [("x", "number")], ["< 10 | 1", "< 5 | 1", ">= 8 | 2"]).Findings;

        Assert.Equal(
            ["error: rules 1 and 3 both match x: [8..10) (1 and 2), for example x = 8", "note: rule 2 never answers: rule 1 stands before it, for example x = 4"],
            findings.Select(finding => finding.ToString()));
    }

    [Theory]
    [InlineData("hitPolicy=\"FIRST\"")]
    [InlineData("hitPolicy=\"COLLECT\"")]
    [InlineData("hitPolicy=\"RULE ORDER\"")]
    public void Other_policies_let_rules_overlap(string policy) =>
        Assert.Empty(Analyse(policy, [("x", "number")], ["< 10 | 1", "- | 2"]).Findings);

    [Fact]
    public void A_rule_behind_rules_that_cover_it_together_is_masked()
    {
        var finding = Assert.Single(Analyse("hitPolicy=\"FIRST\"", [("x", "number"), ("y", "boolean")],
            ["< 10 | true | 1", "> 5 | true | 2", "- | false | 3", "[3..20] | true | 4", "- | - | 5"]).Findings);

        Assert.Equal("error: rule 4 never answers: rules 1, 2 stand before it, for example x = 3, y = true", finding.ToString());
    }

    [Fact]
    public void A_last_rule_for_everything_answers_for_null_unless_null_cannot_occur()
    {
        string[] rows = ["< 10 | 1", ">= 10 | 2", "- | 3"];

        Assert.Empty(Analyse("hitPolicy=\"FIRST\"", [("x", "number")], rows).Findings);
        Assert.Equal([3, 1, 2], Assert.Single(Analyse(
            "hitPolicy=\"FIRST\"", [("x", "number")], rows, OneOutput, _ => new InputDomain(MayBeNull: false)).Findings).Rules);
    }

    [Fact]
    public void A_rule_whose_outputs_come_later_in_the_priorities_is_masked()
    {
        const string ranked = "<output><outputValues><text>\"high\", \"low\"</text></outputValues></output>";

        var finding = Assert.Single(Analyse("hitPolicy=\"PRIORITY\"", [("x", "number")], ["> 5 | \"low\"", "- | \"high\""], ranked).Findings);

        Assert.Equal((TableFindingKind.Masked, 1), (finding.Kind, finding.Rules[0]));
    }

    [Theory]
    [InlineData("? > 10 and ? < 5", "x: '? > 10 and ? < 5' holds for no value")]
    [InlineData("\"text\"", "x: '\"text\"' holds for no value")]
    [InlineData("< 0", "x: '< 0' holds for no value that it may have")]
    [InlineData("(3..4)", "x: '(3..4)' holds for no value")]
    public void A_rule_that_nothing_can_match_is_unreachable(string cell, string reason)
    {
        var domain = new InputDomain("[0..100]", IsWhole: true);

        var analysis = Analyse("hitPolicy=\"FIRST\"", [("x", "number")], [$"{cell} | 1", "- | 2"], OneOutput, _ => domain);

        var finding = Assert.Single(analysis.Findings);
        Assert.Equal((TableFindingKind.Unreachable, FindingSeverity.Error, reason), (finding.Kind, finding.Severity, finding.Reason));
    }

    [Fact]
    public void Allowed_values_of_a_type_and_input_values_are_the_domain()
    {
        const string types = "<itemDefinition name=\"grade\"><typeRef>string</typeRef><allowedValues><text>\"A\", \"B\", \"C\"</text></allowedValues></itemDefinition>";
        var model = Models.Load(types + Models.Input("x", "grade") + Models.Decision(
            "result", Models.Table("hitPolicy=\"UNIQUE\"", ["x"], OneOutput, "\"A\", \"B\" | 1", "\"D\" | 2"), ["x"]));

        var analysis = Assert.Single(TableAnalysis.Of(model));

        Assert.Equal("\"A\", \"B\", \"C\"", analysis.Inputs[0].Domain);
        Assert.Equal(
            ["error: rule 2 matches nothing (x: '\"D\"' holds for no value that it may have)", "warning: no rule matches x: \"C\", for example x = \"C\""],
            analysis.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_type_of_whole_numbers_has_no_gap_between_neighbours()
    {
        const string types = "<itemDefinition name=\"count\"><typeRef>number</typeRef><allowedValues><text>? &gt;= 0 and floor(?) = ?</text></allowedValues></itemDefinition>";
        var model = Models.Load(types + Models.Input("x", "count") + Models.Decision(
            "result", Models.Table("hitPolicy=\"UNIQUE\"", ["x"], OneOutput, "<= 9 | 1", ">= 10 | 2"), ["x"]));

        Assert.Empty(Assert.Single(TableAnalysis.Of(model)).Findings);
    }

    [Fact]
    public void Two_columns_on_one_value_are_one_input()
    {
        var model = Models.Load(Models.Input("x", "number") + Models.Decision(
            "result", Models.Table("hitPolicy=\"UNIQUE\"", ["x", "x"], OneOutput, "> 5 | < 10 | 1", "<= 5 | - | 2", ">= 10 | > 3 | 3"), ["x"]));

        var analysis = Assert.Single(TableAnalysis.Of(model));

        Assert.Empty(analysis.Findings);
        Assert.Equal([1, 2], Assert.Single(analysis.Inputs).Columns);
    }

    [Fact]
    public void Constants_of_other_decisions_are_read()
    {
        var model = Models.Load(
            Models.Input("收入", "number") + Models.Decision("万元", Models.Literal("10000"), []) + Models.Decision(
                "result", Models.Table("hitPolicy=\"UNIQUE\"", ["收入"], OneOutput, "< 5 * 万元 | 1", "> 5 * 万元 | 2"), ["收入"], ["万元"]));

        Assert.Equal("50000", Assert.Single(TableAnalysis.Of(model)[0].Findings).Region[0]);
    }

    [Fact]
    public void A_general_expression_is_said_and_nothing_is_claimed_of_its_rule()
    {
        var analysis = Analyse("hitPolicy=\"UNIQUE\"", [("x", "number"), ("y", "number")],
            ["? * 2 > 5 | - | 1", "< 2 | - | 2", ">= 2 | < y | 3", ">= 2 | >= 0 | 4"]);

        Assert.Equal(
            ["not analysed: rule 1, input 1: '? * 2 > 5' is a general expression", "not analysed: rule 3, input 2: '< y' is a general expression"],
            analysis.NotAnalysed.Select(limit => limit.ToString()));
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public void Inputs_that_depend_on_one_variable_are_not_taken_as_independent()
    {
        var analysis = Analyse("hitPolicy=\"UNIQUE\"", [("x", "number"), ("x + y", "number")], ["> 5 | > 5 | 1", "<= 5 | <= 5 | 2"]);

        Assert.Equal(
            "not analysed: input 'x + y': it depends on x, as input 1 does", Assert.Single(analysis.NotAnalysed).ToString());
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public void What_hangs_on_a_computed_value_is_a_warning_without_a_witness()
    {
        var finding = Assert.Single(Analyse("hitPolicy=\"UNIQUE\"", [("x + y", "number")], ["<= 5 | 1", ">= 5 | 2"]).Findings);

        Assert.Equal("warning: rules 1 and 2 both match x + y: 5", finding.ToString());
        Assert.Null(finding.Witness);
    }

    [Fact]
    public void A_table_of_a_function_is_analysed_by_its_parameters()
    {
        var table = Models.Table("hitPolicy=\"UNIQUE\"", ["p"], OneOutput, "< 5 | 1");
        var model = Models.Load(
            "<businessKnowledgeModel id=\"f\" name=\"f\"><variable name=\"f\"/><encapsulatedLogic><formalParameter name=\"p\" typeRef=\"number\"/>"
            + table + "</encapsulatedLogic></businessKnowledgeModel>");

        var finding = Assert.Single(Assert.Single(TableAnalysis.Of(model)).Findings);

        Assert.Equal("warning: no rule matches p: >= 5, for example p = 5", finding.ToString());
        Assert.True(model.Decision("f").Evaluate(finding.Witness!).Value.IsNull);
    }

    [Fact]
    public void Too_many_combinations_are_said_and_take_bounded_time()
    {
        var inputs = Enumerable.Range(0, 24).Select(index => (Expression: $"x{index}", Type: "boolean")).ToArray();
        var random = new Random(1);
        var rows = Enumerable.Range(0, 400).Select(_ =>
            string.Join(" | ", inputs.Select(_ => random.Next(4) switch { 0 => "true", 1 => "false", _ => "-" })) + " | 1").ToArray();

        var analysis = Analyse("hitPolicy=\"FIRST\"", inputs, rows);

        Assert.Contains(analysis.NotAnalysed, limit => limit.Place == "gaps");
    }

    internal static DmnModel Model(string policy, (string Expression, string Type)[] inputs, string output, string[] rows)
    {
        var names = inputs.SelectMany(input => input.Expression.Split(" + ")).Distinct().ToArray();
        var table = Models.Table(policy, [.. inputs.Select(input => input.Expression)], output, rows);
        var declared = names.Select(name => Models.Input(name, inputs.FirstOrDefault(input => input.Expression == name, (Expression: "", Type: "number")).Type));
        return Models.Load(string.Concat(declared) + Models.Decision("result", table, [.. names]));
    }

    private static TableAnalysis Analyse(
        string policy, (string Expression, string Type)[] inputs, string[] rows, string output = OneOutput, Func<string, InputDomain?>? domain = null)
    {
        // Cells such as "< y" look at an input that is tested as well.
        var model = Model(policy, inputs, output, rows);
        Assert.Empty(model.Diagnostics);
        return Assert.Single(TableAnalysis.Of(model, domain));
    }
}
