using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Tests.Dmn.Analysis;

/// <summary>Random small tables: the analysis finds exactly what asking the engine for every combination of values finds.</summary>
public sealed class TableAnalysisProperties
{
    private static readonly int Count = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 5_000 : 120;

    private static readonly FeelValue[] Numbers = [.. Enumerable.Range(-1, 16).Select(half => FeelValue.From(half * 0.5m)), FeelValue.Null];
    private static readonly FeelValue[] Texts = ["A", "B", "C", "other", FeelValue.Null];
    private static readonly FeelValue[] Truths = [true, false, FeelValue.Null];
    private static readonly FeelValue[] Days =
        [.. Enumerable.Range(1, 7).Select(day => FeelValue.From(new DateOnly(2026, 1, day))), FeelValue.Null];

    [Theory]
    [InlineData("UNIQUE")]
    [InlineData("ANY")]
    [InlineData("FIRST")]
    [InlineData("PRIORITY")]
    [InlineData("COLLECT")]
    public void Brute_force_finds_the_same(string policy)
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var table = new RandomTable(policy, seed);
            var analysis = Assert.Single(TableAnalysis.Of(table.Model, name => table.MayBeNull ? null : new InputDomain(MayBeNull: false)));
            Assert.Empty(analysis.NotAnalysed);
            CheckGaps(table, analysis);
            CheckOverlaps(table, analysis);
            CheckRulesThatNeverAnswer(table, analysis);
            foreach (var finding in analysis.Findings.Where(finding => finding.Kind != TableFindingKind.Unreachable)) CheckWitness(table, finding);
        }
    }

    private static void CheckGaps(RandomTable table, TableAnalysis analysis)
    {
        var gaps = analysis.Findings.Where(finding => finding.Kind == TableFindingKind.Gap).Select(finding => new Box(finding.Region)).ToList();
        foreach (var (point, matches) in table.Points.Where(point => table.IsOrdinary(point.Point)))
            Assert.True(gaps.Exists(gap => gap.Contains(point)) == (matches.Count == 0), $"{table}\n{string.Join(", ", point)}\n{string.Join('\n', analysis.Findings)}");
    }

    private static void CheckOverlaps(RandomTable table, TableAnalysis analysis)
    {
        if (table.Policy is not ("UNIQUE" or "ANY")) return;
        var expected = table.Points.SelectMany(point => Pairs(point.Matches))
            .Where(pair => table.Policy == "UNIQUE" || table.Outputs[pair.First - 1] != table.Outputs[pair.Second - 1]).ToHashSet();
        var found = analysis.Findings.Where(finding => finding.Kind == TableFindingKind.Overlap).Select(finding => (finding.Rules[0], finding.Rules[1])).ToHashSet();
        Assert.True(expected.SetEquals(found), $"{table}\n{string.Join('\n', analysis.Findings)}");
    }

    private static void CheckRulesThatNeverAnswer(RandomTable table, TableAnalysis analysis)
    {
        if (table.Policy == "COLLECT") return;
        var matched = table.Points.SelectMany(point => point.Matches).ToHashSet();
        var answering = table.Points.Select(point => table.Answering(point.Matches)).OfType<int>().ToHashSet();
        foreach (var rule in Enumerable.Range(1, table.Outputs.Length))
        {
            TableFindingKind? expected = !matched.Contains(rule) ? TableFindingKind.Unreachable : answering.Contains(rule) ? null : TableFindingKind.Masked;
            var found = analysis.Findings.Where(finding => finding.Kind is TableFindingKind.Masked or TableFindingKind.Unreachable && finding.Rules[0] == rule)
                .Select(finding => (TableFindingKind?)finding.Kind).SingleOrDefault();
            Assert.True(expected == found, $"{table}\nrule {rule}: {expected} expected, {found} found");
        }
    }

    private static void CheckWitness(RandomTable table, TableFinding finding)
    {
        var evaluated = table.Model.Decision("result").Evaluate(finding.Witness!);
        var matches = table.Matches(finding.Witness!);
        switch (finding.Kind)
        {
            case TableFindingKind.Gap:
                Assert.Empty(matches);
                Assert.Contains(evaluated.Diagnostics, diagnostic => diagnostic.Kind == DiagnosticKind.NoRuleMatches);
                break;
            case TableFindingKind.Overlap:
                Assert.Contains(
                    evaluated.Diagnostics, diagnostic => diagnostic.Kind is DiagnosticKind.SeveralRulesMatch or DiagnosticKind.DifferentOutputs);
                break;
            default:
                Assert.Contains(finding.Rules[0], matches);
                Assert.NotEqual(finding.Rules[0], table.Answering(matches));
                break;
        }
    }

    private static IEnumerable<(int First, int Second)> Pairs(IReadOnlyList<int> rules) =>
        from first in rules from second in rules where first < second select (first, second);

    private sealed class Box(IReadOnlyList<string> region)
    {
        private readonly FeelExpression[] tests =
            [.. region.Select(text => FeelExpression.ParseUnaryTests(new SourceText(text, "region"), new FeelVariable("v")))];

        public bool Contains(FeelValue[] point) => tests.Zip(point).All(side => side.First.EvaluateValue([side.Second]).IsTrue);
    }

    /// <summary>A table with one to three inputs, and for every combination of their values the rules that match.</summary>
    private sealed class RandomTable
    {
        private static readonly string[] Types = ["number", "string", "boolean", "date"];

        private readonly Random random;
        private readonly string[] inputs;
        private readonly string[] rows;
        private readonly DmnModel lister;
        private readonly HashSet<int> asksForNull = [];

        public RandomTable(string policy, int seed)
        {
            random = new Random(seed);
            Policy = policy;
            MayBeNull = random.Next(2) == 0;
            inputs = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Types[random.Next(Types.Length)])];
            var cells = Enumerable.Range(0, random.Next(1, 6)).Select(_ => string.Join(" | ", inputs.Select((type, index) => Cell(type, index)))).ToArray();
            Outputs = [.. cells.Select(_ => random.Next(3))];
            rows = [.. cells.Select((cell, index) => $"{cell} | {Outputs[index]}")];
            Model = Load($"hitPolicy=\"{policy}\"", rows);
            lister = Load("hitPolicy=\"RULE ORDER\"", [.. cells.Select((cell, index) => $"{cell} | {index + 1}")]);
            Points = [.. Combinations(0).Select(point => (point, Matches(Given(point))))];
        }

        public string Policy { get; }

        public bool MayBeNull { get; }

        public int[] Outputs { get; }

        public DmnModel Model { get; }

        public IReadOnlyList<(FeelValue[] Point, IReadOnlyList<int> Matches)> Points { get; }

        public bool IsOrdinary(FeelValue[] point) => point.Select((value, index) => !value.IsNull || asksForNull.Contains(index)).All(isSo => isSo);

        public IReadOnlyList<int> Matches(IEnumerable<DmnInput> point)
        {
            var rules = lister.Decision("result").Evaluate(point).Value;
            return rules.IsNull ? [] : [.. rules.AsList().Select(rule => int.Parse(rule.ToString(), System.Globalization.CultureInfo.InvariantCulture))];
        }

        /// <summary>The rule that gives the answer; null for none. Under ANY the first of those that match, whatever the others say.</summary>
        public int? Answering(IReadOnlyList<int> matches) => (Policy, matches.Count) switch
        {
            (_, 0) => null,
            ("UNIQUE", > 1) => null,
            ("PRIORITY", _) => matches.MinBy(rule => (Outputs[rule - 1], rule)),
            _ => matches[0],
        };

        public override string ToString() => $"{Policy} {string.Join(", ", inputs)}, null {MayBeNull}\n{string.Join('\n', rows)}";

        private DmnModel Load(string policy, string[] rules) => TableAnalysisTests.Model(
            policy, [.. inputs.Select((type, index) => ($"x{index}", type))],
            policy.Contains("PRIORITY", StringComparison.Ordinal) ? "<output><outputValues><text>0, 1, 2</text></outputValues></output>" : "<output/>", rules);

        private static IEnumerable<DmnInput> Given(FeelValue[] point) => point.Select((value, index) => new DmnInput(null, $"x{index}", value));

        private IEnumerable<FeelValue[]> Combinations(int index)
        {
            if (index == inputs.Length) return [new FeelValue[inputs.Length]];
            var values = inputs[index] switch { "number" => Numbers, "string" => Texts, "boolean" => Truths, _ => Days };
            return from rest in Combinations(index + 1).ToList()
                   from value in values
                   where MayBeNull || !value.IsNull
                   select (FeelValue[])[.. rest[..index], value, .. rest[(index + 1)..]];
        }

        private string Cell(string type, int index)
        {
            if (random.Next(3) == 0) return "-";
            if (random.Next(12) == 0)
            {
                asksForNull.Add(index);
                return random.Next(2) == 0 ? "null" : "not(null)";
            }

            var cell = type switch
            {
                "number" => Ordered(() => $"{random.Next(6)}"),
                "date" => Ordered(() => $"@\"2026-01-0{random.Next(2, 7)}\""),
                "string" => string.Join(", ", Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"\"{"ABC"[random.Next(3)]}\"")),
                _ => random.Next(2) == 0 ? "true" : "false",
            };
            return random.Next(5) == 0 ? $"not({cell})" : cell;
        }

        private string Ordered(Func<string> value) => random.Next(7) switch
        {
            0 => $"< {value()}",
            1 => $"<= {value()}",
            2 => $"> {value()}",
            3 => $">= {value()}",
            4 => value(),
            5 => $"{value()}, > {value()}",
            _ => $"{"[("[random.Next(2)]}{value()}..{value()}{"])"[random.Next(2)]}",
        };
    }
}
